import type { Calendar } from '../calendar/calendar';
import type { ClockRule } from '../clocks/clock-rule';
import type { Actor } from '../people/actor';
import { type Act, type CaseState, SYSTEM } from './case-state';
import { matterProcess } from './matter.process';
import type { Process } from './process';
import { CLOCK_MOMENT, type LawInForce, transition } from './transition';

const process = matterProcess as unknown as Process;
const calendar: Calendar = { version: 'none', years: {} };
const rule = (id: string, amount: string, more: Partial<ClockRule> = {}): ClockRule => ({
  id,
  unit: 'elapsed',
  amount,
  startsOn: id,
  article: '示例',
  text: { zh: id, en: id },
  onExpiry: [],
  ...more,
});
const law: LawInForce = {
  calendar,
  pack: {
    id: 'hotline',
    version: 1,
    title: { zh: '示例', en: 'Sample' },
    validFrom: '2020-01-01',
    statutes: ['示例'],
    workingTime: [],
    clocks: [
      rule('dispatch', 'PT1H'),
      rule('acceptance', 'PT2H'),
      rule('handling', 'P10D', {
        warnings: ['P1D'],
        onExpiry: [{ id: 'head', after: 'PT12H', to: 'unit-head', within: 'P1D', text: { zh: '负责人', en: 'Head' } }],
      }),
      rule('joint-handling', 'P5D'),
      rule('verification', 'P1D'),
    ],
  },
};
const handler: Actor = { id: 'handler-a', grants: [{ role: 'unit-handler', unit: 'unit-a' }] };
const helper: Actor = { id: 'handler-b', grants: [{ role: 'unit-handler', unit: 'unit-b' }] };
const officer: Actor = { id: 'petition-officer', grants: [{ role: 'petition-officer', grid: '41' }] };
const head: Actor = { id: 'head-a', grants: [{ role: 'unit-head', unit: 'unit-a' }] };

/** A case in the stage of assignment, acted on step by step. */
function story() {
  let state: CaseState = {
    number: 'n',
    kind: 'matter',
    matterItem: 'i',
    gridCode: '4101',
    district: '4101',
    rulePack: { id: 'hotline', version: 1 },
    receivedAt: '2026-03-01T08:00:00.000+08:00',
    stage: 'assigned',
    step: 2,
    auditHash: '',
    responsible: { unit: 'unit-a' },
    firstReceiver: 'unit-a',
    jointHandlers: [],
    handledBy: [],
    objectedBy: [],
    reopenings: 0,
    reworks: 0,
    overdue: false,
    clocks: [],
  };
  return {
    at(instant: string, command: string, actor: Actor, data?: Record<string, unknown>) {
      const act: Act = { commandId: instant, command, actor, reason: 'r', ...(data ? { data } : {}) };
      const next = transition(process, state, act, instant, law);
      state = next.state;
      return next.step;
    },
    get state() {
      return state;
    },
    clock: (id: string) => state.clocks.find((clock) => clock.id === id)!,
  };
}

const accepted = () => {
  const one = story();
  one.at('2026-03-02T09:00:00.000+08:00', 'accept', handler);
  return one;
};

