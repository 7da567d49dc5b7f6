import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { loopback, portsPerInstallation } from '../installation.ts';

/** Whether something listens on this port of the loopback address (or of all addresses). */
export function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen({ port, host: loopback, exclusive: true }, () => server.close(() => resolve(false)));
  });
}

/** The first port of a run of free ones, for installations of tests. Below the ports that systems give to outgoing connections. */
export async function findFreeBase(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const base = 10_000 + Math.floor(Math.random() * 1000) * portsPerInstallation;
    const ports = Array.from({ length: portsPerInstallation }, (_, offset) => base + offset);
    if (!(await Promise.all(ports.map(isTaken))).includes(true)) return base;
  }
  throw new Error(`no ${portsPerInstallation} free ports in a row`);
}

/** The process that listens on a port, as far as the system tells: `postgres (pid 4711)`. */
export function listenerOf(port: number): string | undefined {
  return process.platform === 'linux' ? linuxListener(port) : lsofListener(port);
}

function lsofListener(port: number): string | undefined {
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { encoding: 'utf8' });
  const [, pid, name] = /^p(\d+)\nc(.+)$/m.exec(stdout ?? '') ?? [];
  return pid && `${name} (pid ${pid})`;
}

function linuxListener(port: number): string | undefined {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningInodes(readOrEmpty(file), port));
  if (inodes.length === 0) return undefined;
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`));
  const pid = readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && holds(entry, sockets));
  return pid && `${readOrEmpty(`/proc/${pid}/cmdline`).split('\0').join(' ').trim().slice(0, 120)} (pid ${pid})`;
}

/** Inodes of the sockets in state LISTEN (0A) on a port, from the text of /proc/net/tcp. */
export function listeningInodes(table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(`:${hexPort}`) && columns[3] === '0A')
    .map((columns) => columns[9]!);
}

function holds(pid: string, sockets: Set<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
