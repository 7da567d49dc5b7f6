import type { ClockRule } from '@wangge/domain/clocks/clock-rule';
import { petitionNational } from '@wangge/domain/rule-packs/petition-national';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';

/**
 * The national rules with exact time for days, as an administrator publishes them for a drill: no warnings, and the rungs
 * of a ladder two seconds after one another.
 * @param amountOf how long a clock runs, by its id
 */
export function drillOf(
  amountOf: (clockId: string) => string,
  clocks: readonly ClockRule[] = petitionNational.clocks,
): RulePack {
  return {
    ...petitionNational,
    version: 2,
    title: { zh: '演练（秒）', en: 'Drill (seconds)' },
    validFrom: '2026-01-01',
    clocks: clocks.map(({ rollToWorkingDay: _, warnings: __, extension, ...clock }) => ({
      ...clock,
      unit: 'elapsed',
      amount: amountOf(clock.id),
      ...(extension ? { extension: { ...extension, maxDays: 'PT1H' } } : {}),
      onExpiry: clock.onExpiry.map((rung, index) => ({ ...rung, after: `PT${index * 2}S`, within: 'PT1M' })),
    })),
  };
}
