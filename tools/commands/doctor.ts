import type { Command } from 'commander';
import { describeInstallation, type Folders } from '../installation.ts';
import { askStatus, type ProcessStatus, type Status } from '../supervisor/control.ts';
import { memoryMiB } from '../supervisor/memory.ts';
import { livingSupervisor } from '../supervisor/records.ts';
import { wheels } from '../servers/wheels.ts';

type Row = ProcessStatus & { memoryMiB: number | null; version: string };

export function register(program: Command): void {
  program
    .command('doctor')
    .description('检查运行状况 / what is up: servers, processes, memory, health; exit 1 when anything is not')
    .option('--json', 'JSON')
    .action(async (options: { json?: true }) => {
      const installation = describeInstallation();
      const { folders, publicUrl } = installation;
      const status = await askStatus(folders);
      if (!status) {
        process.exitCode = 1;
        const silent = livingSupervisor(folders.run);
        const why = silent ? `the supervisor (pid ${silent.pid}) does not answer` : 'not running';
        console.log(options.json ? JSON.stringify({ healthy: false, state: why, publicUrl, processes: [] }) : why);
        return;
      }
      const rows = status.processes.map((process) => rowOf(process, status));
      const healthy = status.state === 'ready' && rows.every((row) => row.healthy);
      if (!healthy) process.exitCode = 1;
      if (options.json) console.log(JSON.stringify({ healthy, ...status, memory: totals(rows), processes: rows }));
      else print(status, rows, folders, healthy);
    });
}

function rowOf(process: ProcessStatus, { buildId }: Status): Row {
  const memory = process.pid === undefined ? null : memoryMiB(process.pid);
  return { ...process, memoryMiB: memory, version: serverVersions[process.name] ?? buildId };
}

const serverVersions: Record<string, string> = {
  postgres: '18.4',
  nats: wheels.nats.version,
  temporal: wheels.temporal.version,
};

const sum = (rows: Row[]) => rows.reduce((total, row) => total + (row.memoryMiB ?? 0), 0);
const totals = (rows: Row[]) => ({ nodeMiB: sum(rows.filter((row) => row.kind === 'service')), allMiB: sum(rows) });

function print(status: Status, rows: Row[], { data, logs }: Folders, healthy: boolean): void {
  const table = [
    ['process', 'state', 'health', 'pid', 'port', 'memory', 'restarts', 'up', 'version'],
    ...rows.map((row) => [
      row.name,
      row.state,
      row.healthy ? 'ok' : 'FAILING',
      `${row.pid ?? '–'}`,
      `${row.port}`,
      row.memoryMiB === null ? '–' : `${row.memoryMiB} MiB`,
      `${row.restarts}`,
      age(row.since),
      row.version,
    ]),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((line) => line[column]!.length)));
  for (const line of table)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
  const { nodeMiB, allMiB } = totals(rows);
  console.log(`\nmemory: ${nodeMiB} MiB in our processes, ${allMiB} MiB with the servers`);
  console.log(`data:   ${data} (logs in ${logs})`);
  console.log(`${status.state}: ${status.publicUrl}, ${status.adminUrl} — ${healthy ? 'all is well' : 'NOT WELL'}`);
}

function age(since: string): string {
  const seconds = Math.round((Date.now() - Date.parse(since)) / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
