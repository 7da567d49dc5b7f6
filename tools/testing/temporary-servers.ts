import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInstallation, loopback, makeFolders } from '../installation.ts';
import type { Report } from '../progress.ts';
import { ensureSecrets } from '../secrets.ts';
import { natsPlan, natsUser } from '../servers/nats.ts';
import { forgetfulSettings, postgresPlan, superuserUrl } from '../servers/postgres.ts';
import { provision } from '../servers/provision.ts';
import { ensureSearchAttributes, temporalPlan } from '../servers/temporal.ts';
import { signal } from '../supervisor/process-identity.ts';
import type { ProcessPlan } from '../supervisor/process-plan.ts';
import { findFreeBase } from '../supervisor/ports.ts';
import { Supervisor } from '../supervisor/supervisor.ts';

export type ServerName = 'postgres' | 'nats' | 'temporal';

export interface TemporaryServers {
  /** Addresses for tests: WANGGE_TEST_POSTGRES_URL (superuser), WANGGE_TEST_NATS_URL/USER/PASSWORD, WANGGE_TEST_TEMPORAL_ADDRESS. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

/** Servers on free ports with data in a temporary folder, for as long as the caller needs them. */
export async function startTemporaryServers(names: ServerName[], report: Report): Promise<TemporaryServers> {
  const folder = mkdtempSync(join(tmpdir(), 'wangge-servers-'));
  chmodSync(folder, 0o711);
  const installation = describeInstallation({ WANGGE_PORT: `${await findFreeBase()}`, WANGGE_DATA: folder });
  makeFolders(installation.folders);
  const { postgresPassword, natsPassword } = ensureSecrets(installation);
  const { ports } = installation;
  const plans: Record<ServerName, () => Promise<ProcessPlan>> = {
    postgres: () => postgresPlan(installation, postgresPassword, forgetfulSettings),
    nats: async () => natsPlan(installation, (await provision(['nats'], report)).nats, natsPassword),
    temporal: async () => temporalPlan(installation, (await provision(['temporal'], report)).temporal),
  };
  const supervisor = new Supervisor(installation.folders, report);
  // A command that breaks off must not leave its servers running.
  const endAtOnce = () => {
    for (const { pid, plan } of supervisor.processes.values()) if (pid !== undefined) signal(pid, plan.stopSignal);
  };
  process.on('exit', endAtOnce);
  const stop = async () => {
    process.off('exit', endAtOnce);
    await supervisor.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await supervisor.start(await Promise.all(names.map((name) => plans[name]())));
    if (names.includes('temporal')) await ensureSearchAttributes(installation);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    environment: {
      WANGGE_TEST_POSTGRES_URL: superuserUrl(installation, postgresPassword),
      WANGGE_TEST_NATS_URL: `nats://${loopback}:${ports.nats}`,
      WANGGE_TEST_NATS_USER: natsUser,
      WANGGE_TEST_NATS_PASSWORD: natsPassword,
      WANGGE_TEST_TEMPORAL_ADDRESS: `${loopback}:${ports.temporal}`,
    },
    stop,
  };
}
