import { join } from 'node:path';
import { createServiceDatabase, type ServiceDatabase } from '@wangge/testing/service-database';
import { Pool } from 'pg';
import { QUEUES } from './queues';

describe('what waits', () => {
  let database: ServiceDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createServiceDatabase(join(__dirname, '../../prisma'));
    pool = new Pool({ connectionString: database.url, max: 2 });
    pool.on('error', () => undefined);
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const waiting = async () => {
    const { rows } = await pool.query<{ queue: string; rows: number; oldest: number | null }>(QUEUES);
    return Object.fromEntries(
      rows.map(({ queue, rows: count, oldest }) => [queue, [count, oldest && Math.round(oldest)]]),
    );
  };

  it('is nothing at first', async () => {
    const nothing = [0, null];
    expect(await waiting()).toEqual({
      ...{ outbox: nothing, workflow_start: nothing, notification: nothing, notification_dead: nothing },
      ...{ document: nothing, export: nothing },
    });
  });

  it('is counted in every queue, with the age of the oldest; what is done is not', async () => {
    const ago = (seconds: number) => `now() - interval '${seconds} seconds'`;
    await pool.query(
      `insert into outbox(subject, key, body, created_at) values('x', 'x', '{}', ${ago(40)}), ('x', 'x', '{}', ${ago(20)})`,
    );
    await pool.query(
      `insert into workflow_start(workflow_id, workflow_type, task_queue, args, summary, created_at, leased_until) values('x', 'x', 'x', '[]', '', ${ago(30)}, ${ago(30)})`,
    );
    await pool.query(
      `insert into subscription(id, account, channel, target, events) values('00000000-0000-4000-8000-000000000000', 'x', 'email', '', '{}')`,
    );
    await pool.query(
      `insert into notification(id, subscription_id, event_id, event, status, created_at)
       select gen_random_uuid(), '00000000-0000-4000-8000-000000000000', status || i, '{}', status, ${ago(50)} + i * interval '1 second'
       from unnest('{pending,dead,sent}'::text[]) as status, generate_series(1, 3) i`,
    );
    await pool.query(
      `insert into document(id, number, step, kind, template, facts, act_at, year, sequence, document_number, file, sealed_with, hash, size, made_at)
       values(gen_random_uuid(), 'x', 1, 'refusal', 1, '{}', ${ago(60)}, null, null, null, null, null, null, null, null),
         (gen_random_uuid(), 'x', 2, 'refusal', 1, '{}', ${ago(90)}, 2026, 1, '1', 'f', 'k', 'h', 1, now())`,
    );
    await pool.query(
      `insert into export_job(id, account, actor, body_hash, format, language, query, status, asked_at) values(gen_random_uuid(), 'x', '{}', '', 'csv', 'zh', '{}', 'running', ${ago(70)}), (gen_random_uuid(), 'x', '{}', '', 'csv', 'zh', '{}', 'done', ${ago(90)})`,
    );
    expect(await waiting()).toEqual({
      ...{ outbox: [2, 40], workflow_start: [1, 30], notification: [3, 49], notification_dead: [3, 49] },
      ...{ document: [1, 60], export: [1, 70] },
    });
  });
});
