import { DeadlineError } from '../clocks/deadline-error';

/** A stretch of working time of a working day, local times `HH:MM`; `to` may be `24:00`. */
export interface WorkingTimeSpan {
  readonly from: string;
  readonly to: string;
}

/** Working time where a rule pack gives none. */
export const DEFAULT_WORKING_TIME: readonly WorkingTimeSpan[] = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];

/** A stretch of working time in milliseconds since the beginning of the local date. */
export interface WorkingSpan {
  readonly from: number;
  readonly to: number;
}

const TIME = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const compiled = new WeakMap<readonly WorkingTimeSpan[], readonly WorkingSpan[]>();

/** Milliseconds since the beginning of the day; undefined when the text is no `HH:MM`. */
export function parseTimeOfDay(text: string): number | undefined {
  const parts = TIME.exec(text);
  if (!parts) return undefined;
  return text === '24:00' ? 86_400_000 : (Number(parts[1]) * 60 + Number(parts[2])) * 60_000;
}

/** Whether the spans are in order, apart, and not empty. */
export function isWorkingTime(workingTime: readonly WorkingTimeSpan[]): boolean {
  let end = 0;
  for (const span of workingTime) {
    const [from, to] = [parseTimeOfDay(span.from), parseTimeOfDay(span.to)];
    if (from === undefined || to === undefined || from < end || to <= from) return false;
    end = to;
  }
  return workingTime.length > 0;
}

/** @throws DeadlineError `DEADLINE.INVALID_WORKING_TIME` when spans are out of order, overlap or are empty. */
export function workingSpansOf(workingTime: readonly WorkingTimeSpan[]): readonly WorkingSpan[] {
  const known = compiled.get(workingTime);
  if (known) return known;
  if (!isWorkingTime(workingTime))
    throw new DeadlineError(
      'DEADLINE.INVALID_WORKING_TIME',
      'workingTime',
      'workingTime: spans HH:MM–HH:MM in order, apart and not empty',
    );
  const spans = workingTime.map((span) => ({ from: parseTimeOfDay(span.from)!, to: parseTimeOfDay(span.to)! }));
  compiled.set(workingTime, spans);
  return spans;
}
