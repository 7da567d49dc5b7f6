import type { ClockRule } from '@wangge/domain/clocks/clock-rule';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';

const clock = (id: string, amount: string, more: Partial<ClockRule> = {}): ClockRule => ({
  id,
  unit: 'elapsed',
  amount,
  startsOn: id,
  article: '演练规则',
  text: { zh: `${id} 时限`, en: `${id} limit` },
  onExpiry: [],
  ...more,
});

/** A pack of exact, short limits, so that a test can say to the second when something comes. */
export const drillPack: RulePack = {
  id: 'hotline',
  version: 99,
  title: { zh: '演练', en: 'Drill' },
  validFrom: '2000-01-01',
  statutes: ['演练规则'],
  workingTime: [{ from: '09:00', to: '17:00' }],
  clocks: [
    clock('registration', 'PT1H'),
    clock('dispatch', 'PT2H'),
    clock('acceptance', 'PT4H'),
    clock('objection', 'PT2H'),
    clock('handling', 'P5D', {
      warnings: ['P1D'],
      onExpiry: [
        {
          id: 'head',
          after: 'P1D',
          to: 'unit-head',
          within: 'P1D',
          text: { zh: '单位负责人', en: 'Head of the unit' },
        },
        {
          id: 'supervising',
          after: 'P3D',
          to: 'supervising-unit',
          within: 'P1D',
          accountability: true,
          text: { zh: '上级督办', en: 'Supervising unit' },
        },
      ],
    }),
    clock('joint-handling', 'P3D'),
    clock('verification', 'P1D'),
    clock('closing', 'P1D'),
  ],
};
