import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftovers, writeRecord } from './records.ts';

describe('what a killed supervisor left behind', () => {
  let runFolder: string;
  beforeEach(() => (runFolder = mkdtempSync(join(tmpdir(), 'wangge-records-'))));
  afterEach(() => rmSync(runFolder, { recursive: true }));

  const sleeper = () => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });

  it('is ended and forgotten', async () => {
    const left = sleeper();
    writeRecord(runFolder, { name: 'left', pid: left.pid!, tier: 1, stopSignal: 'SIGTERM' });
    const ended = once(left, 'exit');
    expect(await endLeftovers(runFolder)).toEqual(['left']);
    expect((await ended)[1]).toBe('SIGTERM');
    expect(existsSync(join(runFolder, 'left.json'))).toBe(false);
  });

  it('gets time to end in its own way', async () => {
    // Ends 0.3 s after it was asked to; asked later than it says `ready`, so that it listens by then.
    const slow =
      "process.on('SIGTERM', () => setTimeout(() => process.exit(7), 300)); console.log('ready'); setInterval(() => 0, 1000)";
    const left = ['a', 'b'].map(() => spawn(process.execPath, ['-e', slow], { detached: true }));
    await Promise.all(left.map((child) => once(child.stdout, 'data')));
    left.forEach((child, index) =>
      writeRecord(runFolder, { name: `${index}`, pid: child.pid!, tier: 1, stopSignal: 'SIGTERM' }),
    );
    const codes = left.map(async (child) => ((await once(child, 'exit')) as [number])[0]);
    await endLeftovers(runFolder);
    expect(await Promise.all(codes)).toEqual([7, 7]);
  });

  it('is not a process that merely has the recorded id', async () => {
    const stranger = sleeper();
    const record = { name: 'left', pid: stranger.pid, start: '1', tier: 1, stopSignal: 'SIGTERM' };
    writeFileSync(join(runFolder, 'left.json'), JSON.stringify(record));
    expect(await endLeftovers(runFolder)).toEqual([]);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    stranger.kill();
    await once(stranger, 'exit');
  });
});
