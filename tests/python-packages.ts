import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CACHE = join(__dirname, '..', 'node_modules', '.cache', 'python-packages');
const OLDEST = [3, 10];

/** Why programs in Python cannot run here; undefined when they can. */
export function whyNoPython(): string | undefined {
  const asked = spawnSync('python3', ['-c', 'import sys, pip; print(*sys.version_info[:2])'], { encoding: 'utf8' });
  if (asked.error) return 'there is no python3';
  if (asked.status !== 0) return 'python3 has no pip';
  const [major, minor] = asked.stdout.trim().split(' ').map(Number);
  return major === OLDEST[0] && minor! >= OLDEST[1]! ? undefined : `python3 is older than ${OLDEST.join('.')}`;
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs in a folder of its own: what programs leave beside themselves goes with it. */
async function run(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const cwd = mkdtempSync(join(tmpdir(), 'wangge-python-'));
  const child = spawn('python3', args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
    });
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/**
 * Python with the packages of a requirements file, each pinned by version and hash; installed once into the cache.
 * @returns runs python3 with arguments
 */
export async function pythonWith(requirements: string): Promise<(...args: string[]) => Promise<Ran>> {
  const file = join(__dirname, requirements);
  const folder = join(CACHE, createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16));
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    // Several runs at once do no harm: each installs into a folder of its own and the first to rename it wins.
    const work = mkdtempSync(join(CACHE, '.install-'));
    const installed = await run(['-m', 'pip', 'install', '-q', '--require-hashes', '--target', work, '-r', file]);
    if (installed.code !== 0) throw new Error(`${requirements} cannot be installed:\n${installed.output}`);
    try {
      renameSync(work, folder);
    } catch (error) {
      rmSync(work, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
  }
  return (...args) => run(args, { PYTHONPATH: folder });
}
