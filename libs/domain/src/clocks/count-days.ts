import { type WorkingDays, isWorked } from '../calendar/calendar';
import { DeadlineError } from './deadline-error';
import type { Span } from './suspensions';

/** A deadline later than this after its start is refused. */
export const MAX_DAYS = 40 * 366;

/** Dates that stand together in the explanation; `to` is the last of them. */
export interface DayRun {
  readonly kind: 'counted' | 'holiday' | 'makeUp' | 'suspended';
  readonly from: number;
  to: number;
  /** How many of the dates were counted. */
  counted: number;
  /** Festival of a holiday or make-up day. */
  readonly name?: string;
}

export interface CountedDays {
  /** The last counted date, before it moves to a working day. */
  readonly last: number;
  readonly runs: readonly DayRun[];
  /** Whether a date was looked at whose year is not published. */
  readonly provisional: boolean;
}

const tooFar = () =>
  new DeadlineError('DEADLINE.TOO_FAR', 'rule.amount', 'the due date lies more than 40 years after the start');

/** Calls `stretch` with the dates outside of the suspensions, `suspension` with those inside, until `stretch` answers true. */
function walk(
  start: number,
  suspended: readonly Span[],
  stretch: (from: number, to: number) => boolean,
  suspension: (span: Span) => void,
): void {
  let day = start + 1;
  for (const span of suspended) {
    if (span.from > day && stretch(day, span.from)) return;
    suspension(span);
    day = span.to;
  }
  stretch(day, start + MAX_DAYS + 1);
}

/**
 * The Nth date after `start` that no suspension takes out. Every date counts.
 * @param suspended day numbers, in order, apart, none before `start` + 1
 * @throws DeadlineError `DEADLINE.TOO_FAR`
 */
export function countCalendarDays(start: number, amount: number, suspended: readonly Span[]): CountedDays {
  const runs: DayRun[] = [];
  let left = amount;
  walk(
    start,
    suspended,
    (from, to) => {
      const counted = Math.min(left, to - from);
      if (counted <= 0) return left === 0;
      runs.push({ kind: 'counted', from, to: from + counted - 1, counted });
      left -= counted;
      return left === 0;
    },
    (span) => runs.push({ kind: 'suspended', from: span.from, to: span.to - 1, counted: 0 }),
  );
  const last = runs.at(-1);
  if (left > 0 || !last || last.to - start > MAX_DAYS) throw tooFar();
  return { last: last.to, runs, provisional: false };
}

/**
 * The Nth working day after `start` that no suspension takes out.
 * @throws DeadlineError `DEADLINE.TOO_FAR`
 */
export function countWorkingDays(
  start: number,
  amount: number,
  suspended: readonly Span[],
  days: WorkingDays,
): CountedDays {
  const runs: DayRun[] = [];
  let left = amount;
  let last = start;
  let provisional = false;
  walk(
    start,
    suspended,
    (from, to) => {
      for (let day = from; day < to; day++) {
        provisional ||= !days.isPublished(day);
        const worked = isWorked(days, day);
        addDay(runs, day, days, worked);
        if (worked && --left === 0) {
          last = day;
          return true;
        }
      }
      return false;
    },
    (span) => runs.push({ kind: 'suspended', from: span.from, to: span.to - 1, counted: 0 }),
  );
  if (left > 0) throw tooFar();
  return { last, runs, provisional };
}

/** Joins a date to the run before it where both say the same. Plain weekends stand with the weekdays around them. */
function addDay(runs: DayRun[], day: number, days: WorkingDays, worked: boolean): void {
  const kind = days.kindOf(day);
  const runKind = kind === 'holiday' || kind === 'makeUp' ? kind : 'counted';
  const name = runKind === 'counted' ? undefined : days.nameOf(day);
  const last = runs.at(-1);
  if (last && last.kind === runKind && last.to === day - 1 && last.name === name) {
    last.to = day;
    last.counted += worked ? 1 : 0;
  } else
    runs.push({ kind: runKind, from: day, to: day, counted: worked ? 1 : 0, ...(name === undefined ? {} : { name }) });
}

/** The working day to which a last date moves; the date itself when it is one. */
export function rollToWorkingDay(last: number, days: WorkingDays): { day: number; provisional: boolean } {
  let provisional = !days.isPublished(last);
  let day = last;
  while (!isWorked(days, day)) {
    day++;
    provisional ||= !days.isPublished(day);
  }
  return { day, provisional };
}
