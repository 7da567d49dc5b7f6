import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

export interface ServiceDatabase {
  /** Connection URL of the new database, as superuser. */
  readonly url: string;
  drop(): Promise<void>;
}

const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: the test runner gives it`);
  return value;
};

async function once(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A database of its own for one spec, with the migrations of the app at `prismaFolder` applied. */
export async function createServiceDatabase(prismaFolder: string): Promise<ServiceDatabase> {
  const server = given('WANGGE_TEST_POSTGRES_URL');
  const name = `spec_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await once(server, `create database ${name}`);
  const migrations = join(prismaFolder, 'migrations');
  for (const folder of readdirSync(migrations).sort())
    if (!folder.endsWith('.toml'))
      await once(url.href, readFileSync(join(migrations, folder, 'migration.sql'), 'utf8'));
  return { url: url.href, drop: () => once(server, `drop database ${name} with (force)`) };
}
