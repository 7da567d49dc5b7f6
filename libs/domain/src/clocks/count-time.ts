import { type WorkingDays, isWorked } from '../calendar/calendar';
import { dayOf, startOfDay } from '../calendar/local-date';
import type { WorkingSpan } from '../calendar/working-time';
import { MAX_DAYS } from './count-days';
import { DeadlineError } from './deadline-error';
import type { Span } from './suspensions';

const tooFar = () =>
  new DeadlineError('DEADLINE.TOO_FAR', 'rule.amount', 'the due instant lies more than 40 years after the start');

/**
 * The instant at which `amount` milliseconds outside of the suspensions have gone by since `start`. A suspension that
 * begins at or after that instant does not move it.
 * @param suspended instants, in order, apart, none before `start`
 */
export function countElapsed(
  start: number,
  amount: number,
  suspended: readonly Span[],
): { due: number; suspended: readonly Span[] } {
  let due = start + amount;
  const moving: Span[] = [];
  for (const span of suspended) {
    if (span.from >= due) break;
    due += span.to - span.from;
    moving.push(span);
  }
  if (dayOf(due) - dayOf(start) > MAX_DAYS) throw tooFar();
  return { due, suspended: moving };
}

/** Dates that stand together in the explanation of working time; `to` is the last of them. */
export interface TimeRun {
  readonly kind: 'counted' | 'holiday' | 'makeUp' | 'partial';
  readonly from: number;
  to: number;
  /** Milliseconds counted. */
  counted: number;
  /** Milliseconds of working time that a suspension took out. */
  suspended: number;
  readonly name?: string;
}

export interface CountedTime {
  readonly due: number;
  readonly runs: readonly TimeRun[];
  readonly provisional: boolean;
}

/**
 * The instant at which `amount` milliseconds of working time outside of the suspensions have gone by since `start`.
 * Outside of working time nothing counts, so a start there begins at the next working time.
 */
export function countWorkingTime(
  start: number,
  amount: number,
  suspended: readonly Span[],
  days: WorkingDays,
  spans: readonly WorkingSpan[],
): CountedTime {
  const runs: TimeRun[] = [];
  const wholeDay = spans.reduce((sum, span) => sum + span.to - span.from, 0);
  const startDay = dayOf(start);
  let left = amount;
  let provisional = false;
  let next = 0;
  for (let day = startDay; day - startDay <= MAX_DAYS; day++) {
    provisional ||= !days.isPublished(day);
    const begin = startOfDay(day);
    while (next < suspended.length && suspended[next]!.to <= begin) next++;
    const touched = day === startDay || (next < suspended.length && suspended[next]!.from < startOfDay(day + 1));
    if (!isWorked(days, day)) addRun(runs, day, days, 0, 0, false);
    else if (!touched && wholeDay < left) {
      left -= wholeDay;
      addRun(runs, day, days, wholeDay, 0, false);
    } else {
      const before = left;
      let lost = 0;
      for (const span of spans) {
        let at = Math.max(begin + span.from, start);
        const end = begin + span.to;
        for (const free of freeOf(at, end, suspended, next)) {
          lost += free.from - at;
          if (free.to - free.from >= left) {
            addRun(runs, day, days, before, lost, true);
            return { due: free.from + left, runs, provisional };
          }
          left -= free.to - free.from;
          at = free.to;
        }
        lost += Math.max(0, end - at);
      }
      addRun(runs, day, days, before - left, lost, true);
    }
  }
  throw tooFar();
}

/** The parts of `from` … `to` that no suspension takes out; suspensions before index `next` are over. */
function* freeOf(from: number, to: number, suspended: readonly Span[], next: number): Generator<Span> {
  let at = from;
  for (let index = next; index < suspended.length && suspended[index]!.from < to; index++) {
    const span = suspended[index]!;
    if (span.from > at) yield { from: at, to: span.from };
    at = Math.max(at, span.to);
  }
  if (at < to) yield { from: at, to };
}

function addRun(
  runs: TimeRun[],
  day: number,
  days: WorkingDays,
  counted: number,
  suspended: number,
  partial: boolean,
): void {
  const dayKind = days.kindOf(day);
  const kind = dayKind === 'holiday' ? 'holiday' : partial ? 'partial' : dayKind === 'makeUp' ? 'makeUp' : 'counted';
  const name = dayKind === 'holiday' || dayKind === 'makeUp' ? days.nameOf(day) : undefined;
  const last = runs.at(-1);
  const joins =
    last && last.kind === kind && last.name === name && (kind !== 'partial' || (counted === 0 && last.counted === 0));
  if (joins) {
    last.to = day;
    last.counted += counted;
    last.suspended += suspended;
  } else runs.push({ kind, from: day, to: day, counted, suspended, ...(name === undefined ? {} : { name }) });
}
