import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Jest's globalSetup: a folder through which the specs of one run find what they share. Who gives WANGGE_TEST_RUN, with an
 * `installation.json` in it, has the specs use an installation that stays.
 */
export default function beginRun(): void {
  if (process.env.WANGGE_TEST_RUN) return;
  process.env.WANGGE_TEST_RUN = mkdtempSync(join(tmpdir(), 'wangge-run-'));
  process.env.WANGGE_TEST_RUN_ENDS = 'yes';
}