describe('what an act does to a case', () => {
  it('starts the clock of the stage entered: ten days of 24 hours from acceptance', () => {
    const one = accepted();
    expect(one.state).toMatchObject({
      stage: 'handling',
      step: 3,
      responsible: { unit: 'unit-a', person: 'handler-a' },
    });
    expect(one.clock('handling')).toMatchObject({ status: 'running', dueAt: '2026-03-12T09:00:00+08:00', fired: 0 });
    // The first thing it does is to warn, a day before.
    expect(one.clock('handling').next).toEqual({ kind: 'warn', at: '2026-03-11T09:00:00+08:00' });
  });

  it('ends it with the stage: met in time, missed after it', () => {
    const inTime = accepted();
    inTime.at('2026-03-12T09:00:00.000+08:00', 'feedback', handler);
    expect(inTime.clock('handling')).toMatchObject({ status: 'met', endedAt: '2026-03-12T09:00:00.000+08:00' });
    expect(inTime.state.handledBy).toEqual(['handler-a']);
    const late = accepted();
    late.at('2026-03-12T09:00:00.001+08:00', 'feedback', handler);
    expect(late.clock('handling').status).toBe('missed');
  });

  it('runs a second time under a name of its own after rework', () => {
    const one = accepted();
    one.at('2026-03-03T09:00:00.000+08:00', 'feedback', handler);
    one.at('2026-03-04T09:00:00.000+08:00', 'rework', { id: 'o', grants: [{ role: 'petition-officer', grid: '41' }] });
    expect(one.clock('handling-2')).toMatchObject({
      kind: 'handling',
      status: 'running',
      dueAt: '2026-03-14T09:00:00+08:00',
    });
    expect(one.clock('verification').status).toBe('met');
    expect(one.state.reworks).toBe(1);
  });

  it('has no due date while suspended, and a due date later by what was suspended', () => {
    const one = accepted();
    one.at('2026-03-05T10:00:00.000+08:00', 'suspend', head, { clockId: 'handling' });
    expect(one.clock('handling')).toMatchObject({ status: 'suspended', dueAt: null, dueDate: null });
    expect(one.clock('handling').next).toBeUndefined();
    // Two days, three hours and four seconds.
    one.at('2026-03-07T13:00:04.000+08:00', 'resume', head, { clockId: 'handling' });
    expect(one.clock('handling')).toMatchObject({ status: 'running', dueAt: '2026-03-14T12:00:04+08:00' });
    expect(one.clock('handling').suspensions).toEqual([
      { from: '2026-03-05T10:00:00.000+08:00', to: '2026-03-07T13:00:04.000+08:00', reason: 'r', by: 'head-a' },
    ]);
  });

  it('adds an approved extension, and nothing when it is rejected', () => {
    const granted = accepted();
    granted.at('2026-03-05T10:00:00.000+08:00', 'request-extension', handler, { days: 3 });
    granted.at('2026-03-05T11:00:00.000+08:00', 'approve-extension', head);
    expect(granted.clock('handling').dueAt).toBe('2026-03-15T09:00:00+08:00');
    expect(granted.state.extensionRequest).toBeUndefined();
    const rejected = accepted();
    rejected.at('2026-03-05T10:00:00.000+08:00', 'request-extension', handler, { days: 3 });
    rejected.at('2026-03-05T11:00:00.000+08:00', 'reject-extension', head);
    expect(rejected.clock('handling').dueAt).toBe('2026-03-12T09:00:00+08:00');
  });

  it('gives a co-handling unit a clock of its own, which ends with its own answer', () => {
    const one = accepted();
    one.at('2026-03-03T09:00:00.000+08:00', 'add-handler', head, { unit: 'unit-b' });
    expect(one.clock('joint-handling')).toMatchObject({
      unit: 'unit-b',
      status: 'running',
      dueAt: '2026-03-08T09:00:00+08:00',
    });
    one.at('2026-03-04T09:00:00.000+08:00', 'reply', helper);
    expect(one.clock('joint-handling').status).toBe('met');
    expect(one.clock('handling').status).toBe('running');
    expect(one.state.jointHandlers).toEqual([{ unit: 'unit-b', status: 'answered' }]);
  });

  it('keeps the clock of a co-handling unit going until that unit answers, whatever the others do', () => {
    const one = accepted();
    one.at('2026-03-03T09:00:00.000+08:00', 'add-handler', head, { unit: 'unit-b' });
    one.at('2026-03-03T10:00:00.000+08:00', 'add-handler', head, { unit: 'unit-c' });
    one.at('2026-03-04T09:00:00.000+08:00', 'feedback', handler);
    expect(one.clock('handling').status).toBe('met');
    expect(one.clock('joint-handling').status).toBe('running');
    one.at('2026-03-05T09:00:00.000+08:00', 'reply', helper);
    expect(one.clock('joint-handling').status).toBe('met');
    // unit-c was given five days of 24 hours from the 3rd, 10:00, and lets them pass.
    one.at('2026-03-08T10:00:00.000+08:00', CLOCK_MOMENT, SYSTEM, { clockId: 'joint-handling-2' });
    one.at('2026-03-09T09:00:00.000+08:00', 'verify', officer);
    one.at('2026-03-09T10:00:00.000+08:00', 'close', officer);
    expect(one.clock('joint-handling-2')).toMatchObject({ unit: 'unit-c', status: 'missed' });
    expect(one.state.jointHandlers).toEqual([
      { unit: 'unit-b', status: 'answered' },
      { unit: 'unit-c', status: 'unanswered' },
    ]);
  });

  it('lets go of what a co-handling unit still had time for when the case is over', () => {
    const one = accepted();
    one.at('2026-03-03T09:00:00.000+08:00', 'add-handler', head, { unit: 'unit-b' });
    one.at('2026-03-04T09:00:00.000+08:00', 'withdraw', { id: 'petitioner', grants: [] });
    expect(one.clock('joint-handling').status).toBe('cancelled');
  });

  it('extends and suspends the clock of a co-handling unit alone, for that unit', () => {
    const one = accepted();
    one.at('2026-03-03T09:00:00.000+08:00', 'add-handler', head, { unit: 'unit-b' });
    one.at('2026-03-03T10:00:00.000+08:00', 'request-extension', helper, { days: 2 });
    one.at('2026-03-03T11:00:00.000+08:00', 'approve-extension', head);
    expect(one.clock('joint-handling').dueAt).toBe('2026-03-10T09:00:00+08:00');
    expect(one.clock('handling').dueAt).toBe('2026-03-12T09:00:00+08:00');
    one.at('2026-03-04T09:00:00.000+08:00', 'suspend', head, { clockId: 'joint-handling' });
    expect([one.clock('joint-handling').status, one.clock('handling').status]).toEqual(['suspended', 'running']);
  });

  it('forgets a request for an extension with the clock that it was about', () => {
    const one = accepted();
    one.at('2026-03-03T09:00:00.000+08:00', 'request-extension', handler, { days: 2 });
    one.at('2026-03-04T09:00:00.000+08:00', 'feedback', handler);
    expect(one.state.extensionRequest).toBeUndefined();
  });

  it('leaves the first receiver responsible until another has accepted (首接负责)', () => {
    const one = story();
    one.at('2026-03-02T10:00:00.000+08:00', 'object', handler);
    expect(one.state).toMatchObject({
      responsible: { unit: 'unit-a' },
      firstReceiver: 'unit-a',
      objectedBy: ['unit-a'],
    });
    one.at('2026-03-02T11:00:00.000+08:00', 'assign', officer, { unit: 'unit-b' });
    expect(one.state).toMatchObject({ responsible: { unit: 'unit-b' }, firstReceiver: 'unit-a' });
    one.at('2026-03-02T12:00:00.000+08:00', 'object', helper);
    expect(one.state).toMatchObject({ stage: 'disputed', responsible: { unit: 'unit-a' }, firstReceiver: 'unit-a' });
    one.at('2026-03-02T13:00:00.000+08:00', 'assign', officer, { unit: 'unit-b' });
    one.at('2026-03-02T14:00:00.000+08:00', 'accept', helper);
    expect(one.state).toMatchObject({ responsible: { unit: 'unit-b', person: 'handler-b' }, firstReceiver: 'unit-b' });
  });

  it('stays with the unit that handled it when it is reopened', () => {
    const one = accepted();
    for (const [command, actor] of [
      ['feedback', handler],
      ['verify', officer],
      ['close', officer],
      ['reopen', { id: 'petitioner', grants: [] }],
    ] as const)
      one.at('2026-03-03T09:00:00.000+08:00', command, actor);
    expect(one.state).toMatchObject({ stage: 'registered', responsible: { unit: 'unit-a' }, reopenings: 1 });
    expect(one.clock('dispatch').status).toBe('running');
  });

  it('lets a clock warn, expire and climb, one moment at a time', () => {
    const one = accepted();
    const moment = (at: string) => one.at(at, CLOCK_MOMENT, { id: 'system', grants: [] }, { clockId: 'handling' });
    expect(moment('2026-03-11T09:00:00.000+08:00')).toMatchObject({
      command: 'warn',
      from: 'handling',
      to: 'handling',
    });
    expect(one.state.overdue).toBe(false);
    expect(one.clock('handling').next).toEqual({ kind: 'expire', at: '2026-03-12T09:00:00+08:00' });
    expect(moment('2026-03-12T09:00:00.000+08:00').command).toBe('expire');
    expect(one.state.overdue).toBe(true);
    expect(one.clock('handling').next).toEqual({
      kind: 'escalate',
      rung: 'head',
      to: 'unit-head',
      within: 'P1D',
      at: '2026-03-12T21:00:00+08:00',
    });
    expect(moment('2026-03-12T21:00:00.000+08:00')).toMatchObject({
      command: 'escalate',
      data: { rung: 'head', clockId: 'handling' },
    });
    expect(one.clock('handling').next).toBeUndefined();
  });

  it('cancels what still runs when the case ends otherwise', () => {
    const one = accepted();
    one.at('2026-03-03T09:00:00.000+08:00', 'withdraw', { id: 'petitioner', grants: [] });
    expect(one.state.stage).toBe('withdrawn');
    expect(one.clock('handling').status).toBe('cancelled');
  });
});
