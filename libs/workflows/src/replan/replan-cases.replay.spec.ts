import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { KeptHistories, mutantOf, RECORDING } from '../testing/kept-histories';
import { BUNDLE } from '../testing/run-case';
import type { Progress, ReplanActivities } from './replan-activities';

jest.setTimeout(120_000);

/** A publication of a version that comes into force later, told in two portions. */
const histories = new KeptHistories(join(__dirname, 'histories'));
const NAME = 'published';

async function record(): Promise<void> {
  const path = process.env['WANGGE_TEST_BIN_TEMPORAL_TEST_SERVER']!;
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  const progress: Progress = { touched: 300, planned: 300, moved: 200, confirmed: 100, told: 100 };
  let portions = 2;
  const activities: ReplanActivities = {
    findTouchedCases: async () => progress,
    planTouchedCases: async () => ({ progress, more: false }),
    tellRunningCases: async () => ({ progress, more: --portions > 0 }),
    finishPublication: async () => ({ ...progress, told: 200 }),
  };
  const taskQueue = randomUUID();
  const worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue,
    activities,
    workflowBundle: { codePath: BUNDLE },
  });
  const begins = new Date((await environment.currentTimeMs()) + 86_400_000).toISOString();
  await worker.runUntil(async () => {
    const handle = await environment.client.workflow.start('replanCases', {
      workflowId: randomUUID(),
      taskQueue,
      args: [{ publication: 'rule-pack:hotline@2', begins }],
    });
    await handle.result();
    histories.keep(NAME, await handle.fetchHistory());
  });
  await environment.teardown();
}

describe('a kept history of replanCases', () => {
  let folder: string;
  beforeAll(async () => {
    // A history that does not fit is what mutants are for: it need not be told.
    Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
    if (RECORDING && histories.isMissing(NAME)) await record();
    folder = mkdtempSync(join(dirname(BUNDLE), 'mutants-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('fits the code of today', async () => {
    expect([...(await histories.replay(BUNDLE))]).toEqual([[NAME, undefined]]);
  });

  it.each([
    ['one pass only', 'await record(publication, 2);', ''],
    ['nobody waiting for acts in progress', "await sleep(SETTLED, { summary: '等待进行中的办理落案' });", ''],
    ['nobody waiting for the day', 'if (input.begins !== undefined)', 'if (false)'],
  ])('does not fit %s', async (_, from, to) => {
    const bundle = await mutantOf(folder, 'replan/replan-cases.workflow.ts', from, to);
    expect((await histories.replay(bundle)).get(NAME)).toBe('DeterminismViolationError');
  });
});
