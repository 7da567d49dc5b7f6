import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectNats, openStream } from '@wangge/platform/messaging/nats';
import { LOG, type Log } from '@wangge/platform/telemetry/log';
import { natsSettings } from '../connections';

/** The stream of facts of this process, opened as soon as NATS is there. */
@Injectable()
export class Facts implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly waiting: ((stream: JetStreamClient) => void)[] = [];
  private connection: NatsConnection | undefined;
  private stopping = false;

  constructor(@Inject(LOG) private readonly log: Log) {}

  /** Calls back once, when the stream is open; never when the process ends before. */
  whenOpen(use: (stream: JetStreamClient) => void): void {
    this.waiting.push(use);
  }

  onApplicationBootstrap(): void {
    void this.open();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.connection?.close();
  }

  private async open(): Promise<void> {
    while (!this.stopping) {
      try {
        this.connection ??= await connectNats(natsSettings());
        const stream = await openStream(this.connection);
        for (const use of this.waiting) use(stream);
        return;
      } catch (error) {
        this.log.warn({ err: error }, 'the stream of facts cannot be opened yet');
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  }
}
