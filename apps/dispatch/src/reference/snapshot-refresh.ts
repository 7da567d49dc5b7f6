import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { Subscription, NatsConnection } from '@nats-io/transport-node';
import type { Log } from '@wangge/platform/telemetry/log';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReferenceSnapshot } from './reference-snapshot';
import type { ReferenceStore } from './reference-store';

const EVERY_MS = 30_000;
const AFTER_FAILURE_MS = 1_000;
const FORGET_EVERY = 120;

/**
 * Keeps the snapshot of this copy fresh: at once when a copy says that something changed (a plain subscription: every
 * copy hears it), and at the latest every 30 s, whatever was missed.
 */
export class SnapshotRefresh implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private subscription: Subscription | undefined;
  private failing = false;

  constructor(
    private readonly snapshot: ReferenceSnapshot,
    private readonly store: ReferenceStore,
    private readonly connection: Promise<NatsConnection>,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.read();
    this.running = this.run();
    void this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.subscription?.unsubscribe();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let round = 1; !this.stopping.signal.aborted; round += 1) {
      const wait = this.snapshot.ready && !this.failing ? EVERY_MS : AFTER_FAILURE_MS;
      await pause(wait, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return;
      await this.read();
      if (round % FORGET_EVERY === 0) await this.store.forgetAnswers().catch(() => undefined);
    }
  }

  private async read(): Promise<void> {
    try {
      await this.snapshot.refresh();
      this.failing = false;
    } catch (error) {
      if (!this.failing)
        this.log.warn({ err: error }, 'reference data cannot be read; what is known goes on answering');
      this.failing = true;
    }
  }

  private async listen(): Promise<void> {
    try {
      const connection = await this.connection;
      if (this.stopping.signal.aborted) return;
      const changes = connection.subscribe('reference.*.v1');
      this.subscription = changes;
      // What a message says does not matter: the revisions in the database say what is new.
      for (const next = changes[Symbol.asyncIterator](); !(await next.next()).done;) await this.read();
    } catch (error) {
      if (!this.stopping.signal.aborted)
        this.log.warn({ err: error }, 'changes of other copies are seen within 30 s only');
    }
  }
}
