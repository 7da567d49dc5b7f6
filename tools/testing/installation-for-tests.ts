import { spawn } from 'node:child_process';
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInstallation } from '../installation.ts';
import { root } from '../repository.ts';
import { askStatus, askSupervisor, type Status } from '../supervisor/control.ts';
import { findFreeBase } from '../supervisor/ports.ts';

export interface InstallationForTests {
  publicUrl: string;
  adminUrl: string;
  dataFolder: string;
  /** What `npx wangge …` and `npm …` need to mean this installation. */
  env: Record<string, string>;
  /** Ids of the running processes by name: postgres, nats, temporal, intake, intake-worker, dispatch, gateway. */
  pids(): Promise<Record<string, number>>;
  status(): Promise<Status>;
  /** Ends a process and keeps it down until `release`. Without it a killed process is back after a moment. */
  hold(process: string): Promise<void>;
  /** Starts a held process again; resolves when it is ready. */
  release(process: string): Promise<void>;
  /** An access token of a sample account. */
  token(user: string): Promise<string>;
  /** Runs `npx wangge …` for this installation. */
  wangge(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }>;
  /** Ends everything and removes the data. */
  stop(): Promise<void>;
}

export interface InstallationOptions {
  port?: number;
  /** Tunables and limits (WANGGE_TUNE_…, WANGGE_LIMIT_…) for this installation. */
  env?: Record<string, string>;
}

/** Starts a whole installation with data and ports of its own, as `npm start -- --detach` does; the build must be there. */
export async function startInstallation(options: InstallationOptions = {}): Promise<InstallationForTests> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'wangge-'));
  // PostgreSQL may run as another user and must get through.
  await chmod(dataFolder, 0o711);
  const own = { WANGGE_PORT: `${options.port ?? (await findFreeBase())}`, WANGGE_DATA: dataFolder };
  const env = { ...inheritedEnvironment(), ...options.env, ...own };
  const started = await runNode(join(root, 'tools', 'start.ts'), ['--detach', '--prebuilt'], env);
  if (started.exitCode !== 0) {
    await rm(dataFolder, { recursive: true, force: true });
    throw new Error(`the installation did not start:\n${started.stdout}${started.stderr}`);
  }
  return installationAt(own, options.env);
}

/** An installation that runs already, by its WANGGE_PORT and WANGGE_DATA. */
export function installationAt(
  own: { WANGGE_PORT: string; WANGGE_DATA: string },
  tunables: Record<string, string> = {},
): InstallationForTests {
  const env = { ...inheritedEnvironment(), ...tunables, ...own };
  const { folders, publicUrl, adminUrl } = describeInstallation(own);
  const run = (file: string, ...args: string[]) => runNode(join(root, 'tools', file), args, env);
  const status = async () => {
    const answer = await askStatus(folders);
    if (!answer) throw new Error('the supervisor does not answer');
    return answer;
  };
  return {
    publicUrl,
    adminUrl,
    dataFolder: folders.data,
    env,
    status,
    pids: async () =>
      Object.fromEntries(
        (await status()).processes.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]])),
      ),
    hold: async (process) => void (await askSupervisor(folders, 'POST', `/hold/${process}`)),
    release: async (process) => void (await askSupervisor(folders, 'POST', `/release/${process}`)),
    token: async (user) => {
      const { exitCode, stdout, stderr } = await run('wangge.mjs', 'token', user);
      if (exitCode !== 0) throw new Error(stderr);
      return stdout.trim();
    },
    wangge: (...args) => run('wangge.mjs', ...args),
    stop: async () => {
      const stopped = await run('stop.ts');
      if (stopped.exitCode !== 0) throw new Error(stopped.stdout + stopped.stderr);
      await rm(folders.data, { recursive: true, force: true });
    },
  };
}

/** The test runner's own settings are none of the installation's. */
function inheritedEnvironment(): Record<string, string> {
  const runnersOwn = ['NODE_OPTIONS', 'NODE_ENV', 'JEST_WORKER_ID'];
  const entries = Object.entries(process.env).filter(([name]) => !runnersOwn.includes(name));
  return Object.fromEntries(entries) as Record<string, string>;
}

function runNode(file: string, args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [file, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    return chunks;
  });
  const text = (chunks: Buffer[] | undefined) => Buffer.concat(chunks ?? []).toString();
  return new Promise<{ exitCode: number; stdout: string; stderr: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? 1, stdout: text(stdout), stderr: text(stderr) }));
  });
}
