import { randomUUID } from 'node:crypto';
import { PETITIONER } from '@wangge/domain/cases/case-state';
import type { Actor } from '@wangge/domain/people/actor';
import { GRID_WORKER, HANDLER_A, HANDLER_B, HANDLER_C, HEAD_A, HEAD_B, OFFICER } from '@wangge/testing/people';
import type { RecordInMemory } from '@wangge/testing/record-in-memory';
import type { Route } from '../case/case-activities';
import { type CaseAtWork, type CasesInTime, codeOf } from '@wangge/testing/cases-in-time';
import { runCase, serverForCases, timeForCases } from '../testing/run-case';
import { CONTINUES_AT, DAY, HOUR, LONG_WALK, URGES, WALKS, type WalkName } from '../testing/walks';

jest.setTimeout(120_000);

describe('handleMatter', () => {
  let cases: CasesInTime;
  beforeAll(async () => {
    cases = await timeForCases();
  }, 60_000);
  afterAll(() => cases.stop());

  /** Walks a path, then does what more is told. */
  const walk = (name: WalkName, andThen: (the: CaseAtWork) => Promise<void> = async () => undefined) =>
    runCase(cases, WALKS[name].options, async (the) => {
      await WALKS[name].walk(the);
      await andThen(the);
    });
  const ends = (stage: string) => async (the: CaseAtWork) => expect(await the.handle.result()).toEqual({ stage });
  const statuses = (record: RecordInMemory) => record.state.clocks.map((clock) => [clock.id, clock.status]);
  const clock = (record: RecordInMemory, id: string) => record.state.clocks.find((one) => one.id === id)!;
  /** Hours from one instant to another, rounded. */
  const hours = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / HOUR);

  it('goes from filing to close along the seven steps', async () => {
    const record = await walk('main-line', ends('closed'));
    expect(record.commands).toEqual(['register', 'assign', 'accept', 'feedback', 'verify', 'close']);
    expect(statuses(record)).toEqual([
      ['registration', 'met'],
      ['dispatch', 'met'],
      ['acceptance', 'met'],
      ['objection', 'met'],
      ['handling', 'met'],
      ['verification', 'met'],
      ['closing', 'met'],
    ]);
  });

  describe('dispatch', () => {
    it('waits for a person where the matrix has a gap', async () => {
      const record = await runCase(cases, { route: {} }, async ({ act, record: running }) => {
        expect(await codeOf(act('accept', HANDLER_A))).toBe('PETITION.WRONG_STAGE');
        expect(running.state.stage).toBe('registered');
      });
      expect(record.commands).toEqual(['register']);
      const byHand = await walk('dispatched-by-hand', ends('closed'));
      expect(byHand.state.responsible).toEqual({ unit: 'unit-b', person: 'handler-b' });
    });

    it('is taken back by the officer, and goes to another unit', async () => {
      const record = await walk('taken-back');
      expect(record.commands).toEqual(['register', 'assign', 'withdraw-assignment', 'assign', 'accept']);
      expect(record.state).toMatchObject({ responsible: { unit: 'unit-b' }, firstReceiver: 'unit-b', objectedBy: [] });
    });
  });

  describe('who', () => {
    it('is refused by stage, by person and by rule, each with its code', async () => {
      await runCase(cases, {}, async ({ act }) => {
        expect(await codeOf(act('feedback', HANDLER_A))).toBe('PETITION.WRONG_STAGE');
        expect(await codeOf(act('accept', HANDLER_B))).toBe('PETITION.NOT_PERMITTED');
        await act('accept', HANDLER_A);
        await act('feedback', HANDLER_A);
        expect(await codeOf(act('verify', { id: 'handler-a', grants: [{ role: 'grid-worker', grid: '4101' }] }))).toBe(
          'PETITION.SAME_HANDLER',
        );
        expect(await codeOf(act('approve-extension', HEAD_A))).toBe('PETITION.WRONG_STAGE');
      });
    });

    it('wins of twenty that act at once is one', async () => {
      const record = await runCase(cases, {}, async ({ act }) => {
        const outcomes = await Promise.all(Array.from({ length: 20 }, () => codeOf(act('accept', HANDLER_A))));
        expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
        expect(outcomes.filter((outcome) => outcome === 'PETITION.WRONG_STAGE')).toHaveLength(19);
      });
      expect(record.commands.filter((command) => command === 'accept')).toHaveLength(1);
    });
  });

  describe('a record that went on without the workflow', () => {
    /** Records an act behind the workflow's back, as a task does that is lost before it is completed. */
    const recordAlone = (record: RecordInMemory, command: string, actor: Actor) =>
      record.record({
        state: record.state,
        acts: [{ commandId: randomUUID(), command, actor, reason: '测试' }],
        at: new Date().toISOString(),
      });

    it('is caught up with when an act was decided by it', async () => {
      const record = await runCase(cases, {}, async ({ act, handle, record: running }) => {
        await act('accept', HANDLER_A);
        await act('feedback', HANDLER_A);
        recordAlone(running, 'verify', GRID_WORKER);
        expect(await codeOf(act('close', OFFICER))).toBe('PETITION.WRONG_STAGE');
        const seen = running.state.step;
        const close = { commandId: randomUUID(), command: 'close', actor: OFFICER, reason: '测试', seen };
        await handle.executeUpdate('close', { args: [close] as [object] });
        expect(await handle.result()).toEqual({ stage: 'closed' });
      });
      expect(record.commands.slice(-2)).toEqual(['verify', 'close']);
    });

    it('is caught up with when a clock comes', async () => {
      const record = await runCase(cases, {}, async ({ act, handle, sleep, record: running }) => {
        await act('accept', HANDLER_A);
        await act('feedback', HANDLER_A);
        recordAlone(running, 'verify', GRID_WORKER);
        recordAlone(running, 'close', OFFICER);
        await sleep(10 * DAY);
        expect(await handle.result()).toEqual({ stage: 'closed' });
      });
      expect(record.commands.slice(-2)).toEqual(['verify', 'close']);
    });
  });

  describe('clocks', () => {
    it('warn, expire and climb the ladder when nobody acts', async () => {
      const record = await walk('left-alone', ends('closed'));
      const { startedAt } = clock(record, 'handling');
      const moments = record.steps.filter(({ command }) => ['warn', 'expire', 'escalate'].includes(command));
      // Five days to handle: the warning after four, the rungs a day and three days after the end.
      expect(moments.map(({ command, at, data }) => [command, hours(startedAt, at), data?.['rung']])).toEqual([
        ['warn', 96, undefined],
        ['expire', 120, undefined],
        ['escalate', 144, 'head'],
        ['escalate', 192, 'supervising'],
      ]);
      expect(record.state.overdue).toBe(true);
      expect(clock(record, 'handling').status).toBe('missed');
    });

    it('leave a right behind when its time is over: a late objection is refused', async () => {
      const record = await runCase(cases, {}, async ({ act, sleep }) => {
        await sleep(2 * HOUR + 60_000);
        expect(await codeOf(act('object', HANDLER_A))).toBe('PETITION.RULE_REFUSED');
      });
      expect(record.state.objectedBy).toEqual([]);
    });

    it('of a unit that takes its time go on to the next ones', async () => {
      const record = await walk('never-accepted', ends('closed'));
      expect(clock(record, 'acceptance').status).toBe('missed');
      expect(clock(record, 'handling').status).toBe('met');
    });

    it('stand still while suspended, and are due later by exactly that time', async () => {
      await runCase(cases, {}, async ({ act, sleep, record }) => {
        await act('accept', HANDLER_A);
        const due = Date.parse(clock(record, 'handling').dueAt!);
        await act('suspend', HEAD_A, { clockId: 'handling' });
        expect(clock(record, 'handling')).toMatchObject({ status: 'suspended', dueAt: null });
        await sleep(10 * DAY);
        expect(record.commands).not.toContain('expire');
        await act('resume', HEAD_A, { clockId: 'handling' });
        const [pause] = clock(record, 'handling').suspensions;
        expect(Date.parse(clock(record, 'handling').dueAt!) - due).toBe(
          Date.parse(pause!.to!) - Date.parse(pause!.from),
        );
        await sleep(6 * DAY);
        expect(record.commands).toContain('expire');
      });
      const inTime = await walk('suspended-and-resumed', ends('closed'));
      // One day before and three after the ten suspended ones: four of the five days.
      expect(clock(inTime, 'handling').status).toBe('met');
      expect(inTime.state.overdue).toBe(false);
    });

    it('are suspended one by one', async () => {
      await runCase(cases, {}, async ({ act, record, sleep }) => {
        await act('suspend', OFFICER, { clockId: 'acceptance' });
        await sleep(3 * HOUR);
        // The right to object (two hours) ran out meanwhile; the four hours to accept stand still.
        expect(clock(record, 'objection').expired).toBe(true);
        expect(clock(record, 'acceptance')).toMatchObject({ status: 'suspended', expired: false });
        await act('resume', OFFICER, { clockId: 'acceptance' });
        await sleep(3 * HOUR);
        expect(clock(record, 'acceptance').expired).toBe(false);
        await sleep(1.5 * HOUR);
        expect(clock(record, 'acceptance').expired).toBe(true);
      });
    });

    it('are extended when another person approves, and not when it is rejected', async () => {
      const approved = await walk('extension-approved', ends('closed'));
      const { startedAt, dueAt, status } = clock(approved, 'handling');
      expect([hours(startedAt, dueAt!), status]).toEqual([7 * 24, 'met']);
      // Six days are late of five: the warning came, the expiry, and a rung a day later not yet.
      const rejected = await walk('extension-rejected', ends('closed'));
      expect([hours(startedAt, dueAt!), clock(rejected, 'handling').status]).toEqual([7 * 24, 'missed']);
      await runCase(cases, {}, async ({ act }) => {
        const both: Actor = { id: 'both', grants: [...HANDLER_A.grants, ...HEAD_A.grants] };
        await act('accept', both);
        expect(await codeOf(act('approve-extension', HEAD_A))).toBe('PETITION.RULE_REFUSED');
        await act('request-extension', both, { days: 'PT12H' });
        expect(await codeOf(act('request-extension', HANDLER_A, { days: 1 }))).toBe('PETITION.RULE_REFUSED');
        expect(await codeOf(act('approve-extension', both))).toBe('PETITION.RULE_REFUSED');
        await act('approve-extension', HEAD_A);
        expect(await codeOf(act('request-extension', HANDLER_A, { days: 1 }))).toBe('PETITION.RULE_REFUSED');
      });
    });

    it('wait for nobody else: an extension asked for while suspended is refused, one approved then counts after', async () => {
      await runCase(cases, {}, async ({ act, record }) => {
        await act('accept', HANDLER_A);
        const due = Date.parse(clock(record, 'handling').dueAt!);
        await act('request-extension', HANDLER_A, { days: 1 });
        await act('suspend', HEAD_A);
        await act('approve-extension', HEAD_A);
        await act('resume', HEAD_A);
        const [pause] = clock(record, 'handling').suspensions;
        const suspended = Date.parse(pause!.to!) - Date.parse(pause!.from);
        expect(Date.parse(clock(record, 'handling').dueAt!) - due).toBe(DAY + suspended);
      });
    });
  });

  describe('a disputed case', () => {
    it('is sent back once by each unit, and then decided by the joint supervisor', async () => {
      const record = await walk('objected-and-disputed', ends('closed'));
      expect(record.commands.slice(2, 7)).toEqual(['object', 'assign', 'object', 'assign', 'accept']);
      expect(record.steps.map(({ to }) => to)).toContain('disputed');
      expect(record.state).toMatchObject({ objectedBy: ['unit-a', 'unit-b'], responsible: { unit: 'unit-b' } });
      await runCase(cases, {}, async ({ act }) => {
        await act('object', HANDLER_A);
        await act('assign', OFFICER, { unit: 'unit-a' });
        expect(await codeOf(act('object', HANDLER_A))).toBe('PETITION.RULE_REFUSED');
        expect(await codeOf(act('object', HEAD_A))).toBe('PETITION.RULE_REFUSED');
      });
    });

    it('stays with its first receiver until another has accepted', async () => {
      const record = await walk('given-to-another', ends('closed'));
      const commands = record.steps.map(({ command, to }) => [command, to]);
      expect(commands.slice(3, 7)).toEqual([
        ['assign', 'assigned'],
        ['object', 'registered'],
        ['assign', 'assigned'],
        ['accept', 'handling'],
      ]);
      await runCase(cases, {}, async ({ act, record: running }) => {
        await act('accept', HANDLER_A);
        await act('assign', OFFICER, { unit: 'unit-b' });
        expect(running.state.firstReceiver).toBe('unit-a');
        await act('object', HANDLER_B);
        expect(running.state.responsible).toEqual({ unit: 'unit-a' });
        await act('assign', OFFICER, { unit: 'unit-c' });
        await act('accept', HANDLER_C);
        expect(running.state.firstReceiver).toBe('unit-c');
      });
    });
  });

  describe('co-handling units', () => {
    it('have a clock each; one that fails loses nothing of another', async () => {
      const record = await walk('joint-handling', ends('closed'));
      expect(record.state.jointHandlers).toEqual([
        { unit: 'unit-b', status: 'answered' },
        { unit: 'unit-c', status: 'unanswered' },
      ]);
      expect(statuses(record).slice(4)).toEqual([
        ['handling', 'met'],
        ['joint-handling', 'met'],
        ['joint-handling-2', 'missed'],
        ['verification', 'met'],
        ['closing', 'missed'],
      ]);
      const late = record.steps.filter(({ data }) => data?.['clockId'] === 'joint-handling-2');
      expect(late.map(({ command, data }) => [command, data?.['unit']])).toEqual([['expire', 'unit-c']]);
    });

    it('answer each for itself and once, and may be asked again', async () => {
      await runCase(cases, {}, async ({ act, record }) => {
        await act('accept', HANDLER_A);
        expect(await codeOf(act('reply', HANDLER_B))).toBe('PETITION.NOT_PERMITTED');
        await act('add-handler', HEAD_A, { unit: 'unit-b' });
        expect(await codeOf(act('add-handler', OFFICER, { unit: 'unit-b' }))).toBe('PETITION.RULE_REFUSED');
        expect(await codeOf(act('add-handler', HEAD_B, { unit: 'unit-c' }))).toBe('PETITION.NOT_PERMITTED');
        await act('reply', HANDLER_B);
        expect(await codeOf(act('reply', HANDLER_B))).toBe('PETITION.RULE_REFUSED');
        await act('add-handler', OFFICER, { unit: 'unit-b' });
        expect(clock(record, 'joint-handling-2')).toMatchObject({ unit: 'unit-b', status: 'running' });
      });
    });

    it('ask for more time for their own clock only', async () => {
      await runCase(cases, {}, async ({ act, record }) => {
        await act('accept', HANDLER_A);
        await act('add-handler', HEAD_A, { unit: 'unit-b' });
        const refused = act('request-extension', HANDLER_B, { days: 1, clockId: 'handling' });
        expect(await codeOf(refused)).toBe('PETITION.RULE_REFUSED');
        const before = clock(record, 'joint-handling').dueAt!;
        await act('request-extension', HANDLER_B, { days: 1 });
        await act('approve-extension', HEAD_A);
        expect(hours(before, clock(record, 'joint-handling').dueAt!)).toBe(24);
        expect(clock(record, 'handling').extensionDays).toBe(0);
      });
    });
  });

  describe('other paths', () => {
    it('urging and supervising are on record and change nothing else', async () => {
      const record = await walk('urged-and-supervised', ends('closed'));
      expect(record.steps.filter(({ from, to }) => from === to).map(({ command, actor }) => [command, actor])).toEqual([
        ['urge', 'petitioner'],
        ['urge', 'head-a'],
        ['supervise', 'head-s'],
      ]);
    });

    it('rework is ordered before and after verification, each time on a clock of its own', async () => {
      const record = await walk('reworked', ends('closed'));
      expect(record.state.reworks).toBe(2);
      expect(record.state.clocks.filter(({ kind }) => kind === 'handling').map(({ id }) => id)).toEqual([
        'handling',
        'handling-2',
        'handling-3',
      ]);
    });

    it('what was late is tolerated by a person once, and stays recorded as late', async () => {
      const record = await walk('late-and-tolerated', ends('closed'));
      expect(record.state).toMatchObject({ tolerated: true, overdue: true });
      expect(clock(record, 'handling').status).toBe('missed');
      expect(record.steps.find(({ command }) => command === 'tolerate')).toMatchObject({ actor: 'head-s' });
    });

    it.each<[WalkName, string, object]>([
      ['withdrawn', 'withdrawn', {}],
      ['merged', 'merged', { mergedInto: '20261123-0000009' }],
      ['transferred', 'transferred', { transferredTo: '市水务集团' }],
      ['refused', 'refused', {}],
    ])('a case that is %s is over, and no clock of it runs', async (name, stage, more) => {
      const record = await walk(name, ends(stage));
      expect(record.state).toMatchObject({ stage, ...more });
      expect(record.state.clocks.filter(({ status }) => status === 'running')).toEqual([]);
    });
  });

  describe('a closed case', () => {
    it('is called back, and reopened once by right when the petitioner is dissatisfied', async () => {
      const record = await walk('reopened', async ({ act }) => {
        expect(await codeOf(act('reopen', PETITIONER))).toBe('PETITION.RULE_REFUSED');
        await act('rate', PETITIONER, { satisfied: false });
      });
      expect(record.steps.slice(6).map(({ command, to }) => [command, to])).toEqual([
        ['call-back', 'closed'],
        ['reopen', 'registered'],
        ['assign', 'assigned'],
        ['accept', 'handling'],
        ['feedback', 'answered'],
        ['verify', 'verified'],
        ['close', 'closed'],
        ['rate', 'closed'],
      ]);
      expect(record.state).toMatchObject({ stage: 'closed', reopenings: 1, satisfied: false });
    });

    it('is not reopened by whoever said that it is well', async () => {
      await walk('main-line', async ({ act }) => {
        await act('rate', PETITIONER, { satisfied: true });
        expect(await codeOf(act('reopen', PETITIONER))).toBe('PETITION.RULE_REFUSED');
        await act('reopen', OFFICER);
      });
    });
  });
});

