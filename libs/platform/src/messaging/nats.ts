import {
  DiscardPolicy,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type JetStreamClient,
} from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { STREAM } from '@wangge/contracts/events';

export interface NatsSettings {
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  readonly name: string;
}

/** Options that both our own connection and Nest's transporter use: never give up, notice a dead peer in seconds. */
export const natsOptions = (settings: NatsSettings) => ({
  servers: settings.url,
  user: settings.user,
  pass: settings.password,
  name: settings.name,
  waitOnFirstConnect: true,
  maxReconnectAttempts: -1,
  reconnectTimeWait: 500,
  timeout: 5_000,
  pingInterval: 5_000,
  maxPingOut: 2,
});

/** A connection that waits until NATS is there, and comes back by itself. */
export const connectNats = (settings: NatsSettings): Promise<NatsConnection> => connect(natsOptions(settings));

const DAY_NS = 86_400_000_000_000;

/** The stream of facts, created where it is missing. Repeats of a message id are dropped for ten minutes; the inbox drops later ones. */
export async function openStream(connection: NatsConnection): Promise<JetStreamClient> {
  const manager = await jetstreamManager(connection, { timeout: 5_000 });
  const settings = {
    subjects: [...STREAM.subjects],
    max_age: 30 * DAY_NS,
    duplicate_window: DAY_NS / 144,
    discard: DiscardPolicy.Old,
  };
  try {
    await manager.streams.info(STREAM.name);
    await manager.streams.update(STREAM.name, settings);
  } catch {
    await manager.streams.add({
      name: STREAM.name,
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      ...settings,
    });
  }
  return jetstream(connection, { timeout: 5_000 });
}
