import { START_MS, sharedSystem } from './shared-installation';
import { type Answer, type Case, inParallel, mark, PATIENCE_MS, type Problem, type System } from './system';

jest.setTimeout(3 * PATIENCE_MS);

/**
 * Who may do what at which stage, worked out by hand from the rules of a hotline matter (数字城管七步): the table below is
 * compared with what `availableCommands` says and with what the server then takes or refuses.
 */
const COMMANDS = [
  ...['register', 'refuse', 'transfer', 'merge', 'assign', 'withdraw-assignment', 'accept', 'object', 'add-handler'],
  ...['reply', 'urge', 'supervise', 'request-extension', 'approve-extension', 'reject-extension', 'suspend', 'resume'],
  ...['mediate', 'tolerate', 'feedback', 'verify', 'rework', 'call-back', 'rate', 'close', 'reopen', 'withdraw'],
] as const;
type Command = (typeof COMMANDS)[number];

/** Whoever filed the case, by number and query code. */
const PETITIONER = 'petitioner';
/** Accounts of this spec beside the sample ones. */
const own = mark('p');
const SUPERVISOR = `${own}-supervisor`;
const WORKER_ELSEWHERE = `${own}-worker`;
const OFFICER_ELSEWHERE = `${own}-officer`;

/** Accounts whose posts reach none of these cases: for them a case does not exist. */
const UNCONCERNED = [
  ...[WORKER_ELSEWHERE, OFFICER_ELSEWHERE, 'contractor-a'],
  // Of the case's unit, of its community, over the whole city: but in roles that handle no cases.
  ...['inspector-3', 'beneficiary', 'campaign-owner'],
];

interface Situation {
  /** Brings a new case, assigned to unit-a by the matrix, here. */
  path: [command: Command, by: string, body?: object][];
  stage: string;
  /** Commands that the stage knows at all: everything else is 409 for whoever sees the case. */
  known: Command[];
  /** What each may do; who is not named sees the case and may do nothing of it. */
  may: Record<string, Command[]>;
  /** What a rule beyond stage and person refuses (422). */
  ruledOut?: Record<string, Command[]>;
  /** People of units that have nothing to do with the case at this stage. */
  blind: string[];
  /** Which of `may` are tried here; all unless given (variants of a stage try what differs). */
  tried?: Command[];
  /** Whether everybody tries what they may not; false where the stage is like another one. */
  probed?: false;
}

const HANDLING: Command[] = [
  ...(['feedback', 'assign', 'add-handler', 'reply', 'mediate', 'request-extension', 'approve-extension'] as const),
  ...(['reject-extension', 'suspend', 'resume', 'tolerate', 'urge', 'supervise', 'withdraw'] as const),
];
const ANSWERED: Situation['path'] = [
  ['accept', 'handler-a'],
  ['feedback', 'handler-a'],
];
const OVER = { known: [], may: {}, blind: ['handler-b', 'head-b'] };
const WITHDRAWN_ASSIGNMENT: Situation['path'] = [['withdraw-assignment', 'petition-officer']];

