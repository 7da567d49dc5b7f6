import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { OFFICER } from '@wangge/testing/people';
import { createServiceDatabase, type ServiceDatabase } from '@wangge/testing/service-database';
import { parse } from 'csv-parse/sync';
import { Pool } from 'pg';
import { CountPetitions } from '../lists/count-petitions';
import type { ListDatabase } from '../lists/list-database';
import { ListPetitions } from '../lists/list-petitions';
import { fileOf, RunExports } from './run-exports';

const AMOUNT = 4_500;
const ROWS = `insert into petition(number, kind, stage, step, audit_hash, state, matter_item, grid_code, district, title, content, channel, unit, received_at, filed_at)
  select '20261101-' || lpad(i::text, 7, '0'), 'matter', 'handling', 1, '', '{"stage": "handling", "step": 1, "jointHandlers": []}', 'noise', '410105', '410105',
    case i when 1 then '=cmd|x' when 2 then '<噪音> & "电话"13812345678' else '噪音 ' || i end, '{}', 'phone', 'unit-a', timestamptz '2026-11-01 08:00+08' + make_interval(mins => i), now()
  from generate_series(1, ${AMOUNT}) i`;

/** The file of a ZIP with this name; all are deflated or stored. */
function unzipped(zip: Buffer, name: string): string {
  let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06')) + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, size, nameLength, extra, comment, local] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
      zip.readUInt32LE(at + 42),
    ];
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const content = zip.subarray(from, from + size);
      return (method === 8 ? inflateRawSync(content) : content).toString();
    }
    at += 46 + nameLength + extra + comment;
  }
  throw new Error(`no ${name}`);
}

