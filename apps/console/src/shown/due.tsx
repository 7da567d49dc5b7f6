import { useLanguage } from '../language/language';
import { durationText } from './duration';
import { dueText } from './instant';
import { useNow } from './use-now';

const SOON_MS = 24 * 3_600_000;

interface DueProperties {
  readonly dueAt: string | null | undefined;
  /** The case or clock is over: it is no longer due, whatever the date. */
  readonly over?: boolean;
  /** It ran out some time before. */
  readonly wasOverdue?: boolean;
}

/** When something is due, and how far that is: in words, not by colour alone. */
export function Due({ dueAt, over = false, wasOverdue = false }: DueProperties) {
  const { say } = useLanguage();
  const now = useNow();
  if (!dueAt || over) return <span>{wasOverdue ? <Flag tone="was">{say('due.was-overdue')}</Flag> : '—'}</span>;
  const left = Date.parse(dueAt) - now;
  const tone = left < 0 ? 'late' : left < SOON_MS ? 'soon' : 'calm';
  return (
    <span className="due">
      <Flag tone={tone}>
        {say(left < 0 ? 'due.late' : 'due.left', { duration: durationText(Math.abs(left), say) })}
      </Flag>
      {wasOverdue && left >= 0 && <Flag tone="was">{say('due.was-overdue')}</Flag>}
      <time dateTime={dueAt}>{dueText(dueAt)}</time>
    </span>
  );
}

export type Tone = 'late' | 'soon' | 'calm' | 'was' | 'good' | 'plain';

/** A short mark. Its words say what its colour shows. */
export function Flag({ tone, children }: { readonly tone: Tone; readonly children: React.ReactNode }) {
  return <span className={`flag flag-${tone}`}>{children}</span>;
}
