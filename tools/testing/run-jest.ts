import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { packageBinary, root } from '../repository.ts';
import { signal } from '../supervisor/process-identity.ts';
import { nothing, tallyOf, type JestReport, type Tally } from './tally.ts';

/** Tests that start installations of their own: one after another, or they would starve each other. */
export const wholeSystem = '\\.(e2e-spec|fault-spec)\\.ts$';

/** After its report a run has this long to end; one that does not has left a timer or a connection open. */
const endingMs = 30_000;

export interface JestRun {
  args: string[];
  env: Record<string, string>;
  /** Where jest writes its report. */
  output: string;
}

const running = new Set<number>();

/** Runs jest, shows what it prints, and counts. A run without a report or without an end counts as one failed test. */
export async function runJest({ args, env, output }: JestRun): Promise<Tally> {
  rmSync(output, { force: true });
  const cache = join(root, 'node_modules', '.cache', 'jest');
  const common = ['--json', '--outputFile', output, '--cacheDirectory', cache, '--passWithNoTests'];
  const child = spawn(packageBinary('jest'), [...common, ...args], {
    cwd: root,
    // Nest is published as ES modules, which jest loads from CommonJS only with this flag.
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      ...env,
    },
    detached: true,
    // With --json jest prints its report on standard output too; people read what goes to standard error.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  running.add(child.pid!);
  let hung = false;
  const watch = setInterval(() => {
    if (!existsSync(output) || hung) return;
    hung = true;
    setTimeout(() => signal(-child.pid!, 'SIGKILL'), endingMs).unref();
  }, 1000);
  const code = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, by) => resolve(exitCode ?? by));
  });
  clearInterval(watch);
  running.delete(child.pid!);
  return counted(output, code);
}

/** Ends the runs under way, with everything they started in their group. */
export function endJest(): void {
  for (const pid of running) signal(-pid, 'SIGTERM');
}

function counted(output: string, code: number | NodeJS.Signals | null): Tally {
  if (!existsSync(output)) {
    console.log(`jest ended without a report (${code})`);
    return { ...nothing, failed: 1 };
  }
  const tally = tallyOf(JSON.parse(readFileSync(output, 'utf8')) as JestReport);
  if (typeof code === 'number' && (code === 0 || tally.failed > 0)) return tally;
  console.log(`jest did not end by itself (${code}): something was left open`);
  return { ...tally, failed: tally.failed + 1 };
}
