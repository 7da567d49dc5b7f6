import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { open, parseKeyRing } from '@wangge/platform/configuration/keys';
import { DiskEvidenceStore } from '@wangge/platform/evidence/disk-evidence-store';
import type { Log } from '@wangge/platform/telemetry/log';
import { createServiceDatabase, type ServiceDatabase } from '@wangge/testing/service-database';
import { Pool } from 'pg';
import { extractText, getDocumentProxy } from 'unpdf';
import { sealPeople } from '../petitions/people';
import { MakeDocuments, placeOfDocument } from './make-documents';

const keys = parseKeyRing(`one:${randomBytes(32).toString('base64')}`);
const settings = { keys, office: 'zz-petition', organCode: '郑信' };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined } as unknown as Log;
const NAMES = { 'unit-a': '郑州市城市管理局', 'zz-petition': '郑州市信访局' };

describe('making documents', () => {
  let database: ServiceDatabase;
  let pool: Pool;
  let folder: string;
  let store: DiskEvidenceStore;

  beforeAll(async () => {
    database = await createServiceDatabase(join(__dirname, '../../prisma'));
    pool = new Pool({ connectionString: database.url, max: 6 });
    folder = await mkdtemp(join(tmpdir(), 'wangge-documents-'));
    store = new DiskEvidenceStore(folder);
  }, 60_000);

  afterAll(async () => {
    await pool.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(() => pool.query('truncate document, document_series, petition'));

  const maker = (names: Record<string, string> | null = NAMES) =>
    new MakeDocuments(pool, store, () => Promise.resolve(names ? { names } : undefined), settings, log);

  /** A refused matter of 李四, and what its refusal asks for. */
  async function ask(number: string, actAt = '2026-03-04T10:00:00+08:00'): Promise<void> {
    const people = sealPeople(keys, number, { petitioners: [{ name: '李四光', phone: '13912345678' }] });
    await pool.query(
      `insert into petition(number, kind, stage, step, audit_hash, state, matter_item, grid_code, district, title, content, sealed, channel, received_at, filed_at)
       values($1, 'matter', 'refused', 1, '', '{"stage": "refused", "step": 1}', 'noise', '410105', '410105', '夜间噪声', '{"claims": ["停工"]}', $2, 'phone', '2026-03-01T09:00:00+08:00', now())`,
      [number, people],
    );
    await pool.query(
      `insert into audit(stream, step, command_id, entry, at, prev_hash, hash) values($1, 1, 'x', '{"command": "refuse", "from": "registered", "to": "refused", "reason": "不属于本单位职权"}', now(), '', '')
       on conflict do nothing`,
      [number],
    );
    await pool.query(
      `insert into document(id, number, step, kind, template, facts, act_at, next_at)
       values(gen_random_uuid(), $1, 1, 'matter-refusal', 1, '{}', $2, now() - interval '1 second')`,
      [number, actAt],
    );
  }

  const rows = async () =>
    (await pool.query('select * from document order by number')).rows as {
      id: string;
      file: string | null;
      hash: Buffer | null;
      size: number | null;
      document_number: string | null;
      failure: string | null;
      attempts: number;
    }[];
  const files = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
      (one) => one.isFile() && !one.name.endsWith('.kind'),
    );

  it('numbers, sets, seals and stores what an act asked for', async () => {
    await ask('20260304-0000001');
    expect(await maker().next()).toBe(true);
    const [row] = await rows();
    expect(row!.document_number).toBe('郑信诉不受〔2026〕1号');
    const stored = await buffer((await store.open(row!.file!))!.stream);
    const pdf = open(keys, stored, placeOfDocument(row!.id));
    expect(createHash('sha256').update(pdf).digest().equals(row!.hash!)).toBe(true);
    expect(row!.size).toBe(pdf.length);
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
    for (const part of [
      '郑州市信访局',
      '李四光：',
      '夜间噪声',
      '二〇二六年三月一日',
      '不属于本单位职权',
      '二〇二六年三月四日',
    ])
      expect(text.replace(/\s/g, '')).toContain(part);
    expect(await maker().next()).toBe(false);
  });

  it('stores nothing that says whose it is', async () => {
    await ask('20260304-0000001');
    await maker().next();
    const [row] = await rows();
    expect(JSON.stringify(row)).not.toMatch(/李四光|13912345678/);
    for (const file of files()) {
      const bytes = readFileSync(join(file.parentPath, file.name));
      expect(bytes.subarray(0, 5).toString('latin1')).not.toBe('%PDF-');
    }
  });

  it('makes each once, with numbers in one row, however many workers there are', async () => {
    for (let index = 1; index <= 12; index++) await ask(`20260304-${String(index).padStart(7, '0')}`);
    const work = async (one: MakeDocuments) => {
      while (await one.next());
    };
    const before = files().length;
    await Promise.all([work(maker()), work(maker()), work(maker())]);
    const made = await rows();
    expect(made.every(({ file, attempts }) => file !== null && attempts === 1)).toBe(true);
    expect(files().length - before).toBe(12);
    const numbers = made.map((one) => Number(/〕(\d+)号/.exec(one.document_number!)![1])).sort((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  }, 60_000);

  it('goes on after a worker that died, under the number that it had taken', async () => {
    await ask('20260304-0000001');
    // What a worker leaves that is killed behind its lease: the number taken, the lease running.
    await pool.query(
      `update document set year = 2026, sequence = 1, attempts = 1, next_at = now() + interval '1 minute'`,
    );
    await pool.query(`insert into document_series values('matter-refusal', 2026, 1)`);
    expect(await maker().next()).toBe(false);
    await pool.query(`update document set next_at = now() - interval '1 second'`);
    expect(await maker().next()).toBe(true);
    expect(await rows()).toMatchObject([{ document_number: '郑信诉不受〔2026〕1号', attempts: 2 }]);
    await ask('20260304-0000002');
    await maker().next();
    expect((await rows())[1]!.document_number).toBe('郑信诉不受〔2026〕2号');
  });

  it('counts by the local year of the act', async () => {
    // 2026-12-31T16:30Z is 00:30 of the next year in Shanghai.
    await ask('20261231-0000001', '2026-12-31T15:30:00Z');
    await ask('20261231-0000002', '2026-12-31T16:30:00Z');
    await maker().next();
    await maker().next();
    expect((await rows()).map((one) => one.document_number)).toEqual([
      '郑信诉不受〔2026〕1号',
      '郑信诉不受〔2027〕1号',
    ]);
  });

  it.each([
    ['nobody says what the units are called', null],
    ['unit zz-petition is not in force', { 'unit-a': '郑州市城市管理局' }],
  ])('waits and says why: %s', async (failure, names) => {
    await ask('20260304-0000001');
    expect(await maker(names).next()).toBe(true);
    expect(await rows()).toMatchObject([{ file: null, failure }]);
    // Not at once again.
    expect(await maker().next()).toBe(false);
    await pool.query(`update document set next_at = now() - interval '1 second'`);
    await maker().next();
    expect(await rows()).toMatchObject([{ failure: null, document_number: '郑信诉不受〔2026〕1号' }]);
  });

  it('is asked for once of one act', async () => {
    await ask('20260304-0000001');
    await expect(
      pool.query(
        `insert into document(id, number, step, kind, template, facts, act_at) values(gen_random_uuid(), '20260304-0000001', 1, 'matter-refusal', 1, '{}', now())`,
      ),
    ).rejects.toMatchObject({ code: '23505' });
  });
});
