import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loopback, type Installation } from '../installation.ts';
import type { ProcessPlan } from '../supervisor/process-plan.ts';

export const natsUser = 'wangge';

/** NATS with JetStream kept in the data folder. Its configuration file holds the password: readable by the owner only. */
export function natsPlan(installation: Installation, binary: string, password: string): ProcessPlan {
  const { ports, folders } = installation;
  mkdirSync(folders.nats, { recursive: true, mode: 0o700 });
  const configuration = join(folders.nats, 'nats.conf');
  writeFileSync(configuration, natsConfiguration(installation, password), { mode: 0o600 });
  return {
    name: 'nats',
    kind: 'server',
    tier: 0,
    command: binary,
    args: ['--config', configuration],
    cwd: folders.nats,
    env: {},
    nice: 0,
    port: ports.nats,
    isReady: async () =>
      (await fetch(`http://${loopback}:${ports.natsMonitor}/healthz`, { signal: AbortSignal.timeout(1000) })).ok,
    stopSignal: 'SIGTERM',
  };
}

/** JSON is valid in NATS's configuration language and quotes every path rightly. */
function natsConfiguration({ ports, folders }: Installation, password: string): string {
  const configuration = {
    server_name: 'wangge',
    host: loopback,
    port: ports.nats,
    http: `${loopback}:${ports.natsMonitor}`,
    // The outbox forgets a fact once NATS confirmed it, so what is confirmed must soon be on disk.
    jetstream: { store_dir: folders.nats, max_memory_store: 64 * 1024 ** 2, sync_interval: '5s' },
    authorization: { users: [{ user: natsUser, password }] },
    lame_duck_duration: '30s',
  };
  return `${JSON.stringify(configuration, undefined, 2)}\n`;
}
