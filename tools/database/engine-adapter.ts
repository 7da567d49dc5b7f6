import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import pg from 'pg';

/** The type "char" of PostgreSQL's own catalogues, and `text`. */
const charType = 18;
const textType = 25;

interface RowDescription {
  fields: { name: string; dataTypeID: number }[];
}

/**
 * Prisma's adapter for the schema engine, with two things put right.
 * - It cuts a script at every semicolon, also inside a function body or a comment, and runs the pieces one by one. Sent
 *   whole, PostgreSQL reads it itself and a migration that fails leaves nothing behind.
 * - It knows no column of type "char", which the engine reads from the catalogues when it describes a database. Such a
 *   column passes the adapter as text and is then called what it is.
 */
export async function connectAdapter(connectionString: string) {
  const { PrismaPg } = await import('@prisma/adapter-pg');
  const { ColumnTypeEnum } = await import('@prisma/driver-adapter-utils');
  const pool = new pg.Pool({ connectionString });
  const charColumns = new Set<string>();
  pool.on('connect', (client) => {
    const { connection } = client as unknown as { connection: EventEmitter };
    connection.prependListener('rowDescription', ({ fields }: RowDescription) => {
      for (const field of fields.filter(({ dataTypeID }) => dataTypeID === charType)) {
        charColumns.add(field.name);
        field.dataTypeID = textType;
      }
    });
  });
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const columnTypes = result.columnTypes.map((type, index) =>
      charColumns.has(result.columnNames[index]!) ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
  adapter.executeScript = async (script) => void (await adapter.underlyingDriver().query(script));
  return adapter;
}

/**
 * An empty database beside the given one, in which the engine replays migrations; it goes with its temporary server. The
 * adapter's own way takes the database that the connection string names instead of the new one.
 */
export async function makeShadowDatabase(connectionString: string): Promise<string> {
  const name = `shadow_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return Object.assign(new URL(connectionString), { pathname: `/${name}` }).href;
}
