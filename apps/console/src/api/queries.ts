import { QueryCache, QueryClient, useInfiniteQuery } from '@tanstack/react-query';
import { addressOf, ask, type Page, type Parameters } from './ask';
import { Problem } from './problem';

/** Who is signed in. */
export const ME = ['me'] as const;

/** Not answered, or not now: worth another try. Everything else stays as it is. */
const mayPass = (error: unknown): boolean => error instanceof Problem && (error.status === 0 || error.status === 503);

/** Everything read from the API. A session that ended shows at the next answer, wherever it comes. */
export function createQueries(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (error instanceof Problem && error.status === 401 && query.queryKey[0] !== ME[0])
          client.setQueryData(ME, null);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && mayPass(error),
        retryDelay: (failures, error) =>
          ((error instanceof Problem ? error.retryAfterSeconds : undefined) ?? 2 ** failures) * 1_000,
      },
      mutations: { retry: false },
    },
  });
  return client;
}

/** A list with "load more": the pages read so far as one list of items. */
export function useList<Item>(path: string, parameters: Parameters, options: { enabled?: boolean } = {}) {
  const list = useInfiniteQuery({
    queryKey: [path, parameters],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Item>>(addressOf(path, { ...parameters, cursor: pageParam }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    ...options,
  });
  return { ...list, items: list.data?.pages.flatMap((page) => page.items) };
}