describe('handleMatter on a server of real time', () => {
  let cases: CasesInTime;
  beforeAll(async () => {
    cases = await serverForCases(CONTINUES_AT);
  }, 60_000);
  afterAll(() => cases.stop());

  it('asks again until dispatch answers', async () => {
    let asked = 0;
    const askRoute = async (): Promise<Route> => {
      asked += 1;
      if (asked < 3) throw new Error('silent');
      return { unit: 'unit-a' };
    };
    const routed = await runCase(cases, { route: null, askRoute }, async ({ sleep }) => sleep(5_000));
    expect(routed.state).toMatchObject({ stage: 'assigned', responsible: { unit: 'unit-a' } });
    expect(asked).toBeGreaterThanOrEqual(3);
  });

  it('keeps to what a person dispatched while nobody answered', async () => {
    let dispatched = false;
    const askRoute = async (): Promise<Route> => {
      if (!dispatched) throw new Error('silent');
      return { unit: 'unit-a' };
    };
    const record = await runCase(cases, { route: null, askRoute }, async ({ act, sleep }) => {
      await act('assign', OFFICER, { unit: 'unit-b' });
      dispatched = true;
      await sleep(5_000);
    });
    expect(record.state.responsible).toEqual({ unit: 'unit-b' });
    expect(record.commands.filter((command) => command === 'assign')).toHaveLength(1);
  });

  it('goes on when a person was quicker than the registration', async () => {
    const slow = { route: null, askRoute: async () => ({ unit: 'unit-a' }) };
    const record = await runCase(cases, slow, async ({ act, record: running }) => {
      // Sent at once: it may come before, between or after what the platform does by itself.
      await act('withdraw', PETITIONER);
      expect(running.state.stage).toBe('withdrawn');
    });
    expect(record.state.stage).toBe('withdrawn');
  });

  it('goes on in a new run when its history has become long, with every clock', async () => {
    const record = await runCase(cases, LONG_WALK.options, async (the) => {
      await LONG_WALK.walk(the);
      expect(await the.handle.result()).toEqual({ stage: 'closed' });
      const { runId } = await the.handle.describe();
      expect(runId).not.toBe(the.handle.firstExecutionRunId);
    });
    expect(record.commands.filter((command) => command === 'urge')).toHaveLength(URGES);
    expect(record.commands.slice(-3)).toEqual(['feedback', 'verify', 'close']);
    expect(record.state.clocks.find(({ id }) => id === 'handling')?.status).toBe('met');
  });
});
