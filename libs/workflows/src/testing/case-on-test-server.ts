import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
  type WorkflowHandle,
  type WorkflowHandleWithFirstExecutionRunId,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { isFinal } from '@wangge/domain/cases/decide';
import { processOf } from '@wangge/domain/cases/processes';
import type { LawInForce } from '@wangge/domain/cases/transition';
import type { Actor } from '@wangge/domain/people/actor';
import { drillPack } from '@wangge/testing/drill-pack';
import { PLAIN_CALENDAR, RecordInMemory } from '@wangge/testing/record-in-memory';
import type { CaseActivities, Route } from '../case/case-activities';
import { ATTRIBUTES } from '../case/search-attributes';

/** Types of search attributes as the API numbers them (temporal.api.enums.v1.IndexedValueType). */
const INDEXED_VALUE_TYPES = { KEYWORD: 2, BOOL: 5, DATETIME: 6 } as const;

export const BUNDLE = join(__dirname, '../../dist/workflow-bundle.js');

export interface CaseOptions {
  /** Where the matrix sends the case; `null` while nobody answers, `{}` where it has a gap, unit-a unless given. */
  readonly route?: Route | null;
  readonly askRoute?: () => Promise<Route>;
  /** The drill pack without a calendar unless given. */
  readonly law?: LawInForce;
}

/** One case at work. */
export interface RunningCase {
  readonly record: RecordInMemory;
  readonly handle: WorkflowHandleWithFirstExecutionRunId;
  readonly act: (command: string, actor: Actor, data?: object) => Promise<unknown>;
  readonly sleep: (ms: number) => Promise<void>;
  /** The run that began it, where it went on in another one. */
  readonly firstRun: () => WorkflowHandle;
}

/** The code with which a command was refused; `accepted` when it was not. */
export const codeOf = (attempt: Promise<unknown>): Promise<string | undefined | null> =>
  attempt.then(
    () => 'accepted',
    (error: unknown) =>
      error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure
        ? error.cause.type
        : String(error),
  );

/** A Temporal server of one's own for cases whose record is in memory: one that skips time, or a real one. */
export class CaseServer {
  private constructor(private readonly environment: TestWorkflowEnvironment) {}

  static async skippingTime(): Promise<CaseServer> {
    const path = process.env['WANGGE_TEST_BIN_TEMPORAL_TEST_SERVER']!;
    return this.with(
      await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } }),
    );
  }

  /** @param suggestContinueAsNewAt events in a history after which the server suggests a new run */
  static async real(suggestContinueAsNewAt: number): Promise<CaseServer> {
    const path = process.env['WANGGE_TEST_BIN_TEMPORAL']!;
    const limit = `limit.historyCount.suggestContinueAsNew=${suggestContinueAsNewAt}`;
    return this.with(
      await TestWorkflowEnvironment.createLocal({
        server: { executable: { type: 'existing-path', path }, extraArgs: ['--dynamic-config-value', limit] },
      }),
    );
  }

  private static async with(environment: TestWorkflowEnvironment): Promise<CaseServer> {
    const searchAttributes = Object.fromEntries(
      Object.values(ATTRIBUTES).map(({ name, type }) => [name, INDEXED_VALUE_TYPES[type]]),
    );
    await environment.connection.operatorService.addSearchAttributes({
      namespace: environment.client.options.namespace,
      searchAttributes,
    });
    return new CaseServer(environment);
  }

  /** Runs one case on a worker of its own while `story` acts on it. */
  async withCase(options: CaseOptions, story: (the: RunningCase) => Promise<void>): Promise<RecordInMemory> {
    const { environment } = this;
    const receivedAt = new Date(await environment.currentTimeMs()).toISOString();
    const record = new RecordInMemory(options.law ?? { pack: drillPack, calendar: PLAIN_CALENDAR }, { receivedAt });
    const activities: CaseActivities = {
      openCase: async () => ({
        state: record.state,
        route: options.route === undefined ? { unit: 'unit-a', supervisingUnit: 'unit-s' } : options.route,
      }),
      askRoute: options.askRoute ?? (async () => ({})),
      recordActs: async (input) => record.record(input),
    };
    const taskQueue = randomUUID();
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      namespace: environment.client.options.namespace,
      taskQueue,
      activities,
      workflowBundle: { codePath: BUNDLE },
    });
    const { workflow } = environment.client;
    await worker.runUntil(async () => {
      const start = { workflowId: randomUUID(), taskQueue, args: [{ number: record.state.number }] };
      const handle = await workflow.start('handleMatter', start);
      const act = async (command: string, actor: Actor, data?: object): Promise<unknown> => {
        const args = [{ commandId: randomUUID(), command, actor, reason: '测试', ...(data ? { data } : {}) }] as [
          object,
        ];
        if (!isFinal(processOf('matter'), record.state))
          return workflow.getHandle(start.workflowId).executeUpdate(command, { args });
        // A closed case runs no workflow: it starts again, reads the record and takes the command in one go.
        const again = { ...start, workflowIdConflictPolicy: 'USE_EXISTING' } as const;
        const startWorkflowOperation = new WithStartWorkflowOperation('handleMatter', again);
        return workflow.executeUpdateWithStart(command, { args, startWorkflowOperation });
      };
      await story({
        record,
        act,
        handle,
        sleep: (ms) => environment.sleep(ms),
        firstRun: () => workflow.getHandle(start.workflowId, handle.firstExecutionRunId),
      });
      const { status } = await workflow.getHandle(start.workflowId).describe();
      if (status.name === 'RUNNING') await workflow.getHandle(start.workflowId).terminate();
    });
    return record;
  }

  stop(): Promise<void> {
    return this.environment.teardown();
  }
}
