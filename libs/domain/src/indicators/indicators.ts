import type { Count, Tally } from './tally';

/** A rate with what it was computed from; `rate` is null where there is nothing to divide by. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
  /** 0 to 1. */
  readonly rate: number | null;
}

interface Text {
  readonly zh: string;
  readonly en: string;
}

export interface Indicator {
  readonly name: Text;
  /** Numerator over denominator, in words. */
  readonly definition: Text;
  readonly source: string;
  readonly numerator: (tally: Tally) => number;
  readonly denominator: Count;
}

const CITY = 'CJJ/T 106 的七步流程，按 CJ/T 292 绩效评价的通行做法（参照，口径为本平台规定）';
const LOCAL = '地方规定（示例，可配置）';
const FENGQIAO = '“枫桥经验”矛盾不上交；信访工作条例 第27条、第39条“及时就地解决”（口径为本平台规定）';
const THREE_RATES = '北京市接诉即办工作条例 第32条（参照，口径为本平台规定）';

const of =
  (count: Count) =>
  (tally: Tally): number =>
    tally[count];

/**
 * The indicators of the seven-step flow, the three rates and how much is settled locally. All are about the cases received in a period, as they stand
 * at the instant of asking; a tolerated case (容错) is not held against the unit.
 */
export const INDICATORS = {
  registrationRate: {
    name: { zh: '立案率', en: 'Registration rate' },
    definition: { zh: '立案数 ÷ 上报数', en: 'registered ÷ reported' },
    source: CITY,
    numerator: of('registered'),
    denominator: 'reported',
  },
  accurateDispatchRate: {
    name: { zh: '准确派遣率', en: 'Accurate dispatch rate' },
    definition: {
      zh: '（派遣次数 − 被退回、撤回或改派的派遣次数）÷ 派遣次数',
      en: '(dispatches − those sent back, withdrawn or assigned anew) ÷ dispatches',
    },
    source: CITY,
    numerator: (tally) => tally.dispatched - tally.misdirected,
    denominator: 'dispatched',
  },
  returnRate: {
    name: { zh: '回退率', en: 'Return rate' },
    definition: { zh: '承办单位退回次数 ÷ 派遣次数', en: 'sent back by units ÷ dispatches' },
    source: CITY,
    numerator: of('returned'),
    denominator: 'dispatched',
  },
  handlingRate: {
    name: { zh: '处置率', en: 'Handling rate' },
    definition: {
      zh: '处置数 ÷ 应处置数（已处置的，和到期未处置的）',
      en: 'handled ÷ to be handled (handled, or due and not handled)',
    },
    source: CITY,
    numerator: of('handled'),
    denominator: 'toHandle',
  },
  timelyHandlingRate: {
    name: { zh: '按期处置率', en: 'Timely handling rate' },
    definition: { zh: '按期处置数 ÷ 应处置数', en: 'handled in time ÷ to be handled' },
    source: CITY,
    numerator: of('handledInTime'),
    denominator: 'toHandle',
  },
  closingRate: {
    name: { zh: '结案率', en: 'Closing rate' },
    definition: {
      zh: '结案数 ÷ 应结案数（已结案的，和有环节到期未办的）',
      en: 'closed ÷ to be closed (closed, or with a step that is due and not done)',
    },
    source: CITY,
    numerator: of('closed'),
    denominator: 'toClose',
  },
  timelyClosingRate: {
    name: { zh: '按期结案率', en: 'Timely closing rate' },
    definition: {
      zh: '各环节均按期的结案数 ÷ 应结案数',
      en: 'closed with every step in time ÷ to be closed',
    },
    source: CITY,
    numerator: of('closedInTime'),
    denominator: 'toClose',
  },
  reworkRate: {
    name: { zh: '返工率', en: 'Rework rate' },
    definition: { zh: '返工过的案卷数 ÷ 已核查数', en: 'cases with rework ÷ checked cases' },
    source: CITY,
    numerator: of('reworked'),
    denominator: 'checked',
  },
  verificationPassRate: {
    name: { zh: '核查通过率', en: 'Verification pass rate' },
    definition: { zh: '首次核查即通过数 ÷ 已核查数', en: 'passed at the first check ÷ checked cases' },
    source: CITY,
    numerator: of('passedAtFirst'),
    denominator: 'checked',
  },
  missedReportRate: {
    name: { zh: '漏报率', en: 'Missed report rate' },
    definition: {
      zh: '非巡查发现的立案数 ÷ 立案数（只宜用于巡查职责内的事项）',
      en: 'registered and not found on patrol ÷ registered (only for items that patrols look for)',
    },
    source: CITY,
    numerator: (tally) => tally.registered - tally.selfFound,
    denominator: 'registered',
  },
  responseRate: {
    name: { zh: '响应率', en: 'Response rate' },
    definition: {
      zh: '按期接单并联系诉求人数 ÷ 应响应数（已接单的，和到期未接单的）',
      en: 'taken in time ÷ to be taken (taken, or due and not taken)',
    },
    source: THREE_RATES,
    numerator: of('respondedInTime'),
    denominator: 'toRespond',
  },
  resolutionRate: {
    name: { zh: '解决率', en: 'Resolution rate' },
    definition: {
      zh: '结案后未重开的案卷数 ÷ 结过案的案卷数',
      en: 'closed and never reopened ÷ closed at least once',
    },
    source: `${THREE_RATES}；${LOCAL}`,
    numerator: of('solved'),
    denominator: 'everClosed',
  },
  satisfactionRate: {
    name: { zh: '满意率', en: 'Satisfaction rate' },
    definition: { zh: '评价满意数 ÷ 已评价数', en: 'satisfied ÷ rated' },
    source: THREE_RATES,
    numerator: of('satisfied'),
    denominator: 'rated',
  },
  settledLocallyRate: {
    name: { zh: '就地化解率', en: 'Settled-locally rate' },
    definition: {
      zh: '未经上交即办结数 ÷ 应就地化解数（已办结的，和已上交的）；上交指请求复查、请求复核、提请指定受理、转送上级机关、改派上级单位',
      en: 'dealt with and never taken to a higher organ ÷ dealt with, or taken to one; taken there is by a request for review or re-review, a dispute referred, a transfer to a higher authority, an assignment to the unit above',
    },
    source: FENGQIAO,
    numerator: of('settledLocally'),
    denominator: 'toSettle',
  },
} as const satisfies Readonly<Record<string, Indicator>>;

export type IndicatorName = keyof typeof INDICATORS;

export const fraction = (numerator: number, denominator: number): Fraction => ({
  numerator,
  denominator,
  rate: denominator === 0 ? null : numerator / denominator,
});

/** Every indicator of a group. */
export const ratesOf = (tally: Tally): Record<IndicatorName, Fraction> =>
  Object.fromEntries(
    Object.entries<Indicator>(INDICATORS).map(([name, { numerator, denominator }]) => [
      name,
      fraction(numerator(tally), tally[denominator]),
    ]),
  ) as Record<IndicatorName, Fraction>;
