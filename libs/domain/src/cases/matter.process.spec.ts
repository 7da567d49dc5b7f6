import type { Actor } from '../people/actor';
import type { Act, CaseState, ClockState } from './case-state';
import { PETITIONER, SYSTEM } from './case-state';
import { availableCommands, destinationOf, isFinal, refusalOf } from './decide';
import { matterProcess, type MatterCommand, type MatterStage } from './matter.process';
import type { Process } from './process';

const process = matterProcess as unknown as Process;

const officer: Actor = { id: 'petition-officer', grants: [{ role: 'petition-officer', grid: '4101' }] };
const gridWorker: Actor = { id: 'grid-worker', grants: [{ role: 'grid-worker', grid: '410105002001' }] };
const handler: Actor = { id: 'handler-a', grants: [{ role: 'unit-handler', unit: 'unit-a' }] };
const head: Actor = { id: 'head-a', grants: [{ role: 'unit-head', unit: 'unit-a' }] };
const otherHandler: Actor = { id: 'handler-b', grants: [{ role: 'unit-handler', unit: 'unit-b' }] };
const elsewhere: Actor = { id: 'officer-x', grants: [{ role: 'petition-officer', grid: '4102' }] };
const supervisor: Actor = { id: 'head-s', grants: [{ role: 'unit-head', unit: 'unit-s' }] };

const caseIn = (stage: MatterStage, more: Partial<CaseState> = {}): CaseState => ({
  number: '20261123-0000001',
  kind: 'matter',
  matterItem: 'road-damage',
  gridCode: '410105002001',
  district: '410105',
  rulePack: { id: 'hotline', version: 1 },
  receivedAt: '2026-11-23T09:00:00.000+08:00',
  stage,
  step: 3,
  auditHash: '',
  responsible: { unit: 'unit-a', person: 'handler-a' },
  supervisingUnit: 'unit-s',
  jointHandlers: [],
  handledBy: [],
  objectedBy: [],
  reopenings: 0,
  reworks: 0,
  overdue: false,
  clocks: [],
  ...more,
});
const running = (kind: string, more: Partial<ClockState> = {}): ClockState => ({
  id: kind,
  kind,
  article: '示例',
  label: kind,
  startedAt: '2026-11-23T09:00:00.000+08:00',
  dueDate: '2026-11-30',
  dueAt: '2026-12-01T00:00:00+08:00',
  provisional: false,
  calendarVersion: 'none',
  extensionDays: 0,
  status: 'running',
  suspensions: [],
  fired: 0,
  expired: false,
  ...more,
});
const act = (command: string, actor: Actor, data?: Record<string, unknown>): Act => ({
  commandId: 'c',
  command,
  actor,
  reason: 'r',
  ...(data ? { data } : {}),
});

/** 信息采集 案卷建立 任务派遣 任务处理 处理反馈 核查结案 (domain.md §3), and where each path leaves it. */
const PATHS: [MatterStage, MatterCommand, Actor, MatterStage][] = [
  ['received', 'register', SYSTEM, 'registered'],
  ['received', 'refuse', officer, 'refused'],
  ['received', 'withdraw', PETITIONER, 'withdrawn'],
  ['received', 'merge', officer, 'merged'],
  ['registered', 'assign', officer, 'assigned'],
  ['registered', 'refuse', officer, 'refused'],
  ['registered', 'transfer', officer, 'transferred'],
  ['assigned', 'accept', handler, 'handling'],
  ['assigned', 'object', handler, 'registered'],
  ['assigned', 'withdraw-assignment', officer, 'registered'],
  ['disputed', 'assign', supervisor, 'assigned'],
  ['handling', 'feedback', handler, 'answered'],
  ['handling', 'add-handler', head, 'handling'],
  ['handling', 'urge', PETITIONER, 'handling'],
  ['handling', 'supervise', supervisor, 'handling'],
  ['handling', 'tolerate', supervisor, 'handling'],
  ['handling', 'mediate', handler, 'handling'],
  ['handling', 'assign', officer, 'assigned'],
  ['handling', 'withdraw', PETITIONER, 'withdrawn'],
  ['answered', 'verify', gridWorker, 'verified'],
  ['answered', 'rework', officer, 'handling'],
  ['verified', 'close', officer, 'closed'],
  ['verified', 'rework', gridWorker, 'handling'],
  ['closed', 'reopen', PETITIONER, 'registered'],
  ['closed', 'call-back', officer, 'closed'],
];

