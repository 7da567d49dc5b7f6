import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { verifyAudit } from '@wangge/platform/audit/verify';
import { open, parseKeyRing, seal, sealedWith } from '@wangge/platform/configuration/keys';
import { createPrismaAdapter } from '@wangge/platform/database/prisma-adapter';
import { DiskEvidenceStore } from '@wangge/platform/evidence/disk-evidence-store';
import type { Log } from '@wangge/platform/telemetry/log';
import { createServiceDatabase, type ServiceDatabase } from '@wangge/testing/service-database';
import { Client, Pool } from 'pg';
import { placeOfDocument, SEALED_FILE } from '../documents/make-documents';
import { PrismaClient } from '../generated/prisma/client';
import { openPeople, sealPeople } from '../petitions/people';
import { ErasePeople } from './erase-people';
import { Reseal } from './reseal';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [OLD, NEW, GONE] = [key('old'), key('new'), key('gone')];
const old = parseKeyRing(OLD);
/** The new key first: it seals, the old one still opens. */
const rotated = parseKeyRing(`${NEW},${OLD}`);
const current = parseKeyRing(NEW);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined } as unknown as Log;
const never = new AbortController().signal;
const PEOPLE = { petitioners: [{ name: '李四光', phone: '13912345678' }] };

describe('personal data over the years', () => {
  let database: ServiceDatabase;
  let pool: Pool;
  let prisma: PrismaClient;
  let folder: string;
  let store: DiskEvidenceStore;

  beforeAll(async () => {
    database = await createServiceDatabase(join(__dirname, '../../prisma'));
    pool = new Pool({ connectionString: database.url, max: 4 });
    prisma = new PrismaClient({ adapter: createPrismaAdapter(database.url) });
    folder = await mkdtemp(join(tmpdir(), 'wangge-personal-'));
    store = new DiskEvidenceStore(folder);
  }, 60_000);

  afterAll(async () => {
    await prisma.$disconnect();
    await pool.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(() => pool.query('truncate petition, document, subscription cascade'));

  async function addCase(number: string, sealed: Buffer, closedAt: string | null = null): Promise<void> {
    await pool.query(
      `insert into petition(number, kind, stage, step, audit_hash, state, matter_item, grid_code, district, title, content, sealed, channel, received_at, filed_at, closed_at)
       values($1, 'matter', 'closed', 1, '', '{"stage": "closed", "step": 1}', 'noise', '410105', '410105', '〔信访人〕反映噪声', '{"claims": []}', $2, 'phone', now(), now(), $3)`,
      [number, sealed, closedAt],
    );
  }

  async function addDocument(number: string, keys: typeof old): Promise<string> {
    const id = randomUUID();
    const file = await store.put(
      Readable.from([seal(keys, Buffer.from('%PDF-1.7 李四光'), placeOfDocument(id))]),
      SEALED_FILE,
    );
    await pool.query(
      `insert into document(id, number, step, kind, template, facts, act_at, file, sealed_with, hash, size, document_number, made_at)
       values($1, $2, 1, 'opinion', 1, '{}', now(), $3, $4, '', 1, 'x', now())`,
      [id, number, file.id, keys.current.id],
    );
    return id;
  }

  const sealedOf = async (number: string): Promise<Buffer | null> =>
    (await pool.query<{ sealed: Buffer | null }>('select sealed from petition where number = $1', [number])).rows[0]!
      .sealed;
  const files = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
      (one) => one.isFile() && /^[0-9a-f]{64}$/.test(one.name),
    );

  describe('a new data key', () => {
    it('seals anew all that the old one sealed, so that the old one may go', async () => {
      // More than a batch, so that the second one goes on where the first one ended.
      for (let index = 1; index <= 450; index++) {
        const number = `20260101-${String(index).padStart(7, '0')}`;
        await addCase(number, sealPeople(old, number, PEOPLE));
      }
      await addCase('20260101-0000999', sealPeople(current, '20260101-0000999', PEOPLE));
      const id = randomUUID();
      await pool.query(
        `insert into subscription(id, account, channel, target, secret, events) values($1, 'x', 'email', $2, null, '{}')`,
        [id, seal(old, Buffer.from('a@example.org'), `subscription/${id}`)],
      );
      const document = await addDocument('20260101-0000001', old);
      const before = files().map(({ name }) => name);

      expect(await new Reseal(pool, store, rotated, log).all(never)).toEqual({ done: 452, lost: 0 });

      const { rows } = await pool.query<{ number: string; sealed: Buffer }>('select number, sealed from petition');
      expect(new Set(rows.map(({ sealed }) => sealedWith(sealed)))).toEqual(new Set(['new']));
      for (const { number, sealed } of rows) expect(openPeople(current, number, sealed)).toEqual(PEOPLE);
      const { rows: documents } = await pool.query<{ file: string; sealed_with: string }>(
        'select file, sealed_with from document',
      );
      expect(documents[0]!.sealed_with).toBe('new');
      const bytes = await buffer((await store.open(documents[0]!.file))!.stream);
      expect(open(current, bytes, placeOfDocument(document)).toString()).toBe('%PDF-1.7 李四光');
      expect(files()).toHaveLength(before.length);
      expect(before).not.toContain(documents[0]!.file);
      expect(await new Reseal(pool, store, rotated, log).all(never)).toEqual({ done: 0, lost: 0 });
    }, 60_000);

    it('says how many values no key of the ring opens, and leaves them as they are', async () => {
      const sealed = sealPeople(parseKeyRing(GONE), '20260101-0000001', PEOPLE);
      await addCase('20260101-0000001', sealed);
      await addCase('20260101-0000002', sealPeople(old, '20260101-0000002', PEOPLE));
      expect(await new Reseal(pool, store, rotated, log).all(never)).toEqual({ done: 1, lost: 1 });
      expect((await sealedOf('20260101-0000001'))!.equals(sealed)).toBe(true);
    });
  });

  describe('the end of the time for which they are kept', () => {
    const years = 10;
    const erase = () => new ErasePeople(prisma, store, years).due(never);
    const ago = (text: string): Promise<string> =>
      pool.query<{ at: string }>(`select (now() - interval '${text}')::text as at`).then(({ rows }) => rows[0]!.at);

    it('erases the people and their papers, not before the day and not of an open case', async () => {
      const cases: [string, string | null][] = [
        ['20100101-0000001', await ago('10 years 1 minute')],
        ['20100101-0000002', await ago('9 years 364 days')],
        ['20100101-0000003', null],
      ];
      for (const [number, closedAt] of cases) await addCase(number, sealPeople(old, number, PEOPLE), closedAt);
      await addDocument('20100101-0000001', old);
      await addDocument('20100101-0000002', old);
      const before = files().length;

      expect(await erase()).toBe(1);

      expect(await sealedOf('20100101-0000001')).toBeNull();
      expect(await sealedOf('20100101-0000002')).not.toBeNull();
      expect(await sealedOf('20100101-0000003')).not.toBeNull();
      expect(files()).toHaveLength(before - 1);
      const { rows } = await pool.query(`select number, file is null as erased from document order by number`);
      expect(rows).toEqual([
        { number: '20100101-0000001', erased: true },
        { number: '20100101-0000002', erased: false },
      ]);
      expect(await erase()).toBe(0);
    });

    it('leaves the chain of the trail whole, with the erasure in it', async () => {
      await addCase('20100101-0000004', sealPeople(old, '20100101-0000004', PEOPLE), await ago('11 years'));
      await erase();
      const { rows } = await pool.query(`select entry from audit where stream = 'opened:20100101-0000004'`);
      expect(rows).toEqual([{ entry: { command: 'erase', actor: 'system', reason: '结案已满10年' } }]);
      const client = new Client({ connectionString: database.url });
      await client.connect();
      const { broken } = await verifyAudit(client);
      await client.end();
      // The rows of these cases were put in without their trail; no entry that is there is broken.
      expect(broken.filter(({ stream }) => stream.startsWith('opened:'))).toEqual([]);
    });
  });
});
