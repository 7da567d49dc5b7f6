import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Jest's globalTeardown: ends the installation that specs shared, if one was started. */
export default function endRun(): void {
  if (process.env.WANGGE_TEST_RUN_ENDS !== 'yes') return;
  const folder = process.env.WANGGE_TEST_RUN!;
  const file = join(folder, 'installation.json');
  if (existsSync(file)) {
    const own = JSON.parse(readFileSync(file, 'utf8')) as { WANGGE_PORT: string; WANGGE_DATA: string };
    const env: NodeJS.ProcessEnv = { ...process.env, ...own, NODE_OPTIONS: '' };
    spawnSync(process.execPath, [join(__dirname, '..', 'tools', 'stop.ts')], { env, stdio: 'inherit' });
    rmSync(own.WANGGE_DATA, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}
