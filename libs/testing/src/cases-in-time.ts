import { randomUUID } from 'node:crypto';
import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, type SearchAttributeType } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
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
  readonly handle: WorkflowHandle;
  readonly act: (command: string, actor: Actor, data?: object) => Promise<unknown>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Workflows of cases on a Temporal server that skips time. */
export class CasesInTime {
  private constructor(private readonly environment: TestWorkflowEnvironment) {}

  static async start(attributes: readonly Attribute[]): Promise<CasesInTime> {
    const path = process.env['WANGGE_TEST_BIN_TEMPORAL_TEST_SERVER']!;
    const environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
    await environment.connection.operatorService.addSearchAttributes({
      namespace: environment.namespace,
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
      namespace: environment.namespace,
      taskQueue,
      activities: options.activities,
      workflowBundle: { codePath: options.bundle },
    });
    await worker.runUntil(async () => {
      const { workflowId } = await environment.client.workflow.start(options.workflow, {
        workflowId: randomUUID(),
        taskQueue,
        args: [{ number: record.state.number }],
      });
      const handle = environment.client.workflow.getHandle(workflowId);
      const act = (command: string, actor: Actor, data?: object) =>
        handle.executeUpdate(command, {
          args: [{ commandId: randomUUID(), command, actor, reason: '测试', ...(data ? { data } : {}) }] as [object],
        });
      await story({ record, act, handle, sleep: (ms) => environment.sleep(ms) });
      const { status } = await handle.describe();
      if (status.name === 'RUNNING') await handle.terminate();
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