const SITUATIONS: Record<string, Situation> = {
  registered: {
    path: WITHDRAWN_ASSIGNMENT,
    stage: 'registered',
    known: ['assign', 'refuse', 'transfer', 'merge', 'suspend', 'resume', 'withdraw'],
    may: {
      'petition-officer': ['assign', 'refuse', 'transfer', 'merge', 'suspend', 'withdraw'],
      [SUPERVISOR]: ['assign'],
      [PETITIONER]: ['withdraw'],
    },
    ruledOut: { 'petition-officer': ['resume'] },
    // unit-a received it first and sees it until another has accepted.
    blind: ['handler-b', 'head-b'],
  },
  assigned: {
    path: [],
    stage: 'assigned',
    known: ['accept', 'object', 'withdraw-assignment', 'urge', 'supervise', 'suspend', 'resume', 'withdraw'],
    may: {
      'petition-officer': ['withdraw-assignment', 'urge', 'supervise', 'suspend', 'withdraw'],
      'handler-a': ['accept', 'object'],
      'head-a': ['object', 'urge', 'suspend'],
      [SUPERVISOR]: ['supervise'],
      [PETITIONER]: ['urge', 'withdraw'],
    },
    ruledOut: { 'petition-officer': ['resume'], 'head-a': ['resume'] },
    blind: ['handler-b', 'head-b'],
  },
  'disputed by two units': {
    path: [
      ['object', 'handler-a'],
      ['assign', 'petition-officer', { unit: 'unit-b' }],
      ['object', 'handler-b'],
    ],
    stage: 'disputed',
    known: ['assign', 'urge', 'supervise', 'suspend', 'resume', 'withdraw'],
    // Back with unit-a, which received it first.
    may: {
      'petition-officer': ['assign', 'urge', 'supervise', 'suspend', 'withdraw'],
      'head-a': ['urge', 'suspend'],
      [SUPERVISOR]: ['assign', 'supervise'],
      [PETITIONER]: ['urge', 'withdraw'],
    },
    ruledOut: { 'petition-officer': ['resume'], 'head-a': ['resume'] },
    blind: ['handler-b', 'head-b'],
  },
  'handling, unit-b helps': {
    path: [
      ['accept', 'handler-a'],
      ['add-handler', 'head-a', { unit: 'unit-b' }],
    ],
    stage: 'handling',
    known: HANDLING,
    may: {
      'petition-officer': [
        ...(['assign', 'add-handler', 'mediate', 'suspend', 'tolerate', 'urge', 'supervise', 'withdraw'] as const),
      ],
      'handler-a': ['feedback', 'mediate', 'request-extension'],
      'head-a': ['add-handler', 'suspend', 'urge'],
      'handler-b': ['reply', 'request-extension'],
      [SUPERVISOR]: ['assign', 'supervise', 'tolerate'],
      [PETITIONER]: ['urge', 'withdraw'],
    },
    ruledOut: {
      'petition-officer': ['resume', 'approve-extension', 'reject-extension'],
      'head-a': ['resume', 'approve-extension', 'reject-extension'],
    },
    blind: [],
  },
  'handling, an extension is asked for': {
    path: [
      ['accept', 'handler-a'],
      ['request-extension', 'handler-a', { days: 2 }],
    ],
    stage: 'handling',
    known: HANDLING,
    may: {
      'petition-officer': [
        ...(['assign', 'add-handler', 'mediate', 'approve-extension', 'reject-extension', 'suspend'] as const),
        ...(['tolerate', 'urge', 'supervise', 'withdraw'] as const),
      ],
      'handler-a': ['feedback', 'mediate'],
      'head-a': ['add-handler', 'approve-extension', 'reject-extension', 'suspend', 'urge'],
      [SUPERVISOR]: ['assign', 'supervise', 'tolerate'],
      [PETITIONER]: ['urge', 'withdraw'],
    },
    ruledOut: { 'petition-officer': ['resume'], 'head-a': ['resume'], 'handler-a': ['request-extension'] },
    blind: ['handler-b', 'head-b'],
    tried: ['approve-extension', 'reject-extension'],
  },
  'handling, its clock suspended': {
    path: [
      ['accept', 'handler-a'],
      ['suspend', 'head-a'],
    ],
    stage: 'handling',
    known: HANDLING,
    may: {
      'petition-officer': [
        ...(['assign', 'add-handler', 'mediate', 'resume', 'tolerate', 'urge', 'supervise', 'withdraw'] as const),
      ],
      'handler-a': ['feedback', 'mediate'],
      'head-a': ['add-handler', 'resume', 'urge'],
      [SUPERVISOR]: ['assign', 'supervise', 'tolerate'],
      [PETITIONER]: ['urge', 'withdraw'],
    },
    ruledOut: {
      'petition-officer': ['suspend', 'approve-extension', 'reject-extension'],
      'head-a': ['suspend', 'approve-extension', 'reject-extension'],
      'handler-a': ['request-extension'],
    },
    blind: ['handler-b', 'head-b'],
    tried: ['resume'],
  },
  answered: {
    path: ANSWERED,
    stage: 'answered',
    known: ['verify', 'rework', 'reply', 'urge', 'supervise', 'suspend', 'resume', 'withdraw'],
    may: {
      'petition-officer': ['verify', 'rework', 'urge', 'supervise', 'suspend', 'withdraw'],
      'grid-worker': ['verify', 'rework'],
      'head-a': ['urge', 'suspend'],
      [SUPERVISOR]: ['supervise'],
      [PETITIONER]: ['urge', 'withdraw'],
    },
    ruledOut: { 'petition-officer': ['resume'], 'head-a': ['resume'] },
    blind: ['handler-b', 'head-b'],
  },
  'answered, unit-b still helps': {
    path: [
      ['accept', 'handler-a'],
      ['add-handler', 'head-a', { unit: 'unit-b' }],
      ['feedback', 'handler-a'],
    ],
    stage: 'answered',
    known: ['verify', 'rework', 'reply', 'urge', 'supervise', 'suspend', 'resume', 'withdraw'],
    may: {
      'petition-officer': ['verify', 'rework', 'urge', 'supervise', 'suspend', 'withdraw'],
      'grid-worker': ['verify', 'rework'],
      'head-a': ['urge', 'suspend'],
      'handler-b': ['reply'],
      [SUPERVISOR]: ['supervise'],
      [PETITIONER]: ['urge', 'withdraw'],
    },
    ruledOut: { 'petition-officer': ['resume'], 'head-a': ['resume'] },
    blind: [],
    tried: ['reply'],
    probed: false,
  },
  verified: {
    path: [...ANSWERED, ['verify', 'grid-worker']],
    stage: 'verified',
    known: ['close', 'rework', 'reply', 'call-back', 'urge', 'supervise', 'suspend', 'resume'],
    may: {
      'petition-officer': ['close', 'rework', 'call-back', 'urge', 'supervise', 'suspend'],
      'grid-worker': ['rework', 'call-back'],
      'head-a': ['urge', 'suspend'],
      [SUPERVISOR]: ['supervise'],
      [PETITIONER]: ['urge'],
    },
    ruledOut: { 'petition-officer': ['resume'], 'head-a': ['resume'] },
    blind: ['handler-b', 'head-b'],
  },
  closed: {
    path: [...ANSWERED, ['verify', 'grid-worker'], ['close', 'petition-officer']],
    stage: 'closed',
    known: ['call-back', 'rate', 'tolerate', 'reopen'],
    may: {
      'petition-officer': ['call-back', 'tolerate', 'reopen'],
      'grid-worker': ['call-back'],
      [SUPERVISOR]: ['tolerate'],
      [PETITIONER]: ['rate', 'reopen'],
    },
    blind: ['handler-b', 'head-b'],
  },
  'closed, the petitioner satisfied': {
    path: [
      ...ANSWERED,
      ['verify', 'grid-worker'],
      ['close', 'petition-officer'],
      ['call-back', 'petition-officer', { satisfied: true }],
    ],
    stage: 'closed',
    known: ['call-back', 'rate', 'tolerate', 'reopen'],
    may: {
      'petition-officer': ['call-back', 'tolerate', 'reopen'],
      'grid-worker': ['call-back'],
      [SUPERVISOR]: ['tolerate'],
      [PETITIONER]: ['rate'],
    },
    ruledOut: { [PETITIONER]: ['reopen'] },
    blind: ['handler-b', 'head-b'],
    tried: ['rate'],
    probed: false,
  },
  withdrawn: { ...OVER, path: [['withdraw', 'petition-officer']], stage: 'withdrawn' },
  refused: {
    ...OVER,
    path: [...WITHDRAWN_ASSIGNMENT, ['refuse', 'petition-officer']],
    stage: 'refused',
    probed: false,
  },
  transferred: {
    ...OVER,
    path: [...WITHDRAWN_ASSIGNMENT, ['transfer', 'petition-officer']],
    stage: 'transferred',
    probed: false,
  },
  merged: {
    ...OVER,
    path: [...WITHDRAWN_ASSIGNMENT, ['merge', 'petition-officer']],
    stage: 'merged',
    probed: false,
  },
};