describe('exports', () => {
  let database: ServiceDatabase;
  let pool: Pool;
  let folder: string;
  let lists: ListPetitions;
  let exports: RunExports;
  const log = { debug: () => undefined, info: () => undefined, warn: jest.fn(), error: () => undefined };

  beforeAll(async () => {
    database = await createServiceDatabase(join(__dirname, '../../prisma'));
    folder = await mkdtemp(join(tmpdir(), 'exports-'));
    pool = new Pool({ connectionString: database.url, max: 4 });
    await pool.query(ROWS);
    const connection = {
      rows: async (sql: { text: string; values: unknown[] }) =>
        (await pool.query(sql.text, sql.values)).rows as object[],
    } as unknown as ListDatabase;
    lists = new ListPetitions(connection);
    const raw = {
      $queryRawUnsafe: async <T>(sql: string, ...values: unknown[]) => (await pool.query(sql, values)).rows as T,
    };
    exports = new RunExports(raw, lists, new CountPetitions(connection), folder, log);
  }, 60_000);

  afterAll(async () => {
    await pool.end();
    await database.drop();
    await rm(folder, { recursive: true });
  });
  afterEach(() => jest.restoreAllMocks());

  const ask = async (format: string, query: object = {}, language = 'zh') => {
    const id = randomUUID();
    await pool.query(
      `insert into export_job(id, account, actor, body_hash, format, language, query, leased_until)
       values($1, 'petition-officer', $2, '', $3, $4, $5, now() - interval '1 second')`,
      [id, JSON.stringify(OFFICER), format, language, JSON.stringify(query)],
    );
    return id;
  };
  const jobOf = async (id: string) =>
    (await pool.query<Record<string, unknown>>('select * from export_job where id = $1', [id])).rows[0]!;
  const next = () => exports.next(new AbortController().signal);

  it('writes every case once as CSV that a spreadsheet reads as text', async () => {
    const id = await ask('csv');
    expect(await next()).toBe(true);
    expect(await jobOf(id)).toMatchObject({ status: 'done', rows_done: AMOUNT, rows_total: AMOUNT });
    const text = await readFile(fileOf(folder, { id, format: 'csv' }), 'utf8');
    expect(text.startsWith('\ufeff编号,类型,环节,标题,')).toBe(true);
    const rows = parse<Record<string, string>>(text, { bom: true, columns: true });
    expect(rows).toHaveLength(AMOUNT);
    expect(new Set(rows.map((row) => row['编号'])).size).toBe(AMOUNT);
    // The oldest one is last: a formula is a text, a telephone number is cut.
    expect(rows.at(-1)).toMatchObject({
      标题: "'=cmd|x",
      收到时间: '2026-11-01 08:01:00',
      环节: '任务处理',
      是否逾期: '否',
    });
    expect(rows.at(-2)!['标题']).toBe('<噪音> & "电话"138****');
    expect(await next()).toBe(false);
  });

  it('writes a workbook', async () => {
    const id = await ask('xlsx', { receivedTo: '2026-11-01T08:03:00+08:00' }, 'en');
    await next();
    const zip = await readFile(fileOf(folder, { id, format: 'xlsx' }));
    expect(unzipped(zip, 'xl/workbook.xml')).toContain('name="Cases"');
    const sheet = unzipped(zip, 'xl/worksheets/sheet1.xml');
    const cells = [...sheet.matchAll(/<c r="(\w+)" t="inlineStr"><is><t xml:space="preserve">([^<]*)<\/t>/g)];
    const at: Record<string, string | undefined> = Object.fromEntries(
      cells.map(([, place, text]): [string, string] => [place!, text!]),
    );
    expect(at).toMatchObject({
      A1: 'Number',
      D1: 'Title',
      A2: '20261101-0000002',
      D2: '&lt;噪音&gt; &amp; &quot;电话&quot;138****',
      A3: '20261101-0000001',
      D3: '=cmd|x',
      C3: 'Handling',
    });
    expect(at['A4']).toBeUndefined();
  });

  it('takes up again what a killed worker left, and leaves alone what another one does', async () => {
    const id = await ask('csv');
    await pool.query(
      `update export_job set status = 'running', attempts = 1, leased_until = now() + interval '1 minute' where id = $1`,
      [id],
    );
    expect(await next()).toBe(false);
    await pool.query(`update export_job set leased_until = now() - interval '1 second' where id = $1`, [id]);
    expect(await next()).toBe(true);
    expect(await jobOf(id)).toMatchObject({ status: 'done', attempts: 2, rows_done: AMOUNT });
  });

  it('stops when it is cancelled, and leaves no file', async () => {
    const id = await ask('csv');
    const rows = lists.rows.bind(lists);
    jest.spyOn(lists, 'rows').mockImplementation(async (...given) => {
      await pool.query(`update export_job set status = 'cancelled' where id = $1`, [id]);
      return rows(...given);
    });
    await next();
    expect(await jobOf(id)).toMatchObject({ status: 'cancelled', rows_done: 0 });
    expect((await readdir(folder)).filter((name) => name.startsWith(id))).toEqual([]);
  });

  it('gives back what it is doing when the process ends, and what failed, five times', async () => {
    const id = await ask('csv');
    const ending = new AbortController();
    const rows = jest.spyOn(lists, 'rows').mockImplementation(async () => {
      ending.abort();
      return [];
    });
    rows.mockRejectedValueOnce(new Error('database is gone'));
    await next();
    expect(log.warn).toHaveBeenCalledTimes(1);
    const anew = (attempts: number) =>
      pool.query(`update export_job set leased_until = now() - interval '1 second', attempts = $2 where id = $1`, [
        id,
        attempts,
      ]);
    await anew(1);
    jest.restoreAllMocks();
    ending.abort();
    await exports.next(ending.signal);
    expect(await jobOf(id)).toMatchObject({ status: 'waiting', attempts: 2 });
    await anew(5);
    await next();
    expect(await jobOf(id)).toMatchObject({ status: 'failed', failure: 'EXPORT.FAILED' });
  });

  it('removes files after seven days', async () => {
    const id = await ask('csv', { unit: 'nobody' });
    await next();
    await exports.expire();
    expect(await jobOf(id)).toMatchObject({ status: 'done', rows_done: 0 });
    await pool.query(`update export_job set finished_at = now() - interval '8 days' where id = $1`, [id]);
    const left = join(folder, 'left.1.part');
    await writeFile(left, '');
    await utimes(left, new Date('2020-01-01'), new Date('2020-01-01'));
    await exports.expire();
    expect(await jobOf(id)).toMatchObject({ status: 'expired' });
    expect((await readdir(folder)).filter((name) => name.startsWith(id) || name.startsWith('left'))).toEqual([]);
  });
});
