import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { applicationUrl } from '../database/migrate.ts';
import type { Installation } from '../installation.ts';
import { ensureSecrets } from '../secrets.ts';

/** What intake's database says, asked as the application. */
export async function intakeRows<Row extends object>(described: Installation, sql: string): Promise<Row[]> {
  const client = new pg.Client(applicationUrl('intake', described, ensureSecrets(described)));
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** What the cases that ended at this stage cost: acts in the trail of each, and what one of them has as its history. */
export async function costPerCase(described: Installation, stage: string): Promise<Record<string, number>> {
  const where = `from petition where stage = '${stage}'`;
  const [row] = await intakeRows<Record<string, number>>(
    described,
    `select round(avg(step), 1)::float as "recordedActs", count(*)::int as "cases" ${where}`,
  );
  const [one] = await intakeRows<{ number: string }>(described, `select number ${where} limit 1`);
  const connection = await Connection.connect({ address: `127.0.0.1:${described.ports.temporal}` });
  try {
    const handle = new Client({ connection, namespace: 'wangge' }).workflow.getHandle(`petition:${one!.number}`);
    const { events } = await handle.fetchHistory();
    const count = (field: string) =>
      (events ?? []).filter((event) => Object.hasOwn(event, field) && (event as Record<string, unknown>)[field] != null)
        .length;
    return {
      ...row,
      events: events?.length ?? 0,
      workflowTasks: count('workflowTaskCompletedEventAttributes'),
      markers: count('markerRecordedEventAttributes'),
      timersStarted: count('timerStartedEventAttributes'),
      upserts: count('upsertWorkflowSearchAttributesEventAttributes'),
    };
  } finally {
    await connection.close();
  }
}
