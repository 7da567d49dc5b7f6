import { packageBinary } from './repository.ts';
import { printProgress, type Report } from './progress.ts';
import { runStep } from './run-step.ts';
import { generateAll } from './database/generate.ts';

/** Generates the database clients and builds every project; what did not change comes from the cache. */
export async function generateAndBuild(report: Report): Promise<void> {
  await generateAll(report);
  const began = performance.now();
  await runStep(packageBinary('nx'), ['run-many', '-t', 'build', '--output-style=static'], {
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_NO_CLOUD: 'true',
  });
  report(`built in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

if (import.meta.main) await generateAndBuild(printProgress);
