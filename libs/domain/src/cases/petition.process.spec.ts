import type { Actor } from '../people/actor';
import { type Act, type CaseState, type ClockState, PETITIONER, SYSTEM } from './case-state';
import { destinationOf, expiryOf, isFinal, refusalOf } from './decide';
import type { Instance, Opinion, OpinionOutcome } from './petition-file';
import { PETITION_COMMANDS, type PetitionCommand } from './petition-commands';
import { PETITION_STAGES, petitionProcess, type PetitionStage } from './petition.process';
import { processOf } from './processes';

const process = processOf('petition');

const PEOPLE = {
  /** Petition officer over the city. */
  O: { id: 'petition-officer', grants: [{ role: 'petition-officer', grid: '4101' }] },
  /** Handler and head of the unit that holds the case. */
  H: { id: 'handler-a', grants: [{ role: 'unit-handler', unit: 'unit-a' }] },
  D: { id: 'head-a', grants: [{ role: 'unit-head', unit: 'unit-a' }] },
  /** Head of the organ above it. */
  S: { id: 'head-s', grants: [{ role: 'unit-head', unit: 'unit-s' }] },
  /** Handler of a co-handling unit. */
  J: { id: 'handler-j', grants: [{ role: 'unit-handler', unit: 'unit-j' }] },
  P: PETITIONER,
  /** The platform itself. */
  s: SYSTEM,
  /** People who have nothing to do with the case. */
  x: { id: 'handler-b', grants: [{ role: 'unit-handler', unit: 'unit-b' }] },
  y: { id: 'grid-worker', grants: [{ role: 'grid-worker', grid: '410105002001' }] },
  z: { id: 'officer-x', grants: [{ role: 'petition-officer', grid: '4102' }] },
} as const satisfies Record<string, Actor>;
type Letter = keyof typeof PEOPLE;

const clock = (kind: string, more: Partial<ClockState> = {}): ClockState => ({
  id: kind,
  kind,
  article: '信访工作条例 第34条',
  label: kind,
  startedAt: '2026-01-03T09:00:00.000+08:00',
  dueDate: '2026-03-04',
  dueAt: '2026-03-05T00:00:00.000+08:00',
  provisional: false,
  calendarVersion: 'test',
  extensionDays: 0,
  extensionMax: 30,
  status: 'running',
  suspensions: [],
  fired: 0,
  expired: false,
  ...more,
});
const opinion = (instance: Instance, unit: string, outcome?: OpinionOutcome): Opinion => ({
  instance,
  unit,
  by: `by-${unit}`,
  givenAt: '2026-02-02T09:00:00.000+08:00',
  ...(outcome ? { outcome } : {}),
});

const caseIn = (stage: PetitionStage, more: Partial<CaseState> = {}): CaseState => ({
  number: '20260103-0000001',
  kind: 'petition',
  matterItem: 'road-damage',
  gridCode: '410105002001',
  district: '410105',
  rulePack: { id: 'petition-national', version: 1 },
  receivedAt: '2026-01-03T09:00:00.000+08:00',
  stage,
  step: 3,
  auditHash: '',
  responsible: { unit: 'unit-a', person: 'handler-a' },
  supervisingUnit: 'unit-s',
  jointHandlers: [{ unit: 'unit-j', status: 'asked' }],
  handledBy: [],
  objectedBy: [],
  petition: { opinions: [] },
  reopenings: 0,
  reworks: 0,
  overdue: false,
  clocks: [clock('handling')],
  ...more,
});
const act = (command: string, actor: Actor, data?: Record<string, unknown>): Act => ({
  commandId: 'c',
  command,
  actor,
  reason: 'r',
  ...(data ? { data } : {}),
});

/** The limit for contesting the opinion of an instance ran out on February 3. */
function contested(instance: 'handling' | 'review', limit: string): Partial<CaseState> {
  return {
    clocks: [clock(limit, { status: 'cancelled', expired: true, dueDate: '2026-02-03' })],
    petition: { opinions: [{ instance, unit: 'unit-a', by: 'x', givenAt: '2026-01-02T09:00:00+08:00' }] },
  };
}

