import type { JetStreamClient } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import type { Pool } from 'pg';
import type { Log } from '../telemetry/log';
import { Pump } from './pump';

interface OutboxRow {
  id: string;
  subject: string;
  key: string;
  body: unknown;
  traceparent: string | null;
}

const BATCH = 500;
/** One relay at a time per database; another copy takes over when its connection ends. */
const RELAY_LOCK = 7_203_001;

/**
 * Carries committed facts from the outbox table to JetStream. Rows leave the table in the same transaction in which
 * JetStream acknowledged them; a crash between the two publishes again under the same message id, which the stream drops.
 */
export class OutboxRelay {
  private readonly pump: Pump;

  constructor(
    private readonly pool: Pool,
    private readonly stream: JetStreamClient,
    /** The service, part of the message id: outbox ids are unique per database only. */
    private readonly origin: string,
    log: Log,
  ) {
    this.pump = new Pump('outbox relay', () => this.carry(), log);
  }

  start(): void {
    this.pump.start();
  }

  async stop(): Promise<void> {
    await this.pump.stop();
  }

  /** Publishes one batch. @returns whether there may be more at once */
  private async carry(): Promise<boolean> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query<OutboxRow>(
        `select id, subject, key, body, traceparent from outbox where pg_try_advisory_xact_lock(${RELAY_LOCK}) order by id limit ${BATCH}`,
      );
      if (rows.length === 0) {
        await client.query('rollback');
        return false;
      }
      await Promise.all(rows.map((row) => this.publish(row)));
      await client.query('delete from outbox where id = any($1::bigint[])', [rows.map((row) => row.id)]);
      await client.query('commit');
      return rows.length === BATCH;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  private async publish(row: OutboxRow): Promise<void> {
    const carried = headers();
    if (row.traceparent !== null) carried.set('traceparent', row.traceparent);
    await this.stream.publish(row.subject, JSON.stringify({ key: row.key, ...(row.body as object) }), {
      msgID: `${this.origin}-${row.id}`,
      timeout: 5_000,
      headers: carried,
    });
  }
}
