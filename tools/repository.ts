import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Absolute path of the repository. */
export const root = resolve(import.meta.dirname, '..');

/** What can be made anew at any time: downloaded servers, stamps of generated code. */
export const cacheFolder = join(root, 'node_modules', '.cache', 'wangge');

/** Path of a command that an npm package brought. */
export const packageBinary = (name: string): string => join(root, 'node_modules', '.bin', name);

/** What tells one build from another for Temporal's worker versions: the commit, or the version outside a clone. */
export function buildId(): string {
  const git = spawnSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root, encoding: 'utf8' });
  if (git.status === 0) return git.stdout.trim();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** A failure told to the person as one sentence, without a stack trace. */
export class Refusal extends Error {}

/** Runs a command's main function: a Refusal becomes its sentence, anything else its stack; both exit 1. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof Refusal ? error.message : error);
    process.exitCode = 1;
  });
}