/** What a command needs to find in the case so that only stage and person decide. */
const GIVEN: Partial<Record<PetitionCommand, Partial<CaseState>>> = {
  'approve-extension': { extensionRequest: { clockId: 'handling', days: 30, by: 'somebody' } },
  'reject-extension': { extensionRequest: { clockId: 'handling', days: 30, by: 'somebody' } },
  resume: { clocks: [clock('handling', { status: 'suspended', dueAt: null, dueDate: null })] },
  close: { petition: { opinions: [], procedureEnded: true } },
  'request-review': contested('handling', 'review-request'),
  'request-re-review': contested('review', 're-review-request'),
};
const DATA: Partial<Record<PetitionCommand, Record<string, unknown>>> = {
  assign: { unit: 'unit-c' },
  'add-handler': { unit: 'unit-c' },
  redirect: { route: 'arbitration', procedure: '劳动人事争议仲裁', basis: '劳动争议调解仲裁法 第5条' },
  'request-extension': { days: 30 },
  refuse: { ground: 'litigation', goTo: '有管辖权的人民法院' },
  'refuse-repeat': { earlier: '20200103-0000001' },
  rate: { satisfied: true },
};
const WRITTEN = { receivedOn: '2026-02-03' };

/**
 * Every stage with the commands that it knows, who may give them and where they lead, read from the articles. `URGE` and
 * `SUPERVISE` are the same wherever somebody owes the next step.
 */
