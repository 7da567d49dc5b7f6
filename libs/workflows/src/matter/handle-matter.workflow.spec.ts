import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Actor } from '@wangge/domain/people/actor';
import { type CaseAtWork, CasesInTime, codeOf } from '@wangge/testing/cases-in-time';
import { drillPack } from '@wangge/testing/drill-pack';
import { GRID_WORKER, HANDLER_A, HANDLER_B, HEAD_A, OFFICER } from '@wangge/testing/people';
import { PLAIN_CALENDAR, RecordInMemory } from '@wangge/testing/record-in-memory';
import type { CaseActivities, Route } from '../case/case-activities';
import { ATTRIBUTES } from '../case/search-attributes';

jest.setTimeout(30_000);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('handleMatter', () => {
  let cases: CasesInTime;
  beforeAll(async () => {
    cases = await CasesInTime.start(Object.values(ATTRIBUTES));
  }, 60_000);
  afterAll(async () => cases.stop());

  /** Runs one case on a worker of its own while `story` acts on it. */
  async function withCase(
    options: { route?: Route | null; askRoute?: () => Promise<Route> },
    story: (the: CaseAtWork) => Promise<void>,
  ): Promise<RecordInMemory> {
    const record = new RecordInMemory({ pack: drillPack, calendar: PLAIN_CALENDAR }, { receivedAt: await cases.now() });
    const activities: CaseActivities = {
      openCase: async () => ({
        state: record.state,
        route: options.route === undefined ? { unit: 'unit-a' } : options.route,
      }),
      askRoute: options.askRoute ?? (async () => ({})),
      recordActs: async (input) => record.record(input),
    };
    const bundle = join(__dirname, '../../dist/workflow-bundle.js');
    return cases.run({ workflow: 'handleMatter', bundle, record, activities }, story);
  }

  it('goes from filing to close along the seven steps', async () => {
    const record = await withCase({}, async ({ act, handle }) => {
      await act('accept', HANDLER_A);
      await act('feedback', HANDLER_A, { result: '已修复' });
      await act('verify', GRID_WORKER);
      await act('close', OFFICER);
      expect(await handle.result()).toEqual({ stage: 'closed' });
    });
    expect(record.commands).toEqual(['register', 'assign', 'accept', 'feedback', 'verify', 'close']);
    expect(record.state.clocks.map((clock) => [clock.id, clock.status])).toEqual([
      ['registration', 'met'],
      ['dispatch', 'met'],
      ['acceptance', 'met'],
      ['objection', 'met'],
      ['handling', 'met'],
      ['verification', 'met'],
      ['closing', 'met'],
    ]);
  });

  it('waits for a person where the matrix has a gap', async () => {
    const record = await withCase({ route: {} }, async ({ act, record: running }) => {
      expect(await codeOf(act('accept', HANDLER_A))).toBe('PETITION.WRONG_STAGE');
      expect(running.state.stage).toBe('registered');
      await act('assign', OFFICER, { unit: 'unit-b' });
      await act('accept', HANDLER_B);
    });
    expect(record.state.responsible).toEqual({ unit: 'unit-b', person: 'handler-b' });
  });

  it('asks again until dispatch answers, and keeps to what a person dispatched meanwhile', async () => {
    let asked = 0;
    const answersAtThird = async (): Promise<Route> => {
      asked += 1;
      if (asked < 3) throw new Error('silent');
      return { unit: 'unit-a' };
    };
    const routed = await withCase({ route: null, askRoute: answersAtThird }, async ({ sleep }) => sleep(HOUR));
    expect(routed.state).toMatchObject({ stage: 'assigned', responsible: { unit: 'unit-a' } });
    expect(asked).toBe(3);
  });

  it('refuses by stage, by person and by rule, each with its code', async () => {
    await withCase({}, async ({ act }) => {
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

  it('lets one of twenty acts at once win', async () => {
    const record = await withCase({}, async ({ act }) => {
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => codeOf(act('accept', HANDLER_A))));
      expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'PETITION.WRONG_STAGE')).toHaveLength(19);
    });
    expect(record.commands.filter((command) => command === 'accept')).toHaveLength(1);
  });

  it('goes on when a person was quicker than the registration', async () => {
    const slow = { route: null, askRoute: async () => ({ unit: 'unit-a' }) };
    const record = await withCase(slow, async ({ act, record: running }) => {
      // Sent at once: it may come before, between or after what the platform does by itself.
      await act('withdraw', { id: 'petitioner', grants: [] });
      expect(running.state.stage).toBe('withdrawn');
    });
    expect(record.state.stage).toBe('withdrawn');
  });

  /** Records an act behind the workflow's back, as a task does that is lost before it is completed. */
  const recordAlone = (record: RecordInMemory, command: string, actor: Actor) =>
    record.record({
      state: record.state,
      acts: [{ commandId: randomUUID(), command, actor, reason: '测试' }],
      at: new Date().toISOString(),
    });

  it('catches up with a record that went on without it, when an act was decided by that record', async () => {
    const record = await withCase({}, async ({ act, handle, record: running }) => {
      await act('accept', HANDLER_A);
      await act('feedback', HANDLER_A);
      recordAlone(running, 'verify', GRID_WORKER);
      expect(await codeOf(act('close', OFFICER))).toBe('PETITION.WRONG_STAGE');
      const close = {
        commandId: randomUUID(),
        command: 'close',
        actor: OFFICER,
        reason: '测试',
        seen: running.state.step,
      };
      await handle.executeUpdate('close', { args: [close] as [object] });
      expect(await handle.result()).toEqual({ stage: 'closed' });
    });
    expect(record.commands.slice(-2)).toEqual(['verify', 'close']);
  });

  it('catches up with such a record when a clock of its own comes', async () => {
    const record = await withCase({}, async ({ act, handle, sleep, record: running }) => {
      await act('accept', HANDLER_A);
      await act('feedback', HANDLER_A);
      recordAlone(running, 'verify', GRID_WORKER);
      recordAlone(running, 'close', OFFICER);
      await sleep(10 * DAY);
      expect(await handle.result()).toEqual({ stage: 'closed' });
    });
    expect(record.commands.slice(-2)).toEqual(['verify', 'close']);
  });

  it('warns, expires and climbs the ladder when nobody acts', async () => {
    const record = await withCase({}, async ({ act, sleep, record: running }) => {
      await act('accept', HANDLER_A);
      const accepted = Date.parse(running.state.clocks.find((clock) => clock.id === 'handling')!.startedAt);
      await sleep(4 * DAY + HOUR);
      expect(running.commands.slice(-1)).toEqual(['warn']);
      expect(running.state.overdue).toBe(false);
      await sleep(DAY);
      expect(running.commands.slice(-1)).toEqual(['expire']);
      expect(running.state.overdue).toBe(true);
      await sleep(3 * DAY);
      expect(running.commands.slice(-4)).toEqual(['warn', 'expire', 'escalate', 'escalate']);
      const late = (step: { at: string }) => Math.round((Date.parse(step.at) - accepted) / HOUR);
      expect(running.steps.slice(-4).map(late)).toEqual([96, 120, 144, 192]);
    });
    expect(record.steps.at(-1)?.data).toMatchObject({ clockId: 'handling', rung: 'supervising' });
  });

  it('moves the due instant by exactly the suspended time', async () => {
    await withCase({}, async ({ act, sleep, record }) => {
      await act('accept', HANDLER_A);
      const handling = () => record.state.clocks.find((clock) => clock.id === 'handling')!;
      const due = Date.parse(handling().dueAt!);
      await act('suspend', HEAD_A, { clockId: 'handling' });
      expect(handling()).toMatchObject({ status: 'suspended', dueAt: null });
      await sleep(10 * DAY);
      expect(record.commands).not.toContain('expire');
      await act('resume', HEAD_A, { clockId: 'handling' });
      const [pause] = handling().suspensions;
      expect(Date.parse(handling().dueAt!) - due).toBe(Date.parse(pause!.to!) - Date.parse(pause!.from));
      await sleep(6 * DAY);
      expect(record.commands).toContain('expire');
    });
  });
});
