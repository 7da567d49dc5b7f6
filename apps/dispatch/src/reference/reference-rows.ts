import type { Transaction } from '../database';
import { columnNameOf, type Kept, type KindName, type ReferenceKind, type ReferenceRecord } from './reference-kind';

/** A row as Prisma gives it; the fields of its kind are read by the kind's columns. */
export interface Row extends Record<string, unknown> {
  readonly code: string;
  readonly version: number;
  readonly revision: bigint;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

interface Rows {
  findMany(query: { where?: object; orderBy?: object; take?: number; omit?: Record<string, boolean> }): Promise<Row[]>;
  createMany(query: { data: object[]; skipDuplicates?: boolean }): Promise<{ count: number }>;
}

/** Prisma's table of a kind, with what all kinds have in common. */
export function rowsOf(database: Transaction, kind: KindName): Rows {
  const tables = {
    grid: database.grid,
    unit: database.unit,
    person: database.person,
    post: database.post,
    'matter-item': database.matterItem,
    responsibility: database.responsibility,
  };
  return tables[kind] as unknown as Rows;
}

/** `2026-11-23` as Prisma wants a date. */
export const dateOf = (date: string): Date => new Date(`${date}T00:00:00Z`);

const isEmpty = (value: unknown) => value === null || value === undefined;

/** The record in a row; what is empty is left out. */
export function recordOf<R extends ReferenceRecord>(kind: ReferenceKind<R>, row: Row): R {
  const record: Record<string, unknown> = {};
  for (const { field, type } of kind.columns) {
    const value = row[field];
    if (!isEmpty(value)) record[field] = type === 'date' ? (value as Date).toISOString().slice(0, 10) : value;
  }
  return record as unknown as R;
}

export const keptOf = <R extends ReferenceRecord>(kind: ReferenceKind<R>, row: Row): Kept<R> => ({
  ...recordOf(kind, row),
  version: row.version,
  updatedAt: row.updatedAt.toISOString(),
  updatedBy: row.updatedBy,
});

/** The fields of a record without those that are empty, so that equal records are equal JSON. */
export function plain<R extends ReferenceRecord>(kind: ReferenceKind<R>, record: R): Record<string, unknown> {
  const from = record as unknown as Record<string, unknown>;
  return Object.fromEntries(kind.columns.flatMap(({ field }) => (isEmpty(from[field]) ? [] : [[field, from[field]]])));
}

/** What a new or changed row has beside its record. */
export interface Stamp {
  readonly revision: bigint;
  readonly at: Date;
  readonly by: string;
}

/**
 * Writes records with one statement, however many they are. The caller holds the kind's revision lock and has compared
 * the versions, so that whatever is there may be replaced.
 */
export async function upsert<R extends ReferenceRecord>(
  transaction: Transaction,
  kind: ReferenceKind<R>,
  records: readonly { readonly record: R; readonly version: number }[],
  stamp: Stamp,
): Promise<void> {
  const fields = kind.columns.map((column) => column.field);
  const columns = [...fields.map(columnNameOf), 'version', 'revision', 'updated_at', 'updated_by'];
  const values = records.map(({ record, version }) => ({
    ...Object.fromEntries(Object.entries(plain(kind, record)).map(([field, value]) => [columnNameOf(field), value])),
    version,
    revision: String(stamp.revision),
    updated_at: stamp.at.toISOString(),
    updated_by: stamp.by,
  }));
  const list = columns.map((column) => `"${column}"`).join(', ');
  const set = columns
    .filter((column) => column !== 'code')
    .map((column) => `"${column}" = excluded."${column}"`)
    .join(', ');
  await transaction.$executeRawUnsafe(
    `insert into "${kind.table}" (${list}) select ${list} from jsonb_populate_recordset(null::"${kind.table}", $1::jsonb)
      on conflict (code) do update set ${set}`,
    JSON.stringify(values),
  );
}

/** The same records as Prisma's `createMany` takes them; used where what is there must stay as it is (seeds). */
export function newRows<R extends ReferenceRecord>(
  kind: ReferenceKind<R>,
  records: readonly R[],
  stamp: Stamp,
): object[] {
  return records.map((record) => ({
    ...Object.fromEntries(
      kind.columns.flatMap(({ field, type }) => {
        const value = (record as unknown as Record<string, unknown>)[field];
        if (isEmpty(value)) return [];
        return [[field, type === 'date' ? dateOf(value as string) : value]];
      }),
    ),
    revision: stamp.revision,
    updatedAt: stamp.at,
    updatedBy: stamp.by,
  }));
}

/** Takes the kind's next revision; the row's lock makes writers of one kind wait for each other until commit. */
export async function nextRevision(transaction: Transaction, kind: KindName): Promise<bigint> {
  const rows = await transaction.$queryRawUnsafe<{ revision: bigint }[]>(
    `insert into revision(kind, revision) values($1, 1)
      on conflict (kind) do update set revision = revision.revision + 1 returning revision`,
    kind,
  );
  return rows[0]?.revision ?? 1n;
}
