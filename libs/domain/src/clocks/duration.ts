import { formatInstant, parseInstant } from '../calendar/local-date';

/** Ten years of 366 days: no duration in a rule is longer. */
export const MAX_DURATION_MS = 10 * 366 * 86_400_000;

const WEEKS = /^P(\d{1,4})W$/;
const PARTS = /^P(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})(?:\.(\d{1,3}))?S)?)?$/;

/**
 * Milliseconds of an ISO 8601 duration of exact length: weeks, or days, hours, minutes and seconds (a day is 24 hours).
 * Years and months have no exact length and are refused. Undefined for anything else and beyond ten years.
 */
export function parseDuration(text: string): number | undefined {
  const weeks = WEEKS.exec(text);
  const parts = PARTS.exec(text);
  if (weeks) return bounded(Number(weeks[1]) * 7 * 86_400_000);
  if (!parts || text.endsWith('P') || text.endsWith('T')) return undefined;
  const [days, hours, minutes, seconds] = [1, 2, 3, 4].map((part) => Number(parts[part] ?? 0));
  const milliseconds = Number((parts[5] ?? '').padEnd(3, '0'));
  return bounded((((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 1000 + milliseconds);
}

const bounded = (milliseconds: number): number | undefined =>
  milliseconds <= MAX_DURATION_MS ? milliseconds : undefined;

/**
 * The instant a duration after (`sign` 1) or before (`sign` -1) another, ISO 8601 with +08:00.
 * @throws RangeError when the instant or the duration is none; packs and computed instants always are.
 */
export function addDuration(instant: string, duration: string, sign: 1 | -1): string {
  const from = parseInstant(instant);
  const length = parseDuration(duration);
  if (from === undefined || length === undefined)
    throw new RangeError(`no instant or no duration: ${instant} ${duration}`);
  return formatInstant(from + sign * length);
}
