import type { CaseFacts, Duty } from './case-facts';

/** Counts of a group of cases; every one is a number of cases, except `dispatched`, `returned`, `misdirected` and `transfersUp`. */
export interface Tally {
  /** 上报数 */
  readonly reported: number;
  /** 立案数 */
  readonly registered: number;
  /** Of the registered ones, those that the grid's own patrols found (主动发现). */
  readonly selfFound: number;
  /** 派遣次数 */
  readonly dispatched: number;
  /** 退回次数 */
  readonly returned: number;
  /** Dispatches that did not stick: sent back, withdrawn or assigned anew. */
  readonly misdirected: number;
  /** 应响应数 */
  readonly toRespond: number;
  readonly respondedInTime: number;
  /** 应处置数 */
  readonly toHandle: number;
  readonly handled: number;
  readonly handledInTime: number;
  /** 应结案数 */
  readonly toClose: number;
  readonly closed: number;
  readonly closedInTime: number;
  /** 已核查数 */
  readonly checked: number;
  readonly passedAtFirst: number;
  readonly reworked: number;
  /** Cases that were closed at least once. */
  readonly everClosed: number;
  readonly solved: number;
  /** Cases whose petitioner said whether satisfied. */
  readonly rated: number;
  readonly satisfied: number;
  /** 应就地化解数: dealt with to the end, or taken to a higher organ before that. */
  readonly toSettle: number;
  /** 就地化解数: dealt with by whose case it was, by an opinion or an agreement, and never taken to a higher organ. */
  readonly settledLocally: number;
  /** 上交次数 */
  readonly transfersUp: number;
}

export type Count = keyof Tally;

/** The counts in their order. */
export const COUNTS = [
  'reported',
  'registered',
  'selfFound',
  'dispatched',
  'returned',
  'misdirected',
  'toRespond',
  'respondedInTime',
  'toHandle',
  'handled',
  'handledInTime',
  'toClose',
  'closed',
  'closedInTime',
  'checked',
  'passedAtFirst',
  'reworked',
  'everClosed',
  'solved',
  'rated',
  'satisfied',
  'toSettle',
  'settledLocally',
  'transfersUp',
] as const satisfies readonly Count[];

export const EMPTY_TALLY: Tally = Object.fromEntries(COUNTS.map((count) => [count, 0])) as unknown as Tally;

export type Grouping = 'unit' | 'grid' | 'matterItem';

/** Channel of what the grid's own people found on patrol. */
export const PATROL = 'patrol';

const one = (condition: boolean): number => (condition ? 1 : 0);
const done = (duty: Duty): boolean => duty.inTime !== null;

/**
 * The counts of one case. Tolerated (容错): what was done late counts as in time, what is not done yet is not due, rework
 * and dissatisfaction are left out.
 * @param asOf ISO instant: what is due by then and not done counts as due
 */
export function tallyOfCase(facts: CaseFacts, asOf: string): Tally {
  const { tolerated, response, handling, closing } = facts;
  const due = (duty: Duty) =>
    done(duty) || (!tolerated && duty.dueAt !== null && Date.parse(duty.dueAt) <= Date.parse(asOf));
  const inTime = (duty: Duty) => done(duty) && (duty.inTime === true || tolerated);
  const solvedCounts = facts.solved !== null && !(tolerated && !facts.solved);
  const ratingCounts = facts.satisfied !== null && !(tolerated && !facts.satisfied);
  return {
    reported: 1,
    registered: one(facts.registered),
    selfFound: one(facts.registered && facts.channel === PATROL),
    dispatched: facts.dispatches,
    returned: facts.returnedBy.length,
    misdirected: facts.dispatches - one(facts.unit !== null),
    toRespond: one(due(response)),
    respondedInTime: one(inTime(response)),
    toHandle: one(due(handling)),
    handled: one(done(handling)),
    handledInTime: one(inTime(handling)),
    toClose: one(due(closing)),
    closed: one(done(closing)),
    closedInTime: one(inTime(closing)),
    checked: one(facts.checked),
    passedAtFirst: one(facts.checked && (!facts.reworked || tolerated)),
    reworked: one(facts.reworked && !tolerated),
    everClosed: one(solvedCounts),
    solved: one(solvedCounts && facts.solved === true),
    rated: one(ratingCounts),
    satisfied: one(ratingCounts && facts.satisfied === true),
    toSettle: one(facts.dealtWith || facts.transfersUp > 0),
    settledLocally: one(facts.dealtWith && facts.transfersUp === 0),
    transfersUp: facts.transfersUp,
  };
}

/** A case counts for the unit that holds it; a unit that sent it back has the dispatch and the return, nothing else. */
function shares(facts: CaseFacts, by: Grouping, gridDigits: number, asOf: string): [string | null, Tally][] {
  const whole = tallyOfCase(facts, asOf);
  if (by === 'matterItem') return [[facts.matterItem, whole]];
  if (by === 'grid') return [[facts.gridCode.slice(0, gridDigits), whole]];
  const sentBack = one(facts.unit !== null && facts.returnedBy.includes(facts.unit));
  return [
    [
      facts.unit,
      { ...whole, dispatched: one(facts.unit !== null) + sentBack, returned: sentBack, misdirected: sentBack },
    ],
    ...facts.returnedBy
      .filter((unit) => unit !== facts.unit)
      .map((unit): [string, Tally] => [unit, { ...EMPTY_TALLY, dispatched: 1, returned: 1, misdirected: 1 }]),
  ];
}

export const addTallies = (a: Tally, b: Tally): Tally =>
  Object.fromEntries(COUNTS.map((count) => [count, a[count] + b[count]])) as unknown as Tally;

/**
 * Counts by group; the key is null for cases that no unit holds.
 * @param gridDigits for groups by grid, the digits of the level
 */
export function tally(
  cases: Iterable<CaseFacts>,
  { by, gridDigits = 6, asOf }: { by: Grouping; gridDigits?: number; asOf: string },
): Map<string | null, Tally> {
  const groups = new Map<string | null, Tally>();
  for (const facts of cases)
    for (const [key, share] of shares(facts, by, gridDigits, asOf))
      groups.set(key, addTallies(groups.get(key) ?? EMPTY_TALLY, share));
  return groups;
}
