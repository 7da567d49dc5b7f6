import { DEFAULT_CODE_LENGTHS } from '@wangge/domain/grids/codes';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DispatchDatabase } from '../database';
import { readCsv } from '../reference/csv';
import { KINDS, type KindName, type ReferenceKind, type ReferenceRecord } from '../reference/reference-kind';
import { referenceKinds } from '../reference/reference-kinds';
import { newRows, nextRevision, rowsOf } from '../reference/reference-rows';
import { readDivisions } from './read-divisions';
import { sampleGrids, territoryUnits, type DistrictFeature } from './sample-grids';

/** The folder of the samples, the same from `src` and from `dist`. */
const SAMPLES = resolve(__dirname, '..', '..', '..', '..', 'samples');

const kinds = referenceKinds(DEFAULT_CODE_LENGTHS);

/** All records of the samples, by kind, parents first. */
export async function sampleRecords(): Promise<ReadonlyMap<KindName, readonly ReferenceRecord[]>> {
  const [divisions, districts, units, people, posts, items, responsibilities] = await Promise.all([
    readDivisions(),
    readFile(join(SAMPLES, 'zhengzhou-districts.geojson'), 'utf8'),
    readSample(kinds.unit),
    readSample(kinds.person),
    readSample(kinds.post),
    readSample(kinds['matter-item']),
    readSample(kinds.responsibility),
  ]);
  return new Map<KindName, readonly ReferenceRecord[]>([
    ['grid', sampleGrids(divisions, JSON.parse(districts) as DistrictFeature[])],
    ['unit', [...units, ...territoryUnits(divisions)]],
    ['person', people],
    ['post', posts],
    ['matter-item', items],
    ['responsibility', responsibilities],
  ]);
}

async function readSample<R extends ReferenceRecord>(kind: ReferenceKind<R>): Promise<R[]> {
  const name = `${kind.path}.csv`;
  const { rows, errors } = readCsv(await readFile(join(SAMPLES, name), 'utf8'), kind.columns);
  if (errors.length > 0) throw new Error(`samples/${name}: ${JSON.stringify(errors)}`);
  return rows.map(({ line, fields }) => {
    const parsed = kind.input.safeParse(
      Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    );
    if (!parsed.success) throw new Error(`samples/${name}, line ${line}: ${parsed.error.message}`);
    return parsed.data;
  });
}

/** Rows of one insert; PostgreSQL takes 65,535 parameters in a statement. */
const BATCH = 2_000;

/**
 * Puts the samples into a database. A code that is there already is left as it is, whoever wrote it, and what was
 * retired stays retired, so that a second run changes nothing.
 * @returns how many rows are new, by kind
 */
export async function plant(database: DispatchDatabase): Promise<Record<KindName, number>> {
  const records = await sampleRecords();
  const added = { grid: 0, unit: 0, person: 0, post: 0, 'matter-item': 0, responsibility: 0 };
  for (const name of KINDS) {
    const kind = kinds[name] as ReferenceKind;
    const wanted = records.get(name) ?? [];
    const there = await rowsOf(database, name).findMany({
      where: { code: { in: wanted.map((record) => record.code) } },
      omit: Object.fromEntries(kind.columns.filter((column) => column.bulky).map((column) => [column.field, true])),
    });
    const known = new Set(there.map((row) => row.code));
    const missing = wanted.filter((record) => !known.has(record.code));
    if (missing.length === 0) continue;
    await database.$transaction(
      async (transaction) => {
        const stamp = { revision: await nextRevision(transaction, name), at: new Date(), by: 'seed' };
        const rows = newRows(kind, missing, stamp);
        for (let from = 0; from < rows.length; from += BATCH) {
          const data = rows.slice(from, from + BATCH);
          added[name] += (await rowsOf(transaction, name).createMany({ data, skipDuplicates: true })).count;
        }
      },
      { timeout: 30_000 },
    );
  }
  return added;
}
