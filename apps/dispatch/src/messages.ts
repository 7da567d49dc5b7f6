import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { HealthRegistry } from '@wangge/platform/health/health-registry';
import { lastingPool } from '@wangge/platform/database/lasting-pool';
import { InboxConsumer } from '@wangge/platform/inbox/inbox-consumer';
import { connectNats, openStream, type NatsSettings } from '@wangge/platform/messaging/nats';
import { OutboxRelay } from '@wangge/platform/outbox/outbox-relay';
import type { Log } from '@wangge/platform/telemetry/log';
import { exposeQueues, OUTBOX } from '@wangge/platform/telemetry/queues';
import type { Pool } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { projectCases } from './work-orders/project-cases';

/**
 * What flows between this service and JetStream: changes of reference data out, case events in. It waits for NATS in
 * the background, so that the service starts and answers over HTTP while NATS is away.
 */
@Injectable()
export class Messages implements OnApplicationBootstrap, OnApplicationShutdown {
  /** The connection, once NATS is there. */
  readonly connection: Promise<NatsConnection>;
  private readonly pool: Pool;
  private connected: NatsConnection | undefined;
  private relay: OutboxRelay | undefined;
  private inbox: InboxConsumer | undefined;
  private stopping = false;

  constructor(
    databaseUrl: string,
    settings: NatsSettings,
    private readonly log: Log,
    health: HealthRegistry,
  ) {
    this.pool = lastingPool({ connectionString: databaseUrl, max: 4, connectionTimeoutMillis: 5_000 });
    exposeQueues(this.pool, OUTBOX);
    this.connection = connectNats(settings).then((connection) => {
      this.connected = connection;
      if (this.stopping) void connection.close();
      return connection;
    });
    this.connection.catch((error: unknown) => this.log.error({ err: error }, 'NATS refused the connection'));
    health.register('database', () => this.pool.query('select 1'));
    health.register(
      'nats',
      () => {
        if (!this.connected || this.connected.isClosed()) throw new Error('not connected');
        return this.connected.rtt();
      },
      { critical: false },
    );
  }

  onApplicationBootstrap(): void {
    void this.start();
  }

  private async start(): Promise<void> {
    const connection = await this.connection.catch(() => undefined);
    while (connection && !this.stopping) {
      try {
        const stream = await openStream(connection);
        if (this.stopping) return;
        this.relay = new OutboxRelay(this.pool, stream, 'dispatch', this.log);
        this.inbox = new InboxConsumer(
          this.pool,
          stream,
          'dispatch-work-orders',
          ['petition.*.v1'],
          projectCases,
          this.log,
        );
        this.relay.start();
        this.inbox.start();
        return;
      } catch (error) {
        this.log.warn({ err: error }, 'the stream of facts cannot be opened yet');
        await pause(1_000);
      }
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all([this.relay?.stop(), this.inbox?.stop()]);
    await this.connected?.close();
    await this.pool.end();
  }
}
