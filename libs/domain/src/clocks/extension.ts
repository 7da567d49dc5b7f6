import { DEFAULT_WORKING_TIME, type WorkingTimeSpan } from '../calendar/working-time';
import type { ClockRule } from './clock-rule';
import { DeadlineError } from './deadline-error';
import { MOST_DAYS, dayOfExtension, exactAmount, isDays, isExact } from './measures';

/**
 * What an extension adds: days for day clocks, milliseconds for the others.
 * @throws DeadlineError `DEADLINE.INVALID_EXTENSION`
 */
export function extensionLength(
  { unit }: ClockRule,
  extension: number | string,
  workingTime: readonly WorkingTimeSpan[],
): number {
  if (isDays(extension)) return isExact(unit) ? extension * dayOfExtension(unit, workingTime) : extension;
  const exact = typeof extension === 'string' && isExact(unit) ? exactAmount(unit, extension) : undefined;
  if (exact !== undefined) return exact;
  const wanted = `whole days from 0 to ${MOST_DAYS}${isExact(unit) ? ', or an ISO 8601 duration' : ''}`;
  throw new DeadlineError('DEADLINE.INVALID_EXTENSION', 'extensionDays', `extensionDays: ${wanted}`);
}

/** Why an extension may not be granted. */
export const EXTENSION_REFUSALS = {
  'not-extendable': { zh: '本期限的依据未规定可以延期', en: 'the rule of this clock knows no extension' },
  'too-long': { zh: '超过依据允许延长的期限', en: 'longer than the rule lets it be extended' },
  'too-often': { zh: '已达到允许延期的次数', en: 'extended as often as the rule lets it be' },
} as const;

/**
 * Whether the rule lets an extension be granted; undefined when it does.
 * @param extension all that would be granted, earlier ones included: days, or an ISO 8601 duration for exact clocks
 * @param earlier how often the clock was extended before
 * @param workingTime of the rule pack: what a day of extension is for `workingHour`
 * @throws DeadlineError `DEADLINE.INVALID_EXTENSION`
 */
export function extensionRefusal(
  rule: ClockRule,
  extension: number | string,
  {
    earlier = 0,
    workingTime = DEFAULT_WORKING_TIME,
  }: { earlier?: number; workingTime?: readonly WorkingTimeSpan[] } = {},
): keyof typeof EXTENSION_REFUSALS | undefined {
  if (!rule.extension) return 'not-extendable';
  if (earlier >= rule.extension.times) return 'too-often';
  const most = extensionLength(rule, rule.extension.maxDays, workingTime);
  return extensionLength(rule, extension, workingTime) > most ? 'too-long' : undefined;
}
