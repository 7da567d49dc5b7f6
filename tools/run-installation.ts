import { generateAndBuild } from './build.ts';
import { migrateAll } from './database/migrate.ts';
import { makeFolders, type Installation } from './installation.ts';
import type { Report } from './progress.ts';
import { buildId, Refusal } from './repository.ts';
import { endSteps } from './run-step.ts';
import { ensureSecrets, type Secrets } from './secrets.ts';
import { natsPlan } from './servers/nats.ts';
import { postgresPlan } from './servers/postgres.ts';
import { provision } from './servers/provision.ts';
import { ensureSearchAttributes, temporalPlan } from './servers/temporal.ts';
import { seedAll, servicePlans } from './service-plans.ts';
import { serveControl, type Status } from './supervisor/control.ts';
import { isTaken, listenerOf } from './supervisor/ports.ts';
import { endLeftovers, livingSupervisor, removeRecord, supervisorName, writeRecord } from './supervisor/records.ts';
import { startTimeoutMs, Supervisor } from './supervisor/supervisor.ts';

export interface RunOptions {
  prebuilt: boolean;
  report: Report;
  ready: (publicUrl: string) => void;
}

/** Brings an installation up and keeps it up; resolves when it was told to end and nothing of it runs any more. */
export async function runInstallation(installation: Installation, options: RunOptions): Promise<void> {
  const { folders } = installation;
  makeFolders(folders);
  claim(installation);
  const supervisor = new Supervisor(folders, options.report);
  const end = new AbortController();
  const told = new Promise<void>((resolve) => end.signal.addEventListener('abort', () => resolve()));
  const stop = () => {
    if (end.signal.aborted) return;
    options.report('stopping');
    end.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  let state: Status['state'] = 'starting';
  const control = await serveControl(folders, {
    status: () => statusOf(installation, supervisor, end.signal.aborted ? 'stopping' : state),
    hold: (name) => managed(supervisor, name).hold(),
    release: (name) => managed(supervisor, name).release(startTimeoutMs),
    stop,
  });
  try {
    const up = bringUp(installation, supervisor, options);
    await Promise.race([up, told]);
    if (end.signal.aborted) up.catch(() => undefined);
    else {
      state = 'ready';
      options.ready(installation.publicUrl);
    }
    await told;
  } finally {
    end.abort();
    endSteps();
    await supervisor.stop();
    control.close();
    control.closeAllConnections();
    removeRecord(folders.run, supervisorName);
    options.report('stopped');
  }
}

/** One supervisor for a data folder. */
function claim({ folders, publicUrl }: Installation): void {
  const other = livingSupervisor(folders.run);
  if (other)
    throw new Refusal(`This installation already runs (pid ${other.pid}, ${publicUrl}). \`npm stop\` ends it.`);
  writeRecord(folders.run, { name: supervisorName, pid: process.pid, tier: 3, stopSignal: 'SIGTERM' });
}

async function bringUp(installation: Installation, supervisor: Supervisor, options: RunOptions): Promise<void> {
  const { report, prebuilt } = options;
  const ended = await endLeftovers(installation.folders.run);
  if (ended.length > 0) report(`ended what an earlier start left behind: ${ended.join(', ')}`);
  await refuseTakenPorts(installation);
  const secrets = ensureSecrets(installation);
  // Building and starting the servers need nothing of each other.
  await Promise.all([
    prebuilt ? undefined : generateAndBuild(report),
    startServers(installation, secrets, supervisor, report),
  ]);
  const context = { installation, secrets, caller: process.env };
  await migrateAll(installation, secrets, report);
  await seedAll(context, report);
  await supervisor.start(servicePlans(context, report));
}

async function startServers(installation: Installation, secrets: Secrets, supervisor: Supervisor, report: Report) {
  const [postgres, binaries] = await Promise.all([
    postgresPlan(installation, secrets.postgresPassword),
    provision(['nats', 'temporal'], report),
  ]);
  await supervisor.start([
    postgres,
    natsPlan(installation, binaries.nats, secrets.natsPassword),
    temporalPlan(installation, binaries.temporal),
  ]);
  await ensureSearchAttributes(installation);
}

async function refuseTakenPorts({ ports }: Installation): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isTaken(port))) continue;
    const listener = listenerOf(port);
    throw new Refusal(
      `Port ${port} (${name}) is taken${listener ? ` by ${listener}` : ''}. ` +
        'End that process, or choose other ports with WANGGE_PORT.',
    );
  }
}

function managed(supervisor: Supervisor, name: string) {
  const found = supervisor.process(name);
  if (!found) throw new Refusal(`There is no process ${name}.`);
  return found;
}

async function statusOf(installation: Installation, supervisor: Supervisor, state: Status['state']): Promise<Status> {
  const { publicUrl, adminUrl } = installation;
  const processes = [...supervisor.processes.values()].map(async (process) => ({
    name: process.plan.name,
    kind: process.plan.kind,
    state: process.state,
    healthy: await process.isHealthy(),
    pid: process.pid,
    port: process.plan.port,
    restarts: process.restarts,
    since: process.since.toISOString(),
    logFile: process.logFile,
  }));
  return {
    state,
    supervisorPid: process.pid,
    publicUrl,
    adminUrl,
    buildId: buildId(),
    processes: await Promise.all(processes),
  };
}
