import { type WorkingTimeSpan, workingSpansOf } from '../calendar/working-time';
import type { ClockRule, ClockUnit } from './clock-rule';
import { MAX_DURATION_MS, parseDuration } from './duration';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The most days that a day clock counts: ten years. */
export const MOST_DAYS = MAX_DURATION_MS / DAY_MS;

/** `workingHour` durations count hours of work, so days and weeks in them would be ambiguous. */
const HOURS_ONLY = /^PT/;

/** Units that count exact time; the others count dates. */
export type ExactUnit = 'elapsed' | 'workingHour';
export const isExact = (unit: ClockUnit): unit is ExactUnit => unit === 'elapsed' || unit === 'workingHour';

/** Milliseconds of the amount of an exact clock; undefined when it has none. */
export function exactAmount(unit: ExactUnit, amount: number | string): number | undefined {
  if (typeof amount === 'string')
    return unit === 'workingHour' && !HOURS_ONLY.test(amount) ? undefined : parseDuration(amount);
  const milliseconds = amount * (unit === 'elapsed' ? DAY_MS : HOUR_MS);
  return Number.isSafeInteger(milliseconds) && milliseconds <= MAX_DURATION_MS ? milliseconds : undefined;
}

/** Whether a number is a number of days that a day clock may have. */
export const isDays = (days: unknown): days is number =>
  typeof days === 'number' && Number.isInteger(days) && days >= 0 && days <= MOST_DAYS;

/** What a day of extension is for an exact clock, in milliseconds: 24 hours, or a working day's time. */
export const dayOfExtension = (unit: ExactUnit, workingTime: readonly WorkingTimeSpan[]): number =>
  unit === 'elapsed' ? DAY_MS : workingSpansOf(workingTime).reduce((sum, span) => sum + span.to - span.from, 0);

/** Whether holidays and make-up days move what a clock counts to. */
export const restsOnCalendar = ({ unit, rollToWorkingDay }: ClockRule): boolean =>
  unit === 'workingDay' || unit === 'workingHour' || (unit === 'calendarDay' && rollToWorkingDay === true);
