#!/usr/bin/env node
/** Starts `wangge` on the Node the repository brought, whatever `node` the caller has. Plain JavaScript for Node 20. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tools = dirname(fileURLToPath(import.meta.url));
const packagedNode = join(tools, '..', 'node_modules', '.bin', 'node');

if (!existsSync(packagedNode)) {
  const bootstrap = spawnSync(process.execPath, [join(tools, 'bootstrap.mjs')], { stdio: ['ignore', 2, 2] });
  if (bootstrap.status !== 0) process.exit(1);
}
if (Number(process.versions.node.split('.')[0]) >= 24) await import('./wangge.ts');
else {
  const child = spawn(packagedNode, [join(tools, 'wangge.mjs'), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
