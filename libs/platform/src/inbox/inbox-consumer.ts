import { SpanKind } from '@opentelemetry/api';
import { AckPolicy, DeliverPolicy, type JetStreamClient, type JsMsg } from '@nats-io/jetstream';
import { STREAM } from '@wangge/contracts/events';
import type { PoolClient, Pool } from 'pg';
import { Pump } from '../outbox/pump';
import type { Log } from '../telemetry/log';
import { startSpanOf } from '../telemetry/tracing';

export interface InboxMessage {
  readonly id: string;
  readonly subject: string;
  readonly body: Record<string, unknown>;
  /** W3C trace context of what the fact came from. */
  readonly traceparent?: string;
}

const BATCH = 200;

/**
 * Consumes facts of other services, each once: the message ids and what the handler writes are one transaction, and a
 * message whose id is in the inbox already is acknowledged and left alone. Messages may come in any order.
 */
export class InboxConsumer {
  private readonly pump: Pump;

  constructor(
    private readonly pool: Pool,
    private readonly jetstream: JetStreamClient,
    /** Durable name of the consumer, one per service and purpose. */
    private readonly name: string,
    private readonly subjects: readonly string[],
    /** Writes what the messages mean, within the transaction of `client`. */
    private readonly handle: (messages: readonly InboxMessage[], client: PoolClient) => Promise<void>,
    private readonly log: Log,
  ) {
    this.pump = new Pump(`inbox ${name}`, () => this.take(), log);
  }

  start(): void {
    this.pump.start();
  }

  async stop(): Promise<void> {
    await this.pump.stop();
  }

  private async consumer() {
    const manager = await this.jetstream.jetstreamManager();
    try {
      return await this.jetstream.consumers.get(STREAM.name, this.name);
    } catch {
      await manager.consumers.add(STREAM.name, {
        durable_name: this.name,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
        filter_subjects: [...this.subjects],
        ack_wait: 30_000_000_000,
        max_ack_pending: BATCH * 5,
      });
      return this.jetstream.consumers.get(STREAM.name, this.name);
    }
  }

  private async take(): Promise<boolean> {
    const consumer = await this.consumer();
    const messages: JsMsg[] = [];
    for await (const message of await consumer.fetch({ max_messages: BATCH, expires: 1_000 })) messages.push(message);
    if (messages.length === 0) return true;
    const read = messages.map(readMessage);
    const spans = read.map(({ subject, traceparent }) =>
      startSpanOf(traceparent, `${this.name} ${subject}`, SpanKind.CONSUMER),
    );
    try {
      await this.takeIn(read);
    } finally {
      for (const span of spans) span.end();
    }
    for (const message of messages) message.ack();
    return true;
  }

  /** One transaction: remembers the ids that are new and hands just those to the handler. */
  async takeIn(messages: readonly InboxMessage[]): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query<{ message_id: string }>(
        'insert into inbox(consumer, message_id) select $1, unnest($2::text[]) on conflict do nothing returning message_id',
        [this.name, messages.map((message) => message.id)],
      );
      const fresh = new Set(rows.map((row) => row.message_id));
      const news = messages.filter((message) => fresh.delete(message.id));
      if (news.length > 0) await this.handle(news, client);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}

function readMessage(message: JsMsg): InboxMessage {
  const id = message.headers?.get('Nats-Msg-Id') || `${message.info.stream}-${message.seq}`;
  const traceparent = message.headers?.get('traceparent');
  const body = message.json<Record<string, unknown>>();
  return { id, subject: message.subject, body, ...(traceparent ? { traceparent } : {}) };
}
