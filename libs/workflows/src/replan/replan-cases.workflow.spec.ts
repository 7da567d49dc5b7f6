import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Progress, ReplanActivities } from './replan-activities';
import type { ReplanInput } from './replan-cases.workflow';

jest.setTimeout(60_000);

const progress: Progress = { touched: 3, planned: 3, moved: 2, confirmed: 1, told: 0 };

describe('replanCases', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    const path = process.env['WANGGE_TEST_BIN_TEMPORAL_TEST_SERVER']!;
    environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
  }, 60_000);
  afterAll(async () => environment.teardown());

  /** Runs the workflow to its end; what it asked for, in order, with the seconds since it was started. */
  async function run(input: ReplanInput, given: Partial<ReplanActivities> = {}) {
    const asked: string[] = [];
    const started = await environment.currentTimeMs();
    const note = async (what: string) => {
      asked.push(`${what} +${Math.round(((await environment.currentTimeMs()) - started) / 1_000)}`);
    };
    let left = 2;
    const activities: ReplanActivities = {
      findTouchedCases: async ({ pass }) => {
        await note(`find ${pass}`);
        return progress;
      },
      planTouchedCases: async ({ pass }) => {
        await note(`plan ${pass}`);
        return { progress, more: false };
      },
      tellRunningCases: async () => {
        await note('tell');
        left -= 1;
        return { progress, more: left > 0 };
      },
      finishPublication: async () => {
        await note('finish');
        return { ...progress, told: 2 };
      },
      ...given,
    };
    const taskQueue = randomUUID();
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      namespace: environment.namespace,
      taskQueue,
      activities,
      workflowBundle: { codePath: join(__dirname, '../../dist/workflow-bundle.js') },
    });
    const result: unknown = await worker.runUntil(
      environment.client.workflow.execute('replanCases', { workflowId: randomUUID(), taskQueue, args: [input] }),
    );
    return { result: result as Progress, asked };
  }

  const words = (asked: readonly string[]) => asked.map((one) => one.split(' +')[0]);
  const seconds = (asked: readonly string[], what: string) =>
    Number(asked.find((one) => one.startsWith(`${what} +`))!.split(' +')[1]);

  it('moves the record, then what was written meanwhile by the law before, and then tells the running cases', async () => {
    const { result, asked } = await run({ publication: 'calendar:2027.1' });
    expect(words(asked)).toEqual(['find 1', 'plan 1', 'find 2', 'plan 2', 'tell', 'tell', 'finish']);
    expect(seconds(asked, 'find 2') - seconds(asked, 'plan 1')).toBeGreaterThanOrEqual(10);
    expect(result).toEqual({ ...progress, told: 2 });
  });

  it('waits until the version comes into force', async () => {
    const begins = new Date((await environment.currentTimeMs()) + 30 * 86_400_000).toISOString();
    const { asked } = await run({ publication: 'rule-pack:hotline@2', begins });
    expect(Math.abs(seconds(asked, 'find 1') - 30 * 86_400)).toBeLessThan(60);
  });

  it('goes on with telling only, where it was continued as new', async () => {
    const { asked } = await run({ publication: 'calendar:2027.1', recorded: true });
    expect(words(asked)).toEqual(['tell', 'tell', 'finish']);
  });

  it('goes on after a database that is away', async () => {
    let tries = 0;
    const { result } = await run(
      { publication: 'calendar:2027.1' },
      {
        findTouchedCases: async () => {
          tries += 1;
          if (tries < 4) throw new Error('connection refused');
          return progress;
        },
      },
    );
    expect(tries).toBe(5);
    expect(result.told).toBe(2);
  });
});
