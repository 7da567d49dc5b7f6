import type { Rung } from '../clocks/clock-rule';

/**
 * Ladders of the petition packs (逐级问责). The statutes say who answers for a missed limit (信访工作条例 第40条, 第43–45条), not
 * after how many days who is turned to: those lengths are the platform's.
 */

/** The petition office itself is late with registering or routing: its head is turned to at once (第43条). */
export const petitionOfficeLadder: readonly Rung[] = [
  {
    id: 'petition-office-head',
    after: 'PT0S',
    to: 'petition-office-head',
    within: 'P1D',
    text: {
      zh: '登记转送逾期，信访部门负责人一日内处理',
      en: 'Registration and routing are overdue; the petition office head acts within a day',
    },
  },
  {
    id: 'superior-organ',
    after: 'P3D',
    to: 'superior-organ',
    within: 'P5D',
    accountability: true,
    text: {
      zh: '仍未处理，报上级机关责令改正（信访工作条例 第43条）',
      en: 'Still open; the superior organ orders correction (Regulations on Petitions, Art. 43)',
    },
  },
];

/** The organ is late: the person, the unit's head, then supervision by the petition office with an accountability record (第40条, 第45条). */
export const organLadder: readonly Rung[] = [
  {
    id: 'person',
    after: 'PT0S',
    to: 'person',
    within: 'P1D',
    text: { zh: '已逾期，承办人一日内说明情况', en: 'Overdue; the handler explains within a day' },
  },
  {
    id: 'unit-head',
    after: 'P1D',
    to: 'unit-head',
    within: 'P2D',
    text: { zh: '逾期一日，单位负责人两日内处理', en: 'A day overdue; the head of the unit acts within two days' },
  },
  {
    id: 'petition-office-head',
    after: 'P3D',
    to: 'petition-office-head',
    within: 'P5D',
    accountability: true,
    text: {
      zh: '逾期三日，信访部门督办并记入问责记录（信访工作条例 第40条）',
      en: 'Three days overdue; the petition office supervises and an accountability record is opened (Regulations on Petitions, Art. 40)',
    },
  },
];

/** A reviewing organ is late: its head, then supervision (第40条). */
export const reviewLadder: readonly Rung[] = [
  {
    id: 'unit-head',
    after: 'PT0S',
    to: 'unit-head',
    within: 'P1D',
    text: {
      zh: '复查复核逾期，机关负责人一日内处理',
      en: 'The review is overdue; the head of the reviewing organ acts within a day',
    },
  },
  {
    id: 'petition-office-head',
    after: 'P3D',
    to: 'petition-office-head',
    within: 'P5D',
    accountability: true,
    text: {
      zh: '逾期三日，信访部门督办并记入问责记录（信访工作条例 第40条）',
      en: 'Three days overdue; the petition office supervises and an accountability record is opened (Regulations on Petitions, Art. 40)',
    },
  },
];
