import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { appendAudit } from '@wangge/platform/audit/append-audit';
import { createServiceDatabase, type ServiceDatabase } from '@wangge/testing/service-database';
import { Client } from 'pg';

const root = join(__dirname, '..');

jest.setTimeout(30_000);

describe('docker/verify-audit.mjs', () => {
  let database: ServiceDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await createServiceDatabase(join(root, 'apps/gateway/prisma'));
    client = new Client({ connectionString: database.url });
    await client.connect();
    const transaction = {
      $queryRawUnsafe: async <T>(sql: string, ...values: unknown[]) => (await client.query(sql, values)).rows as T,
      $executeRawUnsafe: async (sql: string, ...values: unknown[]) => (await client.query(sql, values)).rowCount ?? 0,
    };
    await client.query('begin');
    for (const act of ['decode', 'request', 'answered'])
      await appendAudit(transaction, { stream: 'temporal-ui', commandId: act, entry: { act, account: 'admin' } });
    await client.query('commit');
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const verify = () =>
    new Promise<{ exitCode: number; stdout: string }>((resolve) => {
      const env = { PATH: process.env.PATH, DATABASE_URL: database.url };
      execFile(process.execPath, [join(root, 'docker/verify-audit.mjs')], { env }, (error, stdout) =>
        resolve({ exitCode: error ? Number(error.code) : 0, stdout }),
      );
    });

  it('says of whole chains how many rows they have', async () => {
    expect(await verify()).toEqual({ exitCode: 0, stdout: '3 rows, unbroken\n' });
  });

  it('names a row that was changed by hand', async () => {
    await client.query(`update audit set entry = entry || '{"account": "auditor"}' where step = 1`);
    const { exitCode, stdout } = await verify();
    expect(exitCode).toBe(1);
    expect(stdout).toBe('3 rows, 1 broken\n  temporal-ui step 1: its content does not fit its hash\n');
  });
});
