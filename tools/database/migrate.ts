import { createHash } from 'node:crypto';
import pg from 'pg';
import { loopback, services, type Installation, type Service } from '../installation.ts';
import type { Report } from '../progress.ts';
import type { Secrets } from '../secrets.ts';
import { superuserUrl } from '../servers/postgres.ts';
import { hasSchema, migrationsOf } from './prisma-files.ts';
import { migrationList, noFilters, withSchemaEngine } from './schema-engine.ts';

/**
 * Each service has a database `wangge_<service>`, an owner role that migrates it, and an application role that may only
 * read and write rows. The application cannot change the schema, and a migration can take rights from it (REVOKE UPDATE,
 * DELETE on the audit table) that it cannot give back to itself.
 */
export const databaseOf = (service: Service): string => `wangge_${service}`;
export const ownerOf = (service: Service): string => `wangge_${service}_owner`;
export const applicationRoleOf = (service: Service): string => `wangge_${service}`;

export const applicationUrl = (service: Service, { ports }: Installation, secrets: Secrets): string =>
  url(applicationRoleOf(service), secrets.databases[service].application, ports.postgres, databaseOf(service));

export const ownerUrl = (service: Service, { ports }: Installation, secrets: Secrets): string =>
  url(ownerOf(service), secrets.databases[service].owner, ports.postgres, databaseOf(service));

const url = (role: string, password: string, port: number, database: string) =>
  `postgresql://${role}:${password}@${loopback}:${port}/${database}`;

/** Makes what is missing of roles and databases and applies the migrations that are not applied yet. */
export async function migrateAll(installation: Installation, secrets: Secrets, report: Report): Promise<void> {
  await withClient(superuserUrl(installation, secrets.postgresPassword), async (admin) => {
    for (const service of services) await ensureDatabase(admin, service, secrets);
  });
  await Promise.all(services.map((service) => migrate(service, installation, secrets, report)));
}

async function ensureDatabase(admin: pg.Client, service: Service, secrets: Secrets): Promise<void> {
  const { owner, application } = secrets.databases[service];
  await ensureRole(admin, ownerOf(service), owner);
  await ensureRole(admin, applicationRoleOf(service), application);
  const database = databaseOf(service);
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (!rowCount) await admin.query(`CREATE DATABASE ${database} OWNER ${ownerOf(service)}`);
  await admin.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
  await admin.query(`GRANT CONNECT ON DATABASE ${database} TO ${applicationRoleOf(service)}`);
}

async function ensureRole(admin: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  await admin.query(
    `${rowCount ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${admin.escapeLiteral(password)}`,
  );
}

async function migrate(service: Service, installation: Installation, secrets: Secrets, report: Report): Promise<void> {
  const connectionString = ownerUrl(service, installation, secrets);
  await withClient(connectionString, (owner) => grantToApplication(owner, service));
  if (!hasSchema(service) || (await withClient(connectionString, (owner) => isUpToDate(owner, service)))) return;
  const { appliedMigrationNames } = await withSchemaEngine(service, connectionString, (engine) =>
    engine.applyMigrations({ migrationsList: migrationList(service), filters: noFilters }),
  );
  for (const name of appliedMigrationNames) report(`${service}: migration ${name}`);
  await withClient(connectionString, (owner) =>
    owner.query(`REVOKE ALL ON _prisma_migrations FROM ${applicationRoleOf(service)}`),
  );
}

/** Tables and sequences that migrations make from now on are the application's to use row by row. */
async function grantToApplication(owner: pg.Client, service: Service): Promise<void> {
  const role = applicationRoleOf(service);
  await owner.query(`GRANT USAGE ON SCHEMA public TO ${role}`);
  await owner.query(
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role}`,
  );
  await owner.query(`ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO ${role}`);
}

/** The usual case, told without loading the engine: every migration is recorded as finished with the script's checksum. */
async function isUpToDate(owner: pg.Client, service: Service): Promise<boolean> {
  const { rows: tables } = await owner.query<{ table: string | null }>(
    `SELECT to_regclass('_prisma_migrations') AS table`,
  );
  const migrations = migrationsOf(service);
  if (!tables[0]?.table) return migrations.length === 0;
  const { rows } = await owner.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const finished = new Map(rows.filter((row) => row.finished).map((row) => [row.name, row.checksum]));
  return (
    rows.every((row) => row.finished) &&
    migrations.every(({ name, script }) => finished.get(name) === createHash('sha256').update(script).digest('hex'))
  );
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
