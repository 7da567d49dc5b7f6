import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { READ_RECORD, workflowIdOfCase } from '@wangge/contracts/task-queues';
import type { Log } from '@wangge/platform/telemetry/log';
import type { Portion, Progress } from '@wangge/workflows/replan/replan-activities';
import type { Pool } from 'pg';

const BATCH = 100;
/** Waited for, and so few at once that people's commands are not behind a queue of ours. */
const IN_FLIGHT = 4;
const PORTION_MS = 60_000;
const DEADLINE_MS = 10_000;

/**
 * Tells running cases that their record went on without them, so that their timers and what administrators see follow. Those
 * with a moment that comes earlier than they know are first. A case that runs no more, or not yet, needs no telling.
 */
export class TellCases {
  constructor(
    private readonly pool: Pool,
    private readonly client: Client,
    private readonly log: Log,
  ) {}

  /** @param onBatch is called after every batch; throws to end the work */
  async tell(publication: string, onBatch: () => void = () => undefined): Promise<Portion> {
    const until = Date.now() + PORTION_MS;
    let numbers: string[];
    do {
      numbers = await this.next(publication);
      await this.tellBatch(publication, numbers, onBatch);
    } while (numbers.length > 0 && Date.now() < until);
    const { rows } = await this.pool.query<Progress>(
      'select touched, planned, moved, confirmed, told from publication where id = $1',
      [publication],
    );
    return { progress: rows[0]!, more: numbers.length > 0 };
  }

  private async next(publication: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ number: string }>(
      `select number from publication_case where publication = $1 and tell order by tell_by nulls last, number limit ${BATCH}`,
      [publication],
    );
    return rows.map(({ number }) => number);
  }

  private async tellBatch(publication: string, numbers: readonly string[], onBatch: () => void): Promise<void> {
    const waiting = [...numbers];
    const done: string[] = [];
    const failed: string[] = [];
    let told = 0;
    let problem: unknown;
    const loop = async () => {
      for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
        try {
          if (await this.tellOne(publication, number)) told += 1;
          done.push(number);
        } catch (error) {
          problem = error;
          failed.push(number);
        }
        onBatch();
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, loop));
    // One that does not answer goes to the end, so that nobody waits behind it.
    await this.pool.query(
      `with done as (delete from publication_case where publication = $1 and number = any($2::text[])),
         later as (update publication_case set tell_by = null where publication = $1 and number = any($3::text[]))
       update publication set told = told + $4 where id = $1`,
      [publication, done, failed, told],
    );
    if (failed.length === 0) return;
    this.log.warn({ err: problem, publication, cases: failed.length }, 'running cases could not be told yet');
    if (done.length === 0) throw problem;
  }

  /** @returns whether the case runs */
  private async tellOne(publication: string, number: string): Promise<boolean> {
    try {
      await this.client.connection.withDeadline(Date.now() + DEADLINE_MS, () =>
        this.client.workflow.getHandle(workflowIdOfCase(number)).executeUpdate(READ_RECORD, { updateId: publication }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }
}