type Row = readonly [command: PetitionCommand, who: string, to: PetitionStage];
const urging = (stage: PetitionStage): Row[] => [
  ['urge', 'ODP', stage],
  ['supervise', 'OS', stage],
];
/** Art. 35, 36: who asked in time is heard, whenever an officer comes to record it. */
const LATE_REQUESTS: Row[] = [
  ['request-review', 'O', 'review'],
  ['request-re-review', 'O', 're-review'],
];
// prettier-ignore
const TABLE: Record<PetitionStage, { clocks: string[]; rows: Row[]; why: string }> = {
  received: { why: 'Art. 22: whatever is received is registered first', clocks: ['registration'], rows: [
    ['register', 'O', 'registered'], ['locate', 's', 'received'], ['urge', 'ODP', 'received'], ['withdraw', 'OP', 'withdrawn'],
  ] },
  registered: { why: 'Art. 22: the petition office routes; 24: or asks the common superior; 36: or refuses what was answered to the end', clocks: ['registration'], rows: [
    ['assign', 'O', 'assigned'], ['transfer', 'O', 'transferred'], ['refuse', 'O', 'refused'], ['refuse-repeat', 'O', 'refused'],
    ['refer-dispute', 'O', 'disputed'], ['locate', 's', 'registered'], ...urging('registered'), ['withdraw', 'OP', 'withdrawn'],
  ] },
  assigned: { why: 'Art. 23: accepted or refused in writing within 15 days, objected to within 5 working days', clocks: ['notice', 'objection'], rows: [
    ['accept', 'HD', 'handling'], ['refuse', 'HD', 'refused'], ['refuse-repeat', 'HD', 'refused'], ['object', 'HD', 'objected'],
    ['withdraw-assignment', 'O', 'registered'], ['recuse', 'OHDS', 'assigned'], ['locate', 's', 'assigned'], ...urging('assigned'), ['withdraw', 'OP', 'withdrawn'],
  ] },
  objected: { why: 'Art. 23: returned only after the sender verified and agreed; the notice is due all the same', clocks: ['notice'], rows: [
    ['agree-objection', 'O', 'registered'], ['reject-objection', 'O', 'designated'], ['refer-dispute', 'O', 'disputed'],
    ...urging('objected'), ['withdraw', 'OP', 'withdrawn'],
  ] },
  disputed: { why: 'Art. 24: the common superior decides who accepts', clocks: ['registration'], rows: [
    ['assign', 'S', 'designated'], ['refer-dispute', 'O', 'disputed'], ...urging('disputed'), ['withdraw', 'OP', 'withdrawn'],
  ] },
  designated: { why: 'Art. 24: decided, so that it does not object again', clocks: ['notice'], rows: [
    ['accept', 'HD', 'handling'], ['refuse', 'HD', 'refused'], ['refuse-repeat', 'HD', 'refused'], ['recuse', 'OHDS', 'designated'],
    ...urging('designated'), ['withdraw', 'OP', 'withdrawn'],
  ] },
  handling: { why: 'Art. 31–34', clocks: ['handling'], rows: [
    ['reply', 'HD', 'opinion'], ['redirect', 'HD', 'own-procedure'], ['mediate', 'OH', 'handling'], ['add-handler', 'OD', 'handling'],
    ['feedback', 'J', 'handling'], ['request-extension', 'H', 'handling'], ['approve-extension', 'D', 'handling'], ['reject-extension', 'D', 'handling'],
    ['suspend', 'OD', 'handling'], ['resume', 'OD', 'handling'], ['recuse', 'OHDS', 'handling'], ...urging('handling'), ['withdraw', 'OP', 'withdrawn'],
  ] },
  opinion: { why: 'Art. 35 counts from the day on which the petitioner received the written reply', clocks: [], rows: [
    ['confirm-served', 'OHD', 'served'], ...urging('opinion'), ['withdraw', 'OP', 'withdrawn'],
  ] },
  served: { why: 'Art. 35: 30 days to ask for a review', clocks: ['review-request'], rows: [
    ['request-review', 'OP', 'review'], ['supervise', 'OS', 'served'], ['rate', 'P', 'served'],
  ] },
  review: { why: 'Art. 35: 30 days; who withdraws the request is left with the opinion', clocks: ['review'], rows: [
    ['reply-review', 'HD', 'review-opinion'], ['assign', 'O', 'review'], ['suspend', 'OD', 'review'], ['resume', 'OD', 'review'],
    ['recuse', 'OHDS', 'review'], ...urging('review'), ['withdraw', 'OP', 'concluded'],
  ] },
  'review-opinion': { why: 'Art. 35: replied to in writing', clocks: [], rows: [
    ['confirm-served', 'OHD', 'review-served'], ...urging('review-opinion'),
  ] },
  'review-served': { why: 'Art. 36: 30 days to ask for a re-review', clocks: ['re-review-request'], rows: [
    ['request-re-review', 'OP', 're-review'], ['supervise', 'OS', 'review-served'], ['rate', 'P', 'review-served'],
  ] },
  're-review': { why: 'Art. 36: 30 days without the time of a hearing, which is a suspension', clocks: ['re-review'], rows: [
    ['reply-re-review', 'HD', 're-review-opinion'], ['assign', 'O', 're-review'], ['suspend', 'OD', 're-review'], ['resume', 'OD', 're-review'],
    ['recuse', 'OHDS', 're-review'], ...urging('re-review'), ['withdraw', 'OP', 'concluded'],
  ] },
  're-review-opinion': { why: 'Art. 36: nothing follows the re-review opinion', clocks: [], rows: [
    ['confirm-served', 'OHD', 'concluded'], ...urging('re-review-opinion'),
  ] },
  executing: { why: 'Art. 32: a supported claim is carried out; 40: or supervised', clocks: [], rows: [
    ['feedback', 'H', 'executed'], ...urging('executing'), ['rate', 'P', 'executing'], ...LATE_REQUESTS,
  ] },
  executed: { why: 'verified by who did not carry it out', clocks: [], rows: [
    ['verify', 'O', 'concluded'], ['rework', 'O', 'executing'], ...urging('executed'), ...LATE_REQUESTS,
  ] },
  concluded: { why: 'Art. 36: final', clocks: [], rows: [['call-back', 'Oy', 'concluded'], ['rate', 'P', 'concluded'], ...LATE_REQUESTS] },
  'own-procedure': { why: 'Art. 31(2)–(5)', clocks: [], rows: [
    ['close', 'OHD', 'closed'], ['feedback', 'H', 'own-procedure'], ['recuse', 'OHDS', 'own-procedure'], ...urging('own-procedure'), ['withdraw', 'OP', 'withdrawn'],
  ] },
  separated: { why: 'Art. 28, 31(1)', clocks: [], rows: [['reopen', 'OS', 'registered'], ['call-back', 'Oy', 'separated']] },
  closed: { why: 'its procedure ended', clocks: [], rows: [['reopen', 'OS', 'registered'], ['call-back', 'Oy', 'closed'], ['rate', 'P', 'closed']] },
  refused: { why: 'Art. 44: what was wrongly refused is put right', clocks: [], rows: [['reopen', 'OS', 'registered']] },
  transferred: { why: 'it may come back', clocks: [], rows: [['reopen', 'OS', 'registered']] },
  withdrawn: { why: 'it may come back', clocks: [], rows: [['reopen', 'OS', 'registered']] },
};

