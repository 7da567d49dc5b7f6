import { Client, Connection } from '@temporalio/client';
import type { PayloadCodec } from '@temporalio/common';
import { clientInterceptors } from './temporal-tracing';

export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
}

/**
 * A client that connects at its first call, so that a service starts and files cases while Temporal is away.
 * Callers put a deadline on every call.
 */
export async function createTemporalClient(settings: TemporalSettings, codec: PayloadCodec): Promise<Client> {
  const connection = Connection.lazy({ address: settings.address, connectTimeout: '3s' });
  return new Client({
    connection,
    namespace: settings.namespace,
    dataConverter: { payloadCodecs: [codec] },
    interceptors: { workflow: await clientInterceptors() },
  });
}
