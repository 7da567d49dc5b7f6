import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from '@temporalio/client';
import type { NatsSettings } from '@wangge/platform/messaging/nats';
import { Questions } from '@wangge/platform/messaging/questions';
import { EncryptionCodec } from '@wangge/platform/temporal/payload-codec';
import { createTemporalClient } from '@wangge/platform/temporal/temporal-client';
import { IntakeDatabase } from './database';
import { environment } from './environment';

export const natsSettings = (): NatsSettings => {
  const {
    NATS_URL: url,
    NATS_USER: user,
    NATS_PASSWORD: password,
    WANGGE_SERVICE: service,
    WANGGE_ROLE: role,
  } = environment();
  return { url, user, password, name: `${service}-${role}` };
};

/** What the service talks to; each connects at first use and comes back by itself. */
@Module({
  providers: [
    IntakeDatabase,
    {
      provide: Client,
      useFactory: () => {
        const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, WANGGE_PAYLOAD_KEYS: keys } = environment();
        return createTemporalClient({ address, namespace }, new EncryptionCodec(keys));
      },
    },
    { provide: Questions, useFactory: () => new Questions(natsSettings()) },
  ],
  exports: [IntakeDatabase, Client, Questions],
})
export class ConnectionsModule implements OnApplicationShutdown {
  constructor(
    private readonly temporal: Client,
    private readonly questions: Questions,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled([this.temporal.connection.close(), this.questions.close()]);
  }
}