describe('the process of a petition, every stage × command × person', () => {
  const all = PETITION_STAGES.flatMap((stage) => PETITION_COMMANDS.map((command) => [stage, command] as const));

  it.each(all)('%s: %s', (stage, command) => {
    const row = TABLE[stage].rows.find(([known]) => known === command);
    const state = caseIn(stage, GIVEN[command]);
    const isLate = row !== undefined && LATE_REQUESTS.includes(row);
    const data = isLate ? WRITTEN : DATA[command];
    const outcome = (letter: Letter) => refusalOf(process, state, act(command, PEOPLE[letter], data))?.code;
    const letters = Object.keys(PEOPLE) as Letter[];
    const expected = (letter: Letter) => {
      if (!row) return 'PETITION.WRONG_STAGE';
      if (row[1].includes(letter)) return undefined;
      // The petitioner's own time is over; only what was received is recorded.
      if (isLate && letter === 'P') return 'PETITION.WRONG_STAGE';
      // A relation that the command has at other stages: what the person may not do here is the command's own rule.
      return command === 'feedback' && (letter === 'H' || letter === 'J')
        ? 'PETITION.RULE_REFUSED'
        : 'PETITION.NOT_PERMITTED';
    };
    expect(letters.map((letter) => [letter, outcome(letter)])).toEqual(
      letters.map((letter) => [letter, expected(letter)]),
    );
    if (row) expect(destinationOf(process, state, command, DATA[command])).toBe(row[2]);
  });

  it.each(PETITION_STAGES)('%s runs the clocks that its article asks for', (stage) => {
    expect(petitionProcess.stages[stage].clocks).toEqual(TABLE[stage].clocks);
  });

  it('is over at finality and at five other ends', () => {
    const ends = PETITION_STAGES.filter((stage) => isFinal(process, caseIn(stage)));
    expect(ends).toEqual(['concluded', 'separated', 'closed', 'refused', 'transferred', 'withdrawn']);
  });

  it('has every command of the table, and names all of them', () => {
    expect(Object.keys(petitionProcess.commands).sort()).toEqual([...PETITION_COMMANDS].sort());
    expect(Object.keys(petitionProcess.stages).sort()).toEqual([...PETITION_STAGES].sort());
  });
});

