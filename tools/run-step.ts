import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { Refusal, root } from './repository.ts';
import { signal } from './supervisor/process-identity.ts';

const running = new Set<ChildProcess>();

/**
 * Runs a command that ends by itself (a build, a seed) in the repository's folder. Quiet when it succeeds; when it fails,
 * refuses with the end of what it printed. `env` comes on top of this process's own environment.
 */
export async function runStep(command: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  // Commands of packages look for `node` on PATH and must find the one installed here.
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  return runStepWith(command, args, { ...process.env, PATH: path, ...env });
}

/** The same with exactly this environment. */
export async function runStepWith(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  // A group of its own: Ctrl-C is the supervisor's to act on, and the whole group can be ended.
  const child = spawn(command, args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  const collect = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-100_000));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number | string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, by) => resolve(exitCode ?? by));
  });
  running.delete(child);
  if (code === 0) return output;
  throw new Refusal(`${[command.split('/').at(-1), ...args].join(' ')} failed (${code}):\n${tail(output, 40)}`);
}

/** Ends the steps still running, with everything they started. */
export function endSteps(): void {
  for (const child of running) if (child.pid) signal(-child.pid, 'SIGTERM');
}

const tail = (text: string, lines: number) => text.trim().split('\n').slice(-lines).join('\n');
