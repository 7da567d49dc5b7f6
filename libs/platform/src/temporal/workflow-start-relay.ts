import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Log } from '../telemetry/log';
import { Pump } from '../outbox/pump';
import { withTraceparent } from '../telemetry/tracing';

interface StartRow {
  workflow_id: string;
  workflow_type: string;
  task_queue: string;
  args: unknown[];
  summary: string;
  traceparent: string | null;
}

const LEASE_SECONDS = 30;
const START_DEADLINE_MS = 10_000;

/**
 * Starts the workflows that committed filings ask for. A start request is leased, the workflow started under its
 * business id, and the request deleted; a crash in between starts it again under the same id, which is success.
 */
export class WorkflowStartRelay {
  private readonly pump: Pump;
  private done: string[] = [];

  constructor(
    private readonly pool: Pool,
    private readonly client: Client,
    /** How many starts may be in flight; kept small so that filing has the machine first. */
    private readonly concurrency: number,
    private readonly log: Log,
  ) {
    this.pump = new Pump('workflow start relay', () => this.startBatch(), log);
  }

  start(): void {
    this.pump.start();
  }

  async stop(): Promise<void> {
    await this.pump.stop();
    await this.deleteDone();
  }

  private async startBatch(): Promise<boolean> {
    const rows = await this.claim();
    const outcomes = await Promise.allSettled(rows.map((row) => this.startOne(row)));
    this.done = rows.filter((_, index) => outcomes[index]?.status === 'fulfilled').map((row) => row.workflow_id);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) {
      await this.deleteDone();
      throw failed.reason;
    }
    return rows.length > 0;
  }

  /** Deletes what was started and leases the next, in one statement and one commit. */
  private async claim(): Promise<StartRow[]> {
    const { rows } = await this.pool.query<StartRow>({
      name: 'claim-workflow-starts',
      text: `with done as (delete from workflow_start where workflow_id = any($1::text[]))
        update workflow_start set leased_until = now() + make_interval(secs => $2)
        where workflow_id in (
          select workflow_id from workflow_start where leased_until < now() and workflow_id <> all($1::text[])
          order by created_at limit $3 for update skip locked)
        returning workflow_id, workflow_type, task_queue, args, summary, traceparent`,
      values: [this.done, LEASE_SECONDS, this.concurrency],
    });
    this.done = [];
    return rows;
  }

  private async deleteDone(): Promise<void> {
    if (this.done.length === 0) return;
    await this.pool.query('delete from workflow_start where workflow_id = any($1::text[])', [this.done]);
    this.done = [];
  }

  private async startOne(row: StartRow): Promise<void> {
    try {
      await this.client.connection.withDeadline(Date.now() + START_DEADLINE_MS, () =>
        withTraceparent(row.traceparent, () =>
          this.client.workflow.start(row.workflow_type, {
            workflowId: row.workflow_id,
            taskQueue: row.task_queue,
            args: row.args,
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            staticSummary: row.summary,
          }),
        ),
      );
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return;
      // The lease is given back so that the request is taken up again as soon as Temporal answers.
      await this.pool
        .query(`update workflow_start set leased_until = now() where workflow_id = $1`, [row.workflow_id])
        .catch(() => undefined);
      throw error;
    }
  }
}