describe('what a choice depends on', () => {
  it.each<[string, PetitionStage, PetitionCommand, Record<string, unknown>, Partial<CaseState>, PetitionStage]>([
    ['31(1) leaves', 'assigned', 'accept', { route: 'litigation' }, {}, 'separated'],
    ['31(2) goes its own way', 'assigned', 'accept', { route: 'arbitration' }, {}, 'own-procedure'],
    ['31(3) goes its own way', 'assigned', 'accept', { route: 'party-appeal' }, {}, 'own-procedure'],
    ['31(4) goes its own way', 'assigned', 'accept', { route: 'administrative-procedure' }, {}, 'own-procedure'],
    ['31(5) goes its own way', 'designated', 'accept', { route: 'statutory-duty' }, {}, 'own-procedure'],
    ['31(6) is handled', 'designated', 'accept', { route: 'ordinary' }, {}, 'handling'],
    ['found to be for the courts later', 'handling', 'redirect', { route: 'litigation' }, {}, 'separated'],
    ['mediation goes on', 'handling', 'mediate', { consent: true }, {}, 'handling'],
    ['an agreement is carried out', 'handling', 'mediate', { agreement: '双方同意……' }, {}, 'executing'],
    ['one organ was right to object', 'objected', 'agree-objection', {}, { objectedBy: ['unit-a'] }, 'registered'],
    ['two organs say so', 'objected', 'agree-objection', {}, { objectedBy: ['unit-b', 'unit-a'] }, 'disputed'],
    [
      'the request is withdrawn, the opinion supports',
      'review',
      'withdraw',
      {},
      { petition: { opinions: [opinion('handling', 'unit-c', 'supported')] } },
      'executing',
    ],
    [
      're-review upholds a review that supports',
      're-review-opinion',
      'confirm-served',
      {},
      {
        petition: {
          opinions: [
            opinion('handling', 'unit-c', 'not-supported'),
            opinion('review', 'unit-d', 'supported'),
            opinion('re-review', 'unit-a', 'upheld'),
          ],
        },
      },
      'executing',
    ],
    [
      're-review changes it',
      're-review-opinion',
      'confirm-served',
      {},
      {
        petition: {
          opinions: [opinion('handling', 'unit-c', 'supported'), opinion('re-review', 'unit-a', 'not-supported')],
        },
      },
      'concluded',
    ],
  ])('%s', (_, stage, command, data, more, to) => {
    expect(destinationOf(process, caseIn(stage, more), command, data)).toBe(to);
  });

  it.each<[PetitionStage, string, OpinionOutcome | undefined, PetitionStage]>([
    ['served', 'review-request', 'not-supported', 'concluded'],
    ['served', 'review-request', 'explained', 'concluded'],
    ['served', 'review-request', undefined, 'concluded'],
    ['served', 'review-request', 'supported', 'executing'],
    ['review-served', 're-review-request', 'not-supported', 'concluded'],
    ['review-served', 're-review-request', 'supported', 'executing'],
    ['handling', 'handling', 'supported', 'handling'],
    ['assigned', 'objection', undefined, 'assigned'],
    ['re-review', 're-review', undefined, 're-review'],
  ])('%s: when %s runs out on an opinion that is %s, %s', (stage, kind, outcome, to) => {
    const state = caseIn(stage, { petition: { opinions: [opinion('handling', 'unit-a', outcome)] } });
    expect(expiryOf(process, state, kind)).toBe(to);
  });
});

