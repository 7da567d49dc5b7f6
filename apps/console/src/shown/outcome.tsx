import { ReloadOutlined } from '@ant-design/icons';
import { Alert, Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Problem } from '../api/problem';
import { useLanguage } from '../language/language';
import type { Say } from '../language/say';

/** What went wrong, in the words of whoever refused. */
export function problemTitle(error: unknown, say: Say): string {
  if (!(error instanceof Problem)) return say('problem.unexpected');
  return error.title === '' ? say('problem.unreachable') : error.title;
}

interface ProblemAlertProperties {
  readonly error: unknown;
  readonly again?: () => void;
  /** Who may, where somebody may not. */
  readonly whoMay?: string;
}

/** A problem with what can be done about it. */
export function ProblemAlert({ error, again, whoMay }: ProblemAlertProperties) {
  const { say } = useLanguage();
  const detail = error instanceof Problem ? [error.detail, ...error.errors.map((one) => one.message)] : [];
  if (error instanceof Problem && error.status === 403) detail.push(whoMay);
  const lines = detail.filter((line) => line !== undefined);
  return (
    <Alert
      type="error"
      showIcon
      title={problemTitle(error, say)}
      description={lines.length > 0 ? lines.join(' · ') : undefined}
      action={
        again && (
          <Button size="small" icon={<ReloadOutlined />} onClick={again}>
            {say('action.try-again')}
          </Button>
        )
      }
    />
  );
}

interface ReadProperties<Data> {
  readonly of: { readonly data: Data | undefined; readonly error: unknown; readonly refetch: () => unknown };
  readonly children: (data: Data) => ReactNode;
}

/** Something read from the API: a sketch while it comes, the reason when it does not. */
export function Read<Data>({ of: { data, error, refetch }, children }: ReadProperties<Data>) {
  if (data !== undefined)
    return (
      <>
        {error !== null && <ProblemAlert error={error} again={() => void refetch()} />}
        {children(data)}
      </>
    );
  if (error !== null && error !== undefined) return <ProblemAlert error={error} again={() => void refetch()} />;
  return <Skeleton active paragraph={{ rows: 6 }} />;
}

/** Nothing to show, and why. */
export function Nothing({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="nothing">
      <p className="nothing-title">{title}</p>
      {children !== undefined && <div>{children}</div>}
    </div>
  );
}
