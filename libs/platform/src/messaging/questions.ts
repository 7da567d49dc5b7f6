import { ClientProxyFactory, Transport, type ClientProxy, type MicroserviceOptions } from '@nestjs/microservices';
import { firstValueFrom, timeout } from 'rxjs';
import { natsOptions, type NatsSettings } from './nats';

/** Nest's NATS transporter with our options; attach with `app.connectMicroservice` to answer questions. */
export const answering = (settings: NatsSettings, queue: string): MicroserviceOptions => ({
  transport: Transport.NATS,
  options: { ...natsOptions(settings), queue },
});

/** Nobody answered in time, or NATS is away. */
export class Unanswered extends Error {
  constructor(readonly question: string) {
    super(`nobody answered ${question} in time`);
  }
}

/** Asks other services over NATS request-reply, always with a deadline. */
export class Questions {
  private readonly client: ClientProxy;

  constructor(settings: NatsSettings) {
    this.client = ClientProxyFactory.create({ transport: Transport.NATS, options: natsOptions(settings) });
  }

  /** @throws Unanswered when nobody answers within the deadline */
  async ask<Answer>(question: string, content: object, deadlineMs = 1_000): Promise<Answer> {
    try {
      return await firstValueFrom(this.client.send<Answer, object>(question, content).pipe(timeout(deadlineMs)));
    } catch {
      throw new Unanswered(question);
    }
  }

  /** As `ask`, with an answer to go on with when nobody answers. */
  async askOr<Answer>(question: string, content: object, fallback: Answer, deadlineMs = 1_000): Promise<Answer> {
    return this.ask<Answer>(question, content, deadlineMs).catch(() => fallback);
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}