describe('the process of a matter', () => {
  it.each(PATHS)('%s: %s leads on', (stage, command, actor, to) => {
    const state = caseIn(stage);
    expect(
      refusalOf(process, state, act(command, actor, { unit: 'unit-b', into: '20260101-0000009' })),
    ).toBeUndefined();
    expect(destinationOf(process, state, command)).toBe(to);
  });

  it.each<[string, CaseState, Act, string]>([
    ['feedback before acceptance', caseIn('assigned'), act('feedback', handler), 'PETITION.WRONG_STAGE'],
    ['a command that does not exist', caseIn('assigned'), act('approve', handler), 'PETITION.WRONG_STAGE'],
    ['anything on a refused case', caseIn('refused'), act('reopen', officer), 'PETITION.WRONG_STAGE'],
    ['another unit accepts', caseIn('assigned'), act('accept', otherHandler), 'PETITION.NOT_PERMITTED'],
    ['an officer of another city', caseIn('verified'), act('close', elsewhere), 'PETITION.NOT_PERMITTED'],
    ['a grid worker closes', caseIn('verified'), act('close', gridWorker), 'PETITION.NOT_PERMITTED'],
    [
      'whoever handled it verifies',
      caseIn('answered', { handledBy: ['petition-officer'] }),
      act('verify', officer),
      'PETITION.SAME_HANDLER',
    ],
    [
      'whoever handled it orders rework',
      caseIn('answered', { handledBy: ['petition-officer'] }),
      act('rework', officer),
      'PETITION.SAME_HANDLER',
    ],
    [
      'one unit sends back twice',
      caseIn('assigned', { objectedBy: ['unit-a'] }),
      act('object', handler),
      'PETITION.RULE_REFUSED',
    ],
    [
      'reopening by right after being satisfied',
      caseIn('closed', { satisfied: true }),
      act('reopen', PETITIONER),
      'PETITION.RULE_REFUSED',
    ],
    [
      'a second answer of a co-handling unit',
      caseIn('handling', { jointHandlers: [{ unit: 'unit-b', status: 'answered' }] }),
      act('reply', otherHandler),
      'PETITION.RULE_REFUSED',
    ],
    [
      'tolerance decided by who handled it',
      caseIn('handling', { handledBy: ['petition-officer'] }),
      act('tolerate', officer),
      'PETITION.SAME_HANDLER',
    ],
    [
      'an extension of a day clock by hours',
      caseIn('handling', { clocks: [running('handling')] }),
      act('request-extension', handler, { days: 'PT5H' }),
      'PETITION.RULE_REFUSED',
    ],
    [
      'an extension of a clock that counts working hours by a day as a duration',
      caseIn('handling', { clocks: [running('handling', { counts: 'workingHour' })] }),
      act('request-extension', handler, { days: 'P1D' }),
      'PETITION.RULE_REFUSED',
    ],
    [
      "an extension of another unit's clock",
      caseIn('handling', {
        jointHandlers: [{ unit: 'unit-b', status: 'asked' }],
        clocks: [running('handling'), running('joint-handling', { unit: 'unit-b' })],
      }),
      act('request-extension', otherHandler, { days: 1, clockId: 'handling' }),
      'PETITION.RULE_REFUSED',
    ],
    ['a second reopening', caseIn('closed', { reopenings: 1 }), act('reopen', officer), 'PETITION.RULE_REFUSED'],
    [
      'merged into itself',
      caseIn('received'),
      act('merge', officer, { into: '20261123-0000001' }),
      'PETITION.RULE_REFUSED',
    ],
    [
      'the lead unit as its own helper',
      caseIn('handling'),
      act('add-handler', head, { unit: 'unit-a' }),
      'PETITION.RULE_REFUSED',
    ],
    [
      'a transfer to who has it',
      caseIn('handling'),
      act('assign', officer, { unit: 'unit-a' }),
      'PETITION.RULE_REFUSED',
    ],
    [
      'the asker approves his own extension',
      caseIn('handling', { extensionRequest: { clockId: 'handling', days: 3, by: 'head-a' } }),
      act('approve-extension', head),
      'PETITION.RULE_REFUSED',
    ],
    ['approval of nothing', caseIn('handling'), act('approve-extension', head), 'PETITION.RULE_REFUSED'],
  ])('refuses: %s', (_, state, tried, code) => {
    expect(refusalOf(process, state, tried)?.code).toBe(code);
  });

  it('goes to the supervisor when a second unit sends it back', () => {
    expect(destinationOf(process, caseIn('assigned', { objectedBy: ['unit-b'] }), 'object')).toBe('disputed');
  });

  it('offers each person just what is theirs', () => {
    expect(availableCommands(process, caseIn('assigned'), handler)).toEqual(['accept', 'object']);
    expect(availableCommands(process, caseIn('answered'), gridWorker)).toEqual(['verify', 'rework']);
    expect(availableCommands(process, caseIn('verified'), officer)).toEqual([
      'close',
      'rework',
      'call-back',
      'urge',
      'supervise',
    ]);
    expect(availableCommands(process, caseIn('verified', { clocks: [running('closing')] }), head)).toEqual([
      'urge',
      'suspend',
    ]);
    expect(availableCommands(process, caseIn('handling'), otherHandler)).toEqual([]);
    expect(availableCommands(process, caseIn('handling'), elsewhere)).toEqual([]);
  });

  it('has no stage that leads nowhere but the final ones, and no command that nothing knows', () => {
    for (const [name, stage] of Object.entries(process.stages)) {
      const commands = Object.keys(stage.on);
      expect(isFinal(process, caseIn(name as MatterStage)) || commands.length > 0).toBe(true);
      for (const command of commands) {
        expect(process.commands).toHaveProperty([command]);
        expect(process.stages).toHaveProperty([destinationOf(process, caseIn(name as MatterStage), command)]);
      }
    }
  });
});
