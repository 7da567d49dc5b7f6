import type { CaseState, ClockState, ClockStatus } from '../cases/case-state';
import type { Opinion, PetitionFile } from '../cases/petition-file';
import { type CaseFacts, factsOf } from './case-facts';
import { ratesOf } from './indicators';
import { tally } from './tally';

const AS_OF = '2026-11-10T12:00:00+08:00';
const PAST = '2026-11-09T12:00:00+08:00';
const FUTURE = '2026-11-11T12:00:00+08:00';

let started = 0;
const clock = (kind: string, status: ClockStatus, dueAt: string | null = PAST): ClockState => ({
  id: `${kind}-${++started}`,
  kind,
  article: '信访工作条例',
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
const opinion = (unit: string, instance: Opinion['instance'], outcome: Opinion['outcome']): Opinion => ({
  instance,
  unit,
  by: 'x',
  givenAt: PAST,
  outcome,
});
const petition = (
  stage: string,
  clocks: ClockState[],
  file: Partial<PetitionFile> = {},
  more: Partial<CaseState> = {},
): CaseState => ({
  number: 'n',
  kind: 'petition',
  matterItem: 'prepaid-card',
  gridCode: '410105002001',
  district: '410105',
  rulePack: { id: 'petition-national', version: 1 },
  receivedAt: '2026-11-01T08:00:00+08:00',
  stage,
  step: 1,
  auditHash: '',
  responsible: { unit: 'unit-a' },
  jointHandlers: [],
  handledBy: [],
  objectedBy: [],
  reopenings: 0,
  reworks: 0,
  overdue: false,
  clocks,
  petition: { opinions: [], ...file },
  ...more,
});
const first = (outcome: Opinion['outcome']) => ({
  route: 'ordinary' as const,
  opinions: [opinion('unit-a', 'handling', outcome)],
});
const DONE = () => [clock('registration', 'met'), clock('notice', 'met'), clock('handling', 'met')];
const up = (times: number) => ({ transfersUp: times });

/** Twelve petitions; what is expected of each stands beside it. */
const petitions = (): CaseState[] => [
  // 1 not supported, nobody asked for a review: settled locally
  petition('concluded', [...DONE(), clock('review-request', 'cancelled')], first('not-supported')),
  // 2 supported, carried out and verified: settled locally, checked
  petition('concluded', DONE(), first('supported')),
  // 3 settled by mediation and carried out, after the sixty days: settled locally, checked, handled late
  petition('concluded', [clock('registration', 'met'), clock('notice', 'met'), clock('handling', 'missed')], {
    route: 'ordinary',
    settled: true,
  }),
  // 4 taken to the organ above, which is late: its organ was in time, and the case is its own
  petition('review', [...DONE(), clock('review-request', 'met'), clock('review', 'running')], first('not-supported'), {
    responsible: { unit: 'unit-s' },
    ...up(1),
  }),
  // 5 the same, upheld twice and over: still not settled locally, closed in time by its organ
  petition(
    'concluded',
    [...DONE(), clock('review', 'missed'), clock('re-review', 'met')],
    {
      ...first('explained'),
      opinions: [
        ...first('explained').opinions,
        opinion('unit-s', 'review', 'upheld'),
        opinion('province', 're-review', 'upheld'),
      ],
    },
    { responsible: { unit: 'province' }, ...up(2) },
  ),
  // 6 a dispute went to the common superior; the designated unit-b settled it
  petition(
    'concluded',
    DONE(),
    { route: 'ordinary', opinions: [opinion('unit-b', 'handling', 'explained')] },
    { responsible: { unit: 'unit-b' }, ...up(1) },
  ),
  // 7 a duty of the organ itself (31(5)), done: settled locally
  petition('closed', [clock('registration', 'met'), clock('notice', 'met')], { route: 'statutory-duty' }),
  // 8 led to arbitration (31(2)), which ended: somebody else settled it
  petition('closed', [clock('registration', 'met'), clock('notice', 'met')], { route: 'arbitration' }),
  // 9 refused in time by the organ: answered in time, neither settled nor to be
  petition('refused', [clock('registration', 'met'), clock('notice', 'met')]),
  // 10 transferred to a higher authority before anybody had it
  petition('transferred', [clock('registration', 'met')], {}, { responsible: undefined, ...up(1) }),
  // 11 registered and waiting to be routed, due tomorrow
  petition('registered', [clock('registration', 'running', FUTURE)], {}, { responsible: undefined }),
  // 12 being handled, due yesterday
  petition('handling', [clock('registration', 'met'), clock('notice', 'missed'), clock('handling', 'running')], {
    route: 'ordinary',
  }),
];
const facts = (): CaseFacts[] => petitions().map((one) => factsOf(one, 'visit'));

describe('indicators of petitions', () => {
  it('counts twelve of them', () => {
    expect(tally(facts(), { by: 'matterItem', asOf: AS_OF }).get('prepaid-card')).toEqual({
      reported: 12,
      registered: 12,
      selfFound: 0,
      // all but 10 and 11
      dispatched: 10,
      returned: 0,
      misdirected: 0,
      // all ten that were dispatched; 12 late
      toRespond: 10,
      respondedInTime: 9,
      // 1 to 6 handled, 3 late; 12 due. 7 and 8 have no such limit.
      toHandle: 7,
      handled: 6,
      handledInTime: 5,
      // 1, 2, 3, 5, 6, 7, 8 over, 3 late; 12 due. What the organs above are late with is not their organ's.
      toClose: 8,
      closed: 7,
      closedInTime: 6,
      // 2 and 3
      checked: 2,
      passedAtFirst: 2,
      reworked: 0,
      everClosed: 7,
      solved: 7,
      rated: 0,
      satisfied: 0,
      // 1, 2, 3, 5, 6, 7 dealt with, 4 and 10 went up
      toSettle: 8,
      // 1, 2, 3, 7
      settledLocally: 4,
      // 4, 6, 10 once, 5 twice
      transfersUp: 5,
    });
  });

  it('gives a case to the organ that handled it first, not to the one that reviews', () => {
    const units = tally(facts(), { by: 'unit', asOf: AS_OF });
    expect(new Set(units.keys())).toEqual(new Set(['unit-a', 'unit-b', null]));
    // 1, 2, 3, 7 of 1, 2, 3, 4, 5, 7
    expect(ratesOf(units.get('unit-a')!).settledLocallyRate).toEqual({ numerator: 4, denominator: 6, rate: 4 / 6 });
    expect(ratesOf(units.get('unit-b')!).settledLocallyRate).toEqual({ numerator: 0, denominator: 1, rate: 0 });
  });

  it('does not know yet of a case under way', () => {
    const { dealtWith, transfersUp } = factsOf(petition('served', DONE(), first('explained')), 'visit');
    expect([dealtWith, transfersUp]).toEqual([false, 0]);
  });

  it('counts a reopened refusal as closed when it is, and a reopened closing as not solved', () => {
    const solved = (stage: string, reopenedFrom: string) =>
      factsOf(petition(stage, DONE(), { ...first('explained'), reopenedFrom }, { reopenings: 1 }), 'visit').solved;
    expect([solved('handling', 'refused'), solved('concluded', 'refused'), solved('concluded', 'closed')]).toEqual([
      null,
      true,
      false,
    ]);
  });
});
