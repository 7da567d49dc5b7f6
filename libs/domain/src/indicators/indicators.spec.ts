import type { CaseState, ClockState, ClockStatus } from '../cases/case-state';
import { type CaseFacts, factsOf } from './case-facts';
import { INDICATORS, ratesOf } from './indicators';
import { EMPTY_TALLY, tally } from './tally';

const AS_OF = '2026-11-10T12:00:00+08:00';
const PAST = '2026-11-09T12:00:00+08:00';
const FUTURE = '2026-11-11T12:00:00+08:00';

let started = 0;
const clock = (kind: string, status: ClockStatus, dueAt: string | null = PAST): ClockState => ({
  id: `${kind}-${++started}`,
  kind,
  article: '示例',
  label: kind,
  startedAt: new Date(Date.UTC(2026, 10, 1) + started * 1000).toISOString(),
  dueDate: null,
  dueAt,
  provisional: false,
  calendarVersion: '1',
  extensionDays: 0,
  status,
  suspensions: [],
  fired: 0,
  expired: false,
});

const state = (stage: string, clocks: ClockState[], more: Partial<CaseState> = {}): CaseState => ({
  number: 'n',
  kind: 'matter',
  matterItem: 'road-damage',
  gridCode: '410105002001',
  district: '410105',
  rulePack: { id: 'hotline', version: 1 },
  receivedAt: '2026-11-01T08:00:00+08:00',
  stage,
  step: 1,
  auditHash: '',
  jointHandlers: [],
  handledBy: [],
  objectedBy: [],
  reopenings: 0,
  reworks: 0,
  overdue: false,
  clocks,
  ...more,
});
const A = { responsible: { unit: 'unit-a' } };
const B = { responsible: { unit: 'unit-b' } };
const whole = (...statuses: [ClockStatus, ClockStatus, ClockStatus, ClockStatus, ClockStatus]) =>
  ['registration', 'acceptance', 'handling', 'verification', 'closing'].map((kind, index) =>
    clock(kind, statuses[index]!),
  );

/** Ten cases with their channel. */
const cases = (): [CaseState, string][] => [
  // 1 closed, everything in time, satisfied
  [state('closed', whole('met', 'met', 'met', 'met', 'met'), { ...A, satisfied: true }), 'phone'],
  // 2 closed, handled late, not satisfied
  [state('closed', whole('met', 'met', 'missed', 'met', 'met'), { ...A, satisfied: false }), 'patrol'],
  // 3 as 2, but tolerated
  [state('closed', whole('met', 'met', 'missed', 'met', 'met'), { ...A, satisfied: false, tolerated: true }), 'phone'],
  // 4 handling, due yesterday
  [
    state('handling', [clock('registration', 'met'), clock('acceptance', 'missed'), clock('handling', 'running')], A),
    'phone',
  ],
  // 5 handling, due tomorrow
  [
    state(
      'handling',
      [clock('registration', 'met'), clock('acceptance', 'met'), clock('handling', 'running', FUTURE)],
      A,
    ),
    'patrol',
  ],
  // 6 unit-a sent it back, unit-b is to take it until tomorrow
  [
    state(
      'assigned',
      [
        clock('registration', 'met'),
        clock('acceptance', 'met'),
        clock('acceptance', 'running', FUTURE),
        clock('objection', 'running'),
      ],
      { ...B, objectedBy: ['unit-a'] },
    ),
    'phone',
  ],
  // 7 refused at once
  [state('refused', [clock('registration', 'cancelled')]), 'phone'],
  // 8 reworked once, then verified; the first handling was in time, the second too
  [
    state(
      'verified',
      [
        clock('registration', 'met'),
        clock('acceptance', 'met'),
        clock('handling', 'met'),
        clock('verification', 'met'),
        clock('handling', 'met'),
        clock('verification', 'met'),
        clock('closing', 'running', FUTURE),
      ],
      { ...B, reworks: 1 },
    ),
    'phone',
  ],
  // 9 reopened and registered anew, nobody has it
  [
    state('registered', [...whole('met', 'met', 'met', 'met', 'met'), clock('dispatch', 'running', FUTURE)], {
      reopenings: 1,
    }),
    'phone',
  ],
  // 10 handling is suspended: nothing is due
  [
    state(
      'handling',
      [clock('registration', 'met'), clock('acceptance', 'met'), clock('handling', 'suspended', null)],
      B,
    ),
    'phone',
  ],
];
const facts = (): CaseFacts[] => cases().map(([one, channel]) => factsOf(one, channel));

