import type { Rung } from '../clocks/clock-rule';

/** When a rung of the ladder comes and how long its person has; ISO 8601 durations after dueAt. */
export interface MatterLadderTimes {
  readonly unitHead: string;
  readonly supervisingUnit: string;
  readonly within: string;
}

/**
 * Ladder of hotline and city-management matters: the person, the head of the unit, the supervising unit. The last opens an
 * accountability record (北京市接诉即办工作条例 第35条: 逾期办理且不说明正当理由). A sample, configured per place.
 */
export const matterLadder = ({ unitHead, supervisingUnit, within }: MatterLadderTimes): readonly Rung[] => [
  {
    id: 'person',
    after: 'PT0S',
    to: 'person',
    within,
    text: { zh: '已逾期，承办人说明情况', en: 'Overdue; the handler explains' },
  },
  {
    id: 'unit-head',
    after: unitHead,
    to: 'unit-head',
    within,
    text: { zh: '仍未办理，单位负责人处理', en: 'Still open; the head of the unit acts' },
  },
  {
    id: 'supervising-unit',
    after: supervisingUnit,
    to: 'supervising-unit',
    within,
    accountability: true,
    text: {
      zh: '仍未办理，督办单位督办并记入问责记录',
      en: 'Still open; the supervising unit steps in and an accountability record is opened',
    },
  },
];

/** For clocks of hours. */
export const urgentLadder = matterLadder({ unitHead: 'PT2H', supervisingUnit: 'PT8H', within: 'PT2H' });
/** For clocks of days. */
export const steadyLadder = matterLadder({ unitHead: 'P1D', supervisingUnit: 'P3D', within: 'P1D' });
