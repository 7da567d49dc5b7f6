import type { WorkingTimeSpan } from '../calendar/working-time';
import type { ClockRule } from './clock-rule';
import { DeadlineError } from './deadline-error';
import { durationText, workText } from './explain';
import { EXTENSION_REFUSALS, extensionLength, extensionRefusal } from './extension';
import { MOST_DAYS, exactAmount, isDays, isExact } from './measures';

/** How much a clock counts: days for day clocks, milliseconds for the others, with its wording for the explanation. */
export interface ClockAmount {
  readonly amount: number;
  readonly amountText: string;
  readonly extensionText: string | undefined;
}

const TEXT = {
  calendarDay: (days: number) => `${days} 日`,
  workingDay: (days: number) => `${days} 日`,
  elapsed: durationText,
  workingHour: workText,
} as const;

function ownAmount({ unit, amount }: ClockRule): number {
  const own = isExact(unit) ? exactAmount(unit, amount) : isDays(amount) ? amount : undefined;
  if (own !== undefined && own > 0) return own;
  const wanted = isExact(unit) ? 'an ISO 8601 duration of exact length' : `whole days from 1 to ${MOST_DAYS}`;
  throw new DeadlineError('DEADLINE.INVALID_AMOUNT', 'rule.amount', `rule.amount: ${wanted}`);
}

/**
 * The rule's amount with the extension.
 * @throws DeadlineError `DEADLINE.INVALID_AMOUNT` or `DEADLINE.INVALID_EXTENSION`
 */
export function clockAmount(
  rule: ClockRule,
  extension: number | string,
  workingTime: readonly WorkingTimeSpan[],
): ClockAmount {
  const own = ownAmount(rule);
  const added = extensionLength(rule, extension, workingTime);
  const text = TEXT[rule.unit];
  const base = { amount: own + added, amountText: text(own) };
  if (added === 0) return { ...base, extensionText: undefined };
  const refusal = extensionRefusal(rule, extension, { workingTime });
  const caution = refusal === undefined ? '' : `（注意：${EXTENSION_REFUSALS[refusal].zh}）`;
  return { ...base, extensionText: `延期：增加 ${text(added)}，合计 ${text(own + added)}${caution}` };
}