const CONCERNED = [
  ...['petition-officer', 'grid-worker', 'handler-a', 'head-a', 'handler-b', 'head-b', SUPERVISOR, 'admin', 'auditor'],
  PETITIONER,
];

let system: System;
/** Query codes of the cases of this spec. */
const codes = new Map<string, string>();
/** What others are merged into. */
let principal: string;

beforeAll(async () => {
  system = await sharedSystem();
  const posts = [
    { person: SUPERVISOR, role: 'unit-head', unit: 'zz-government' },
    { person: WORKER_ELSEWHERE, role: 'grid-worker', gridCode: '410105001' },
    { person: OFFICER_ELSEWHERE, role: 'petition-officer', gridCode: '410103' },
  ];
  for (const post of posts) {
    const person = { code: post.person, name: '测试人员' };
    expect((await system.ask('POST', '/people', { as: 'admin', body: person })).status).toBe(201);
    const body = { ...post, code: post.person, name: '测试岗位' };
    expect((await system.ask('POST', '/posts', { as: 'admin', body })).status).toBe(201);
  }
  principal = (await system.file()).number;
}, START_MS);

/** What the commands need beside their reason. Units differ by who names them, for a unit helps a case once. */
function bodyOf(command: Command, by: string): object {
  switch (command) {
    case 'assign':
      return { unit: 'zz-police' };
    case 'add-handler':
      return { unit: by === 'head-a' ? 'zz-housing' : 'zz-health' };
    case 'merge':
      return { into: principal };
    case 'request-extension':
      return { days: 2 };
    case 'rate':
      return { satisfied: true };
    default:
      return {};
  }
}

