import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateAndBuild } from './build.ts';
import { printProgress as report } from './progress.ts';
import { runMain } from './repository.ts';
import { endSteps } from './run-step.ts';
import { provision } from './servers/provision.ts';
import { isAlive } from './supervisor/process-identity.ts';
import { endLeftovers, endRecorded, readRecord, supervisorName } from './supervisor/records.ts';
import { endJest, runJest, wholeSystem } from './testing/run-jest.ts';
import { runStaticChecks } from './testing/static-checks.ts';
import { add, lastLine, nothing, type Tally } from './testing/tally.ts';
import { startTemporaryServers, type TemporaryServers } from './testing/temporary-servers.ts';

/**
 * `npm test`: everything. `npm test -- PATTERN`: only the jest files whose path matches. The last line is
 * `N passed, N failed`; lint, boundaries, formatting and types count as one test each.
 */
const patterns = process.argv.slice(2);

runMain(async () => {
  // Everything temporary of this run in one folder, so that what a test leaves behind is found.
  const temporary = mkdtempSync(join(tmpdir(), 'wangge-test-'));
  chmodSync(temporary, 0o711);
  process.env.TMPDIR = temporary;
  let tally = nothing;
  let servers: TemporaryServers | undefined;
  const end = async () => {
    endJest();
    endSteps();
    await servers?.stop();
    await endLeftInstallations(temporary);
    rmSync(temporary, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void end().then(() => process.exit(130)));
  try {
    await generateAndBuild(report);
    if (patterns.length === 0) tally = await runStaticChecks(report);
    const binaries = await provision(['temporal', 'temporalTestServer'], report);
    servers = await startTemporaryServers(['postgres', 'nats', 'temporal'], report);
    const env = {
      ...servers.environment,
      WANGGE_TEST_BIN_TEMPORAL: binaries.temporal,
      WANGGE_TEST_BIN_TEMPORAL_TEST_SERVER: binaries.temporalTestServer,
    };
    report('tests of parts');
    const parts = ['--maxWorkers', '2', '--testPathIgnorePatterns', '/node_modules/', wholeSystem];
    tally = add(
      tally,
      await runJest({ args: [...parts, ...asPatterns()], env, output: join(temporary, 'parts.json') }),
    );
    await servers.stop();
    report('tests of the whole system');
    const whole = ['--runInBand', '--testRegex', wholeSystem];
    tally = add(
      tally,
      await runJest({ args: [...whole, ...asPatterns()], env: {}, output: join(temporary, 'whole.json') }),
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    tally = add(tally, { ...nothing, failed: 1 });
  } finally {
    await end();
  }
  tell(tally);
});

const asPatterns = () => (patterns.length === 0 ? [] : ['--testPathPatterns', ...patterns]);

function tell(tally: Tally): void {
  for (const name of tally.skipped) console.log(`skipped: ${name}`);
  report('done');
  console.log(lastLine(tally));
  if (tally.failed > 0) process.exitCode = 1;
}

/** A test that broke off may have left its installation running. */
async function endLeftInstallations(temporary: string): Promise<void> {
  for (const entry of readdirSync(temporary)) {
    const run = join(temporary, entry, 'run');
    if (!existsSync(run)) continue;
    const supervisor = readRecord(run, supervisorName);
    const left = supervisor && isAlive(supervisor);
    // The supervisor ends its processes itself, which takes it longer than a single process may take.
    if (left) await endRecorded(supervisor, 45_000);
    const processes = await endLeftovers(run);
    if (left || processes.length > 0) console.log(`a test left its installation running: ended it`);
  }
}
