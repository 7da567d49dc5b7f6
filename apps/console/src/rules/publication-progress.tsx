import { useQuery } from '@tanstack/react-query';
import { Progress } from 'antd';
import { ask } from '../api/ask';
import { Problem } from '../api/problem';
import { useLanguage } from '../language/language';

interface Publication {
  readonly status: 'waiting' | 'planning' | 'telling' | 'done';
  readonly touched: number;
  readonly planned: number;
  readonly moved: number;
  readonly told: number;
  readonly failed: number;
}

/** How far open cases are planned anew; nothing where a publication concerns later cases only. */
export function PublicationProgress({ address }: { readonly address: string }) {
  const { say } = useLanguage();
  const { data } = useQuery({
    queryKey: ['publication', address],
    queryFn: async ({ signal }) => {
      try {
        const answer = await ask<Publication | { publication: Publication | null }>(address, { signal });
        return 'publication' in answer ? answer.publication : answer;
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: ({ state }) => (state.data === null || state.data?.status === 'done' ? false : 1_000),
    staleTime: 0,
  });
  if (!data) return null;
  const { status, touched, planned, moved, told, failed } = data;
  return (
    <>
      <h2>{say(`publish.status.${status}`)}</h2>
      <Progress percent={touched === 0 ? (status === 'done' ? 100 : 0) : Math.floor((100 * planned) / touched)} />
      <p className="soft">{say('publish.progress', { touched, planned, moved, told, failed })}</p>
    </>
  );
}
