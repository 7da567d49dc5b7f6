import { randomUUID } from 'node:crypto';
import {
  WithStartWorkflowOperation,
  type WorkflowHandle,
  type WorkflowHandleWithFirstExecutionRunId,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure, type SearchAttributeType } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { isFinal } from '@wangge/domain/cases/decide';
import { processOf } from '@wangge/domain/cases/processes';
import type { Actor } from '@wangge/domain/people/actor';
import type { RecordInMemory } from './record-in-memory';

/** Types of search attributes as the API numbers them (temporal.api.enums.v1.IndexedValueType). */
const INDEXED_VALUE_TYPES: Partial<Record<SearchAttributeType, number>> = { KEYWORD: 2, BOOL: 5, DATETIME: 6 };

interface Attribute {
  readonly name: string;
  readonly type: SearchAttributeType;
}

/** One case at work: what a story acts on. */
export interface CaseAtWork {
  readonly record: RecordInMemory;
  readonly handle: WorkflowHandleWithFirstExecutionRunId;
  readonly act: (command: string, actor: Actor, data?: object) => Promise<unknown>;
  readonly sleep: (ms: number) => Promise<void>;
  /** The run that began it, where it went on in another one. */
  readonly firstRun: () => WorkflowHandle;
}

/** A Temporal server of one's own for cases whose record is in memory. */
export class CasesInTime {
  private constructor(private readonly environment: TestWorkflowEnvironment) {}

  /** One that skips time. */
  static async skippingTime(attributes: readonly Attribute[]): Promise<CasesInTime> {
    const path = process.env['WANGGE_TEST_BIN_TEMPORAL_TEST_SERVER']!;
    return this.with(
      await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } }),
      attributes,
    );
  }

  /** @param suggestContinueAsNewAt events in a history after which the server suggests a new run */
  static async real(attributes: readonly Attribute[], suggestContinueAsNewAt: number): Promise<CasesInTime> {
    const path = process.env['WANGGE_TEST_BIN_TEMPORAL']!;
    const limit = `limit.historyCount.suggestContinueAsNew=${suggestContinueAsNewAt}`;
    return this.with(
      await TestWorkflowEnvironment.createLocal({
        server: { executable: { type: 'existing-path', path }, extraArgs: ['--dynamic-config-value', limit] },
      }),
      attributes,
    );
  }

  private static async with(
    environment: TestWorkflowEnvironment,
    attributes: readonly Attribute[],
  ): Promise<CasesInTime> {
    await environment.connection.operatorService.addSearchAttributes({
      namespace: environment.client.options.namespace,
      searchAttributes: Object.fromEntries(attributes.map(({ name, type }) => [name, INDEXED_VALUE_TYPES[type]!])),
    });
    return new CasesInTime(environment);
  }

  stop = (): Promise<void> => this.environment.teardown();
  /** ISO instant of the server, which is ahead of ours by what was skipped. */
  now = async (): Promise<string> => new Date(await this.environment.currentTimeMs()).toISOString();

  /** Runs one case on a worker of its own while `story` acts on it. */
  async run(
    options: { workflow: string; bundle: string; record: RecordInMemory; activities: object },
    story: (the: CaseAtWork) => Promise<void>,
  ): Promise<RecordInMemory> {
    const { environment } = this;
    const { record } = options;
    const taskQueue = randomUUID();
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      namespace: environment.client.options.namespace,
      taskQueue,
      activities: options.activities,
      workflowBundle: { codePath: options.bundle },
    });
    const { workflow } = environment.client;
    await worker.runUntil(async () => {
      const start = { workflowId: randomUUID(), taskQueue, args: [{ number: record.state.number }] };
      const handle = await workflow.start(options.workflow, start);
      const latest = () => workflow.getHandle(start.workflowId);
      const act = async (command: string, actor: Actor, data?: object): Promise<unknown> => {
        const args = [{ commandId: randomUUID(), command, actor, reason: '测试', ...(data ? { data } : {}) }] as [
          object,
        ];
        if (!isFinal(processOf(record.state.kind), record.state)) return latest().executeUpdate(command, { args });
        // A closed case runs no workflow: it starts again, reads the record and takes the command in one go.
        const again = { ...start, workflowIdConflictPolicy: 'USE_EXISTING' } as const;
        const startWorkflowOperation = new WithStartWorkflowOperation(options.workflow, again);
        return workflow.executeUpdateWithStart(command, { args, startWorkflowOperation });
      };
      await story({
        record,
        act,
        handle,
        sleep: (ms) => environment.sleep(ms),
        firstRun: () => workflow.getHandle(start.workflowId, handle.firstExecutionRunId),
      });
      // A case that is over, or ends at this moment, is not there to be ended.
      await latest()
        .terminate()
        .catch((error: unknown) => {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        });
    });
    return record;
  }
}

/** How an act came out: `accepted`, or the code of its refusal. */
export const codeOf = async (attempt: Promise<unknown>): Promise<string | undefined | null> =>
  attempt.then(
    () => 'accepted',
    (error: unknown) =>
      error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure
        ? error.cause.type
        : String(error),
  );
