import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, signal, startOf } from './process-identity.ts';

/** What the run folder keeps of a process, enough to end it and nothing else when its supervisor is gone. */
export interface ProcessRecord {
  name: string;
  pid: number;
  start: string;
  tier: number;
  stopSignal: NodeJS.Signals;
}

/** The supervisor's own record; it is never among the leftovers. */
export const supervisorName = 'supervisor';

const fileOf = (runFolder: string, name: string) => join(runFolder, `${name}.json`);

export function writeRecord(runFolder: string, record: Omit<ProcessRecord, 'start'>): ProcessRecord | undefined {
  const start = startOf(record.pid);
  if (start === undefined) return undefined;
  mkdirSync(runFolder, { recursive: true });
  const file = fileOf(runFolder, record.name);
  writeFileSync(`${file}.new`, JSON.stringify({ ...record, start }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return { ...record, start };
}

export function removeRecord(runFolder: string, name: string): void {
  rmSync(fileOf(runFolder, name), { force: true });
}

export function readRecord(runFolder: string, name: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(runFolder, name), 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
}

/** The supervisor of this installation if it lives. */
export function livingSupervisor(runFolder: string): ProcessRecord | undefined {
  const record = readRecord(runFolder, supervisorName);
  return record && isAlive(record) ? record : undefined;
}

/** Ends what a supervisor that was killed left behind, the gateway first and the servers last. Returns the names ended. */
export async function endLeftovers(runFolder: string): Promise<string[]> {
  const records = recordsIn(runFolder);
  const ended: string[] = [];
  for (const tier of [...new Set(records.map((record) => record.tier))].sort((a, b) => b - a)) {
    const alive = records.filter((record) => record.tier === tier && isAlive(record));
    await Promise.all(alive.map((record) => endRecorded(record)));
    ended.push(...alive.map((record) => record.name));
  }
  for (const record of records) removeRecord(runFolder, record.name);
  return ended;
}

function recordsIn(runFolder: string): ProcessRecord[] {
  try {
    return readdirSync(runFolder)
      .filter((file) => file.endsWith('.json') && file !== `${supervisorName}.json`)
      .map((file) => readRecord(runFolder, file.slice(0, -'.json'.length)))
      .filter((record) => record !== undefined);
  } catch {
    return [];
  }
}

/** Asks, waits (10 s unless told), then kills the process and its group (each of our processes leads its own group). */
export async function endRecorded(
  record: Pick<ProcessRecord, 'pid' | 'start' | 'stopSignal'>,
  patienceMs = 10_000,
): Promise<void> {
  if (!isAlive(record)) return;
  signal(record.pid, record.stopSignal);
  // A stopped process (SIGSTOP) acts on nothing until it may run again.
  signal(record.pid, 'SIGCONT');
  for (let waited = 0; waited < patienceMs; waited += 50) {
    await sleep(50);
    if (!isAlive(record)) return;
  }
  signal(-record.pid, 'SIGKILL');
  while (isAlive(record)) await sleep(20);
}
