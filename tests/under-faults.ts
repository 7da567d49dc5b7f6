import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';
import { type Answer, PATIENCE_MS, type System, until } from './system';

interface Secrets {
  postgresPassword: string;
  databases: Record<string, { application: string }>;
}

export const pidOf = async (system: System, name: string): Promise<number> => (await system.installation.pids())[name]!;

export const processOf = async (system: System, name: string) =>
  (await system.installation.status()).processes.find((process) => process.name === name)!;

/** Kills a process with no time to say goodbye. */
export const kill = async (system: System, name: string): Promise<void> =>
  void process.kill(await pidOf(system, name), 'SIGKILL');

/** Waits until a process that was killed is back: started once more than before, and well. */
export async function expectBack(system: System, name: string, restartsBefore: number): Promise<void> {
  const back = await until(
    () => processOf(system, name),
    (one) => one.restarts > restartsBefore && one.state === 'ready' && one.healthy,
  );
  expect(back).toMatchObject({ restarts: restartsBefore + 1, state: 'ready', healthy: true });
}

/** What a database of the installation says, asked as its superuser or as the application. */
export async function queryDatabase<Row extends QueryResultRow>(
  system: System,
  sql: string,
  {
    service = 'intake',
    as = 'superuser',
    values = [],
  }: { service?: 'intake' | 'dispatch'; as?: 'superuser' | 'application'; values?: unknown[] } = {},
): Promise<Row[]> {
  const secrets = JSON.parse(readFileSync(join(system.installation.dataFolder, 'secrets.json'), 'utf8')) as Secrets;
  const [user, password] =
    as === 'superuser'
      ? ['postgres', secrets.postgresPassword]
      : [`wangge_${service}`, secrets.databases[service]!.application];
  const { port } = await processOf(system, 'postgres');
  const client = new Client({ host: '127.0.0.1', port, database: `wangge_${service}`, user, password });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** What callers do while a part of the system is away: the same request, under the same key, until it is answered. */
export async function insist<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
  for (const end = performance.now() + PATIENCE_MS; ;) {
    const answer = await ask().catch(() => undefined);
    if (answer && answer.status < 500) return answer;
    if (performance.now() > end) throw new Error(`no answer but ${answer?.status}`);
    await pause(200);
  }
}
