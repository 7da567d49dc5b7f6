import type { ClockRule } from '@wangge/domain/clocks/clock-rule';
import { parseDuration } from '@wangge/domain/clocks/duration';
import type { Say } from '../language/say';
import { durationText } from '../shown/duration';

/** A length of an ISO 8601 duration in words; as it is where it is none. */
export function lengthText(duration: string, say: Say): string {
  const milliseconds = parseDuration(duration);
  if (milliseconds === undefined) return duration;
  return milliseconds < 60_000
    ? say('duration.seconds', { count: milliseconds / 1_000 })
    : durationText(milliseconds, say);
}

/** How long a clock is: `5 个工作日`, `30 分钟（连续计时）`. */
export function amountText({ amount, unit }: Pick<ClockRule, 'amount' | 'unit'>, say: Say): string {
  const counted = say(`clock.unit.${unit}`);
  return typeof amount === 'number'
    ? say('clock.amount', { amount, unit: counted })
    : say('clock.length', { length: lengthText(amount, say), unit: counted });
}
