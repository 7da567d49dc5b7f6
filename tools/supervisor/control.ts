import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Folders } from '../installation.ts';
import { Refusal } from '../repository.ts';
import type { ProcessState } from './managed-process.ts';

/** What the supervisor answers about an installation. */
export interface Status {
  state: 'starting' | 'ready' | 'stopping';
  supervisorPid: number;
  publicUrl: string;
  adminUrl: string;
  buildId: string;
  processes: ProcessStatus[];
}

export interface ProcessStatus {
  name: string;
  kind: 'server' | 'service';
  state: ProcessState;
  healthy: boolean;
  pid: number | undefined;
  port: number;
  restarts: number;
  since: string;
  logFile: string;
}

/**
 * Commands to a running supervisor: `hold` ends a process and keeps it down until `release` (how tests take a server
 * away), `stop` ends the installation.
 */
export interface ControlCommands {
  status(): Promise<Status>;
  hold(process: string): Promise<void>;
  release(process: string): Promise<void>;
  stop(): void;
}

/** A socket file in the run folder, or in the temporary folder where the path would be longer than systems allow. */
export function controlSocket({ run }: Pick<Folders, 'run'>): string {
  const path = join(run, 'control.sock');
  if (Buffer.byteLength(path) <= 100) return path;
  return join(tmpdir(), `wangge-${createHash('sha256').update(run).digest('hex').slice(0, 24)}.sock`);
}

export async function serveControl(folders: Pick<Folders, 'run'>, commands: ControlCommands): Promise<Server> {
  const path = controlSocket(folders);
  rmSync(path, { force: true });
  const server = createServer((incoming, outgoing) => {
    answer(incoming.method ?? '', incoming.url ?? '', commands)
      .then((body) => outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)))
      .catch((error: unknown) => outgoing.writeHead(400).end(error instanceof Error ? error.message : String(error)));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  chmodSync(path, 0o600);
  return server;
}

async function answer(method: string, url: string, commands: ControlCommands): Promise<unknown> {
  const [, command, name = ''] = url.split('/');
  if (method === 'GET' && command === 'status') return commands.status();
  if (method === 'POST' && command === 'hold') return (await commands.hold(name), {});
  if (method === 'POST' && command === 'release') return (await commands.release(name), {});
  if (method === 'POST' && command === 'stop') return (commands.stop(), {});
  throw new Refusal(`unknown command ${method} ${url}`);
}

/** Asks a running supervisor; undefined when none listens. */
export function askSupervisor<T>(folders: Pick<Folders, 'run'>, method: string, path: string): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath: controlSocket(folders), method, path, agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      answer.on('end', () => (answer.statusCode === 200 ? resolve(JSON.parse(body) as T) : reject(new Refusal(body))));
    });
    call.on('error', (error: NodeJS.ErrnoException) =>
      ['ENOENT', 'ECONNREFUSED'].includes(error.code ?? '') ? resolve(undefined) : reject(error),
    );
    call.end();
  });
}

export const askStatus = (folders: Pick<Folders, 'run'>): Promise<Status | undefined> =>
  askSupervisor<Status>(folders, 'GET', '/status');