const post = (number: string, command: Command, by: string, body: object = bodyOf(command, by)) =>
  by === PETITIONER
    ? system.ask<Case & Problem>('POST', `/public/petitions/${number}/${command}?code=${codes.get(number)}`, {
        body: { reason: '测试', ...body },
      })
    : system.act<Case & Problem>(number, command, by, body);

const seenBy = (number: string, account: string): Promise<Answer<Case>> =>
  account === PETITIONER
    ? system.get<Case>(`/public/petitions/${number}?code=${codes.get(number)}`)
    : system.get<Case>(`/petitions/${number}`, account);

async function caseIn({ path, stage }: Situation): Promise<string> {
  const { number, queryCode } = await system.file();
  codes.set(number, queryCode!);
  await system.reach(number, 'assigned');
  for (const [command, by, body] of path) await system.do(number, command, by, body ?? bodyOf(command, by));
  expect((await system.read(number)).stage).toBe(stage);
  return number;
}

describe.each(Object.entries(SITUATIONS))('a case that is %s', (_, situation) => {
  const { may, known, ruledOut = {}, blind } = situation;
  const sees = (account: string) => !blind.includes(account);
  const accounts = [...CONCERNED, ...UNCONCERNED];
  const exists = (account: string) => sees(account) && !UNCONCERNED.includes(account);
  let number: string;
  beforeAll(async () => {
    number = await caseIn(situation);
  });

  it('shows each what they may do, and its existence only to those it concerns', async () => {
    const shown = await inParallel(accounts, 8, async (account) => {
      const { status, body } = await seenBy(number, account);
      return [account, status === 200 ? [...body.availableCommands].sort() : status];
    });
    const expected = accounts.map((account) => [account, exists(account) ? [...(may[account] ?? [])].sort() : 404]);
    expect(shown).toEqual(expected);
  });

  if (situation.probed !== false) it('takes nothing else from anybody', tryTheRest);
  if (Object.keys(may).length > 0) it('takes what it shows', tryAll);

  async function tryTheRest() {
    const { step } = await system.read(number);
    const trying = situation.stage === 'assigned' ? accounts : CONCERNED;
    const attempts = trying.flatMap((account) =>
      COMMANDS.filter((command) => !may[account]?.includes(command)).map((command) => ({ account, command })),
    );
    const expected = ({ account, command }: (typeof attempts)[number]) => {
      if (!exists(account)) return 404;
      if (!known.includes(command)) return 409;
      return ruledOut[account]?.includes(command) ? 422 : 403;
    };
    const wrong = await inParallel(attempts, 16, async (attempt) => {
      const { status } = await post(number, attempt.command, attempt.account);
      const wanted = expected(attempt);
      return status === wanted ? [] : [`${attempt.account} ${attempt.command}: ${status} instead of ${wanted}`];
    });
    expect(wrong.flat()).toEqual([]);
    expect((await system.read(number)).step).toBe(step);
  }

  async function tryAll() {
    const attempts = Object.entries(may).flatMap(([account, commands]) =>
      commands.filter((command) => situation.tried?.includes(command) ?? true).map((command) => ({ account, command })),
    );
    // A case that is still as it was after a command serves for the next.
    const unchanged: string[] = [];
    const fits = async (candidate: string, account: string) =>
      [...(await seenBy(candidate, account)).body.availableCommands].sort().join() === [...may[account]!].sort().join();
    const outcomes = await inParallel(attempts, 4, async ({ account, command }) => {
      const left = unchanged.pop();
      const chosen = left && (await fits(left, account)) ? left : await caseIn(situation);
      const { status, body } = await post(chosen, command, account);
      if ((await system.read(chosen)).stage === situation.stage) unchanged.push(chosen);
      return status === 200 ? [] : [`${account} ${command}: ${status} ${body.code}`];
    });
    expect(outcomes.flat()).toEqual([]);
  }
});
