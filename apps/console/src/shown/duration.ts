import type { Say } from '../language/say';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The two largest parts of a length of time: `2 天 3 小时`, `5 分钟`; less than a minute is that. */
export function durationText(milliseconds: number, say: Say): string {
  const parts = [
    { count: Math.floor(milliseconds / DAY), key: 'duration.days' },
    { count: Math.floor((milliseconds % DAY) / HOUR), key: 'duration.hours' },
    { count: Math.floor((milliseconds % HOUR) / MINUTE), key: 'duration.minutes' },
  ] as const;
  const first = parts.findIndex((part) => part.count > 0);
  if (first < 0) return say('duration.moment');
  return parts
    .slice(first, first + 2)
    .filter((part) => part.count > 0)
    .map((part) => say(part.key, { count: part.count }))
    .join(' ');
}
