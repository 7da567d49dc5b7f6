import { fork } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { describeInstallation, makeFolders } from './installation.ts';
import { printProgress } from './progress.ts';
import { Refusal, runMain } from './repository.ts';
import { runInstallation } from './run-installation.ts';
import { livingSupervisor } from './supervisor/records.ts';
import { openLog } from './supervisor/log-file.ts';

/**
 * `npm start`: brings the whole installation up and stays in the foreground; Ctrl-C ends everything.
 * `--detach` returns when it is ready and leaves it running; `--prebuilt` skips generating and building.
 */
const { values: options } = parseArgs({
  options: { detach: { type: 'boolean' }, prebuilt: { type: 'boolean' }, help: { type: 'boolean' } },
});

type Message = { line: string } | { ready: string } | { failed: string };

if (options.help) console.log('npm start [-- --detach] [-- --prebuilt]   (WANGGE_PORT, WANGGE_DATA)');
else runMain(options.detach ? detach : foreground);

async function foreground(): Promise<void> {
  // A detached supervisor reports through its parent for as long as that listens, and to its log.
  const tell = (message: Message) => process.connected && process.send!(message);
  const report = (line: string) => {
    printProgress(line);
    tell({ line });
  };
  const ready = (url: string) => {
    console.log(`ready ${url}`);
    tell({ ready: url });
  };
  try {
    await runInstallation(describeInstallation(), { prebuilt: options.prebuilt ?? false, report, ready });
  } catch (error) {
    tell({ failed: error instanceof Refusal ? error.message : inspect(error) });
    throw error;
  } finally {
    if (process.connected) process.disconnect();
  }
}

async function detach(): Promise<void> {
  const installation = describeInstallation();
  const { folders, publicUrl } = installation;
  if (livingSupervisor(folders.run)) {
    console.log(`already running\nready ${publicUrl}`);
    return;
  }
  makeFolders(folders);
  const log = openLog(join(folders.logs, 'supervisor.log'));
  const child = fork(import.meta.filename, options.prebuilt ? ['--prebuilt'] : [], {
    detached: true,
    stdio: [openSync('/dev/null', 'r'), log, log, 'ipc'],
  });
  const isReady = await new Promise<boolean>((resolve) => {
    child.on('message', (message: Message) => {
      if ('line' in message) return printProgress(message.line);
      if ('failed' in message) return console.error(message.failed);
      console.log(`ready ${message.ready}`);
      resolve(true);
    });
    child.once('exit', () => resolve(false));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  });
  if (isReady) child.disconnect();
  else process.exitCode = 1;
  child.unref();
}