describe('rules beyond stage and person', () => {
  const { O, H, D, S } = PEOPLE;
  const asked = { extensionRequest: { clockId: 'handling', days: 30, by: 'head-a' } };
  const reviewed = { petition: { opinions: [opinion('handling', 'unit-c')] } };
  it.each<[string, CaseState, Act, string]>([
    [
      'an organ objects twice',
      caseIn('assigned', { objectedBy: ['unit-a'] }),
      act('object', H),
      'PETITION.RULE_REFUSED',
    ],
    [
      'an objection after 5 working days',
      caseIn('assigned', { clocks: [clock('objection', { expired: true })] }),
      act('object', H),
      'PETITION.RULE_REFUSED',
    ],
    [
      'the case is sent again to who was right to object',
      caseIn('registered', { objectedBy: ['unit-c'] }),
      act('assign', O, { unit: 'unit-c' }),
      'PETITION.RULE_REFUSED',
    ],
    [
      'an officer decides a dispute that has a common superior',
      caseIn('disputed'),
      act('assign', O, { unit: 'unit-c' }),
      'PETITION.NOT_PERMITTED',
    ],
    [
      'the designated organ says that it is not its own',
      caseIn('designated'),
      act('refuse', H, { ground: 'not-ours', goTo: 'x' }),
      'PETITION.RULE_REFUSED',
    ],
    ['31 days more', caseIn('handling'), act('request-extension', H, { days: 31 }), 'PETITION.RULE_REFUSED'],
    [
      'a second extension',
      caseIn('handling', { clocks: [clock('handling', { extensionDays: 10 })] }),
      act('request-extension', H, { days: 10 }),
      'PETITION.RULE_REFUSED',
    ],
    [
      'an extension of what the rules do not let be extended',
      caseIn('handling', { clocks: [clock('handling', { extensionMax: undefined })] }),
      act('request-extension', H, { days: 1 }),
      'PETITION.RULE_REFUSED',
    ],
    ['who asked approves', caseIn('handling', asked), act('approve-extension', D), 'PETITION.RULE_REFUSED'],
    ['an officer approves', caseIn('handling', asked), act('approve-extension', O), 'PETITION.NOT_PERMITTED'],
    [
      'who gave the opinion decides the review',
      caseIn('review', { ...reviewed, handledBy: ['handler-a'] }),
      act('reply-review', H),
      'PETITION.SAME_HANDLER',
    ],
    [
      'the organ reviews its own opinion',
      caseIn('review', { petition: { opinions: [opinion('handling', 'unit-a')] } }),
      act('reply-review', H),
      'PETITION.RULE_REFUSED',
    ],
    [
      'the review is sent to who gave the opinion',
      caseIn('review', reviewed),
      act('assign', O, { unit: 'unit-c' }),
      'PETITION.RULE_REFUSED',
    ],
    [
      'served before it was given',
      caseIn('opinion', { petition: { opinions: [opinion('handling', 'unit-a')] } }),
      act('confirm-served', H, { date: '2026-02-01', manner: '直接送达' }),
      'PETITION.RULE_REFUSED',
    ],
    [
      'the petitioner says when a letter came in',
      caseIn('served'),
      act('request-review', PETITIONER, { receivedOn: '2026-02-01' }),
      'PETITION.RULE_REFUSED',
    ],
    [
      'a request from before the service',
      caseIn('served', { petition: { opinions: [{ ...opinion('handling', 'unit-a'), servedOn: '2026-02-05' }] } }),
      act('request-review', O, { receivedOn: '2026-02-04' }),
      'PETITION.RULE_REFUSED',
    ],
    ['closed without an outcome', caseIn('own-procedure'), act('close', H), 'PETITION.RULE_REFUSED'],
    [
      'verified by who carried it out',
      caseIn('executed', { handledBy: ['petition-officer'] }),
      act('verify', O),
      'PETITION.SAME_HANDLER',
    ],
    ['reopened twice', caseIn('refused', { reopenings: 1 }), act('reopen', S), 'PETITION.RULE_REFUSED'],
    [
      'a case as an earlier one of itself',
      caseIn('registered'),
      act('refuse-repeat', O, { earlier: '20260103-0000001' }),
      'PETITION.RULE_REFUSED',
    ],
    [
      'who is recused handles it',
      caseIn('handling', { recused: ['handler-a'] }),
      act('reply', H),
      'PETITION.NOT_PERMITTED',
    ],
    [
      'the recused head approves',
      caseIn('handling', { ...asked, recused: ['head-a'] }),
      act('approve-extension', D),
      'PETITION.NOT_PERMITTED',
    ],
    ['a handler recuses another', caseIn('handling'), act('recuse', H, { person: 'head-a' }), 'PETITION.RULE_REFUSED'],
    [
      'recused twice',
      caseIn('handling', { recused: ['handler-c'] }),
      act('recuse', D, { person: 'handler-c' }),
      'PETITION.RULE_REFUSED',
    ],
  ])('refuses: %s', (_, state, tried, code) => {
    expect(refusalOf(process, state, tried)?.code).toBe(code);
  });

  it('lets the office decide a dispute that has no common superior (joint conference)', () => {
    const state = caseIn('disputed', { supervisingUnit: undefined, responsible: undefined });
    expect(refusalOf(process, state, act('assign', O, { unit: 'unit-c' }))).toBeUndefined();
    expect(refusalOf(process, state, act('assign', S, { unit: 'unit-c' }))?.code).toBe('PETITION.NOT_PERMITTED');
  });
});