describe('indicators', () => {
  it('counts ten cases', () => {
    expect(tally(facts(), { by: 'matterItem', asOf: AS_OF }).get('road-damage')).toEqual({
      reported: 10,
      registered: 9,
      selfFound: 2,
      // one each of 1-5, 8, 9, 10, two of 6
      dispatched: 10,
      returned: 1,
      // 6 was sent back, 9 is nobody's any more
      misdirected: 2,
      // 1, 2, 3, 4 (late), 5, 8, 10
      toRespond: 7,
      respondedInTime: 6,
      // 1, 2, 3, 8 handled, 4 due
      toHandle: 5,
      handled: 4,
      handledInTime: 3,
      // 1, 2, 3 closed, 4 due
      toClose: 4,
      closed: 3,
      closedInTime: 2,
      // 1, 2, 3, 8
      checked: 4,
      passedAtFirst: 3,
      reworked: 1,
      // 1, 2, 3 and the reopened 9
      everClosed: 4,
      solved: 3,
      // 1 and 2; 3 is tolerated
      rated: 2,
      satisfied: 1,
      // 1, 2, 3 closed where they were, nothing went up
      toSettle: 3,
      settledLocally: 3,
      transfersUp: 0,
    });
  });

  it('computes every rate from them', () => {
    const rates = ratesOf(tally(facts(), { by: 'matterItem', asOf: AS_OF }).get('road-damage')!);
    const fractions = Object.fromEntries(
      Object.entries(rates).map(([name, { numerator, denominator }]) => [name, `${numerator}/${denominator}`]),
    );
    expect(fractions).toEqual({
      registrationRate: '9/10',
      accurateDispatchRate: '8/10',
      returnRate: '1/10',
      handlingRate: '4/5',
      timelyHandlingRate: '3/5',
      closingRate: '3/4',
      timelyClosingRate: '2/4',
      reworkRate: '1/4',
      verificationPassRate: '3/4',
      missedReportRate: '7/9',
      responseRate: '6/7',
      resolutionRate: '3/4',
      satisfactionRate: '1/2',
      settledLocallyRate: '3/3',
    });
    expect(rates.handlingRate.rate).toBe(0.8);
    expect(Object.keys(rates)).toEqual(Object.keys(INDICATORS));
  });

  it('gives a unit what it holds, and of what it sent back the dispatch and the return', () => {
    const units = tally(facts(), { by: 'unit', asOf: AS_OF });
    expect([...units.keys()].sort()).toEqual([null, 'unit-a', 'unit-b'].sort());
    expect(units.get('unit-a')).toMatchObject({ reported: 5, dispatched: 6, returned: 1, misdirected: 1, toHandle: 4 });
    expect(units.get('unit-b')).toMatchObject({ reported: 3, dispatched: 3, returned: 0, misdirected: 0, toHandle: 1 });
    expect(units.get(null)).toMatchObject({ reported: 2, registered: 1, dispatched: 0, everClosed: 1, solved: 0 });
  });

  it('does not hold a tolerated case against the unit', () => {
    const late = factsOf(cases()[3]![0], 'phone');
    const of = (one: CaseFacts) => tally([one], { by: 'unit', asOf: AS_OF }).get('unit-a');
    expect(of(late)).toMatchObject({ toHandle: 1, handled: 0, toClose: 1, respondedInTime: 0 });
    expect(of({ ...late, tolerated: true })).toMatchObject({ toHandle: 0, handled: 0, toClose: 0, respondedInTime: 1 });
  });

  it('does not hold against a unit what the one before it was late with', () => {
    const moved = state(
      'answered',
      [clock('acceptance', 'met'), clock('handling', 'missed'), clock('acceptance', 'met'), clock('handling', 'met')],
      B,
    );
    expect(factsOf(moved, 'phone').handling).toEqual({ inTime: true, dueAt: null });
    const reworked = state(
      'answered',
      [clock('acceptance', 'met'), clock('handling', 'missed'), clock('handling', 'met')],
      B,
    );
    expect(factsOf(reworked, 'phone').handling).toEqual({ inTime: false, dueAt: null });
  });

  it('groups by a level of the grid', () => {
    const by = (gridDigits: number) => [...tally(facts(), { by: 'grid', gridDigits, asOf: AS_OF }).keys()];
    expect([by(6), by(9)]).toEqual([['410105'], ['410105002']]);
  });

  it('has no rate where there is nothing to divide by', () => {
    expect(ratesOf(EMPTY_TALLY).closingRate).toEqual({ numerator: 0, denominator: 0, rate: null });
  });
});
