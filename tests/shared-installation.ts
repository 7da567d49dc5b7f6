import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installationAt, startInstallation } from '../tools/testing/installation-for-tests.ts';
import { System } from './system';

/** Strangers of these tests file more than a stranger may; what the limit does is tested with the faults. */
const tunables = { WANGGE_LIMIT_STRANGER_PER_MINUTE: '100000' };

/**
 * One installation for all specs of a run that disturb nothing in it, started by the first that asks and ended when the run
 * ends (`end-of-run.ts`). Such specs find their own cases by marks of their own and leave everybody else's alone.
 */
export async function sharedSystem(): Promise<System> {
  const file = join(process.env.WANGGE_TEST_RUN!, 'installation.json');
  if (existsSync(file))
    return new System(
      installationAt(JSON.parse(readFileSync(file, 'utf8')) as { WANGGE_PORT: string; WANGGE_DATA: string }, tunables),
    );
  const installation = await startInstallation({ env: tunables });
  const { WANGGE_PORT, WANGGE_DATA } = installation.env;
  writeFileSync(file, JSON.stringify({ WANGGE_PORT, WANGGE_DATA }));
  return new System(installation);
}

/** How long starting it may take before a spec gives up, on a machine that does much else. */
export const START_MS = 300_000;
