import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { READ_RECORD } from '@wangge/contracts/task-queues';
import { type Calendar, withYear } from '@wangge/domain/calendar/calendar';
import { formatDay, formatInstant } from '@wangge/domain/calendar/local-date';
import type { CaseState } from '@wangge/domain/cases/case-state';
import { replan } from '@wangge/domain/cases/replan';
import type { Actor } from '@wangge/domain/people/actor';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import { drillPack } from '@wangge/testing/drill-pack';
import { HANDLER_A, OFFICER } from '@wangge/testing/people';
import { PLAIN_CALENDAR, RecordInMemory } from '@wangge/testing/record-in-memory';
import type { CaseActivities } from './case-activities';
import { ATTRIBUTES } from './search-attributes';

const INDEXED_VALUE_TYPES = { KEYWORD: 2, BOOL: 5, DATETIME: 6 } as const;
const DAY = 86_400_000;

jest.setTimeout(60_000);

/** `handling` in five working days, with a warning a day before; everything else as in the drill. */
const pack: RulePack = {
  ...drillPack,
  clocks: drillPack.clocks.map((clock) =>
    clock.id === 'handling' ? { ...clock, unit: 'workingDay', amount: 5, warnings: ['P1D'] } : clock,
  ),
};

describe('a running case whose record was planned anew', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    const path = process.env['WANGGE_TEST_BIN_TEMPORAL_TEST_SERVER']!;
    environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
    const searchAttributes = Object.fromEntries(
      Object.values(ATTRIBUTES).map(({ name, type }) => [name, INDEXED_VALUE_TYPES[type]]),
    );
    await environment.connection.operatorService.addSearchAttributes({
      namespace: environment.namespace,
      searchAttributes,
    });
  }, 60_000);
  afterAll(async () => environment.teardown());

  interface Story {
    record: RecordInMemory;
    handle: WorkflowHandle;
    handling: () => CaseState['clocks'][number];
    act: (command: string, actor: Actor) => Promise<unknown>;
    /** Publishes these days and moves the record, as the batch does; the running case is not told. */
    publish: (days: { holidays: string[]; makeUpDays: string[] }) => Promise<void>;
    now: () => Promise<number>;
  }

  /** A case in handling on a worker of its own. */
  async function inHandling(story: (the: Story) => Promise<void>): Promise<void> {
    let calendar: Calendar = PLAIN_CALENDAR;
    const law = {
      pack,
      get calendar() {
        return calendar;
      },
    };
    const now = () => environment.currentTimeMs();
    const record = new RecordInMemory(law, { receivedAt: new Date(await now()).toISOString() });
    const activities: CaseActivities = {
      openCase: async () => ({ state: record.state, route: { unit: 'unit-a' } }),
      askRoute: async () => ({}),
      recordActs: async (input) => record.record(input),
    };
    const taskQueue = randomUUID();
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      namespace: environment.namespace,
      taskQueue,
      activities,
      workflowBundle: { codePath: join(__dirname, '../../dist/workflow-bundle.js') },
    });
    await worker.runUntil(async () => {
      const handle = await environment.client.workflow.start('handleMatter', {
        workflowId: randomUUID(),
        taskQueue,
        args: [{ number: record.state.number }],
      });
      const act = (command: string, actor: Actor) =>
        handle.executeUpdate(command, {
          args: [{ commandId: randomUUID(), command, actor, reason: '测试' }] as [object],
        });
      await act('accept', HANDLER_A);
      const publish: Story['publish'] = async (days) => {
        const before = { pack, calendar };
        const year = Number(formatInstant(await now()).slice(0, 4));
        for (const one of [year, year + 1]) {
          const ofYear = (dates: string[]) => dates.filter((date) => date.startsWith(`${one}-`));
          const { holidays, makeUpDays } = { holidays: ofYear(days.holidays), makeUpDays: ofYear(days.makeUpDays) };
          calendar = withYear(calendar, one, { holidays, makeUpDays }, `${one}.1`);
        }
        const planned = replan(record.state, {
          law: { before, after: { pack, calendar } },
          at: new Date(await now()).toISOString(),
          commandId: `replan:${randomUUID()}`,
          reason: '公布',
        })!;
        record.state = planned.state;
        record.steps.push(planned.step);
      };
      const handling = () => record.state.clocks.find((clock) => clock.id === 'handling')!;
      await story({ record, handle, handling, act, publish, now });
      await handle.terminate();
    });
  }

  const dates = (from: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => formatDay(Date.parse(`${from}T00:00:00Z`) / DAY + index));
  const weekendsOf = (all: string[]): string[] => all.filter((date) => [0, 6].includes(new Date(date).getUTCDay()));
  const sleepUntil = async (at: number) => environment.sleep(Math.max(at - (await environment.currentTimeMs()), 1));
  const expiries = (record: RecordInMemory) => record.steps.filter(({ command }) => command === 'expire');

  it('does not expire at the earlier instant that its timer still stands for', async () => {
    await inHandling(async ({ record, handling, publish }) => {
      const old = Date.parse(handling().dueAt!);
      // The next ten dates are holidays: none of them is counted, so that the due instant comes at least a week later.
      await publish({
        holidays: dates(formatInstant(Date.parse(handling().startedAt) + DAY).slice(0, 10), 10),
        makeUpDays: [],
      });
      const due = Date.parse(handling().dueAt!);
      expect(due).toBeGreaterThanOrEqual(old + 7 * DAY);
      await sleepUntil(due - 60_000);
      expect(record.commands.slice(-2)).toEqual(['replan', 'warn']);
      await sleepUntil(due + 60_000);
      expect(expiries(record).map(({ at }) => Math.round((Date.parse(at) - due) / 1_000))).toEqual([0]);
    });
  });

  it('expires at the earlier instant once it was told', async () => {
    await inHandling(async ({ record, handle, handling, publish }) => {
      const old = Date.parse(handling().dueAt!);
      // Every Saturday and Sunday of the next ten dates is worked: five working days are the next five dates.
      const next = dates(formatInstant(Date.parse(handling().startedAt) + DAY).slice(0, 10), 10);
      await publish({ holidays: [], makeUpDays: weekendsOf(next) });
      const due = Date.parse(handling().dueAt!);
      expect(handling().dueDate).toBe(next[4]);
      expect(due).toBeLessThan(old);
      await handle.executeUpdate(READ_RECORD);
      await sleepUntil(due + 60_000);
      expect(expiries(record).map(({ at }) => Math.round((Date.parse(at) - due) / 1_000))).toEqual([0]);
    });
  });

  it('takes a command that was sent before it knew', async () => {
    await inHandling(async ({ record, act, handling, publish }) => {
      await publish({
        holidays: dates(formatInstant(Date.parse(handling().startedAt) + DAY).slice(0, 10), 10),
        makeUpDays: [],
      });
      await act('feedback', HANDLER_A);
      expect(record.commands.slice(-2)).toEqual(['replan', 'feedback']);
      expect(record.state.stage).toBe('answered');
      await expect(act('accept', OFFICER)).rejects.toThrow();
    });
  });
});
