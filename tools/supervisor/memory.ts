import { readdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

/**
 * MiB of memory of a process with all its descendants (PostgreSQL is a family). Memory shared between processes counts
 * once (proportional set size) where the system tells, else the resident sizes are added.
 */
export function memoryMiB(pid: number): number {
  const kib =
    process.platform === 'linux' ? family(pid).reduce((sum, member) => sum + linuxKib(member), 0) : psKib(pid);
  return Math.round(kib / 1024);
}

/** A process and all its descendants; only that process itself where the system has no /proc. */
export function family(pid: number): number[] {
  if (process.platform !== 'linux') return [pid];
  const parents = new Map(processIds().map((id) => [id, parentOf(id)]));
  const members = [pid];
  // Grows while it is walked: the children of every member are members.
  for (const member of members) for (const [id, parent] of parents) if (parent === member) members.push(id);
  return members;
}

const processIds = () =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);

function parentOf(pid: number): number | undefined {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function linuxKib(pid: number): number {
  const [, proportional] = /^Pss:\s+(\d+) kB/m.exec(readOrEmpty(`/proc/${pid}/smaps_rollup`)) ?? [];
  const [, resident] = /^VmRSS:\s+(\d+) kB/m.exec(readOrEmpty(`/proc/${pid}/status`)) ?? [];
  return Number(proportional ?? resident ?? 0);
}

function psKib(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout?.trim() || 0);
}

/** What a file of /proc says; nothing when its process has ended. */
export function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
