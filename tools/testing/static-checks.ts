import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Report } from '../progress.ts';
import { cacheFolder, packageBinary, root } from '../repository.ts';
import { runStep } from '../run-step.ts';
import type { Tally } from './tally.ts';

interface LintedFile {
  filePath: string;
  messages: { ruleId: string | null; message: string; line?: number; severity: number }[];
}

/** Rules about who may import whom; they are one test of their own. */
const boundaryRules = ['@nx/enforce-module-boundaries', 'no-restricted-imports'];

/** Lint, boundaries, formatting and types: each is one test. */
export async function runStaticChecks(report: Report): Promise<Tally> {
  const [linted, formatted, typed] = await Promise.all([lint(), findFaults(formatting), findFaults(types)]);
  const isBoundary = (fault: string) => boundaryRules.some((rule) => fault.endsWith(`(${rule})`));
  const results: [string, string[]][] = [
    ['lint', linted.filter((fault) => !isBoundary(fault))],
    ['boundaries', linted.filter(isBoundary)],
    ['formatting', formatted],
    ['types', typed],
  ];
  for (const [name, faults] of results) {
    report(`${name}: ${faults.length === 0 ? 'passed' : 'FAILED'}`);
    for (const fault of faults) console.log(fault);
  }
  const failed = results.filter(([, faults]) => faults.length > 0).length;
  return { passed: results.length - failed, failed, skipped: [] };
}

async function lint(): Promise<string[]> {
  const output = join(cacheFolder, 'eslint.json');
  const cache = ['--cache', '--cache-location', join(root, 'node_modules/.cache/eslint')];
  const args = ['.', ...cache, '--max-warnings', '0', '--format', 'json', '--output-file', output];
  const crash = await findFaults(async () => void (await runStep(packageBinary('eslint'), args)));
  const files = existsSync(output) ? (JSON.parse(readFileSync(output, 'utf8')) as LintedFile[]) : [];
  const faults = files.flatMap(({ filePath, messages }) =>
    messages.map(
      ({ line, message, ruleId }) => `${relative(root, filePath)}:${line ?? 0} ${message} (${ruleId ?? 'parse'})`,
    ),
  );
  return faults.length > 0 ? faults : crash;
}

const formatting = async () => {
  await runStep(packageBinary('prettier'), ['--check', '.', '--log-level', 'warn', '--cache']);
};

const types = async () => {
  await runStep(packageBinary('tsc'), ['--noEmit', '-p', 'tsconfig.json']);
  const console = join('apps', 'console', 'tsconfig.json');
  if (existsSync(join(root, console))) await runStep(packageBinary('tsc'), ['--noEmit', '-p', console]);
};

async function findFaults(check: () => Promise<void>): Promise<string[]> {
  try {
    await check();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
