import { join } from 'node:path';
import type { Actor } from '@wangge/domain/people/actor';
import { createServiceDatabase, type ServiceDatabase } from '@wangge/testing/service-database';
import { Pool } from 'pg';
import { AUDITOR, HANDLER_A, OFFICER } from '@wangge/testing/people';
import { CountPetitions } from './count-petitions';
import type { ListDatabase } from './list-database';
import { ListPetitions } from './list-petitions';
import { type CaseFilter, listSchema } from './list-schema';
import { wordsOf } from './search-terms';

/** Cases 1 to 30: three units, every fifth overdue, each received a minute after the one before and due a minute earlier. */
const ROWS = `insert into petition(number, kind, stage, step, audit_hash, state, matter_item, grid_code, district, title, content, channel, unit, person,
    due_at, overdue, received_at, filed_at)
  select '20261101-' || lpad(i::text, 7, '0'), 'matter', 'handling', 1, '', jsonb_build_object('stage', 'handling', 'step', 1,
      'jointHandlers', case when i = 9 then '[{"unit": "unit-a", "status": "asked"}]'::jsonb else '[]' end)
      || case when i = 12 then '{"supervisingUnit": "unit-a"}'::jsonb else '{}' end,
    'road-damage', case when i % 2 = 0 then '410105002001' else '410105003' end, '410105',
    case when i = 7 then '道路积水，LED灯不亮' when i = 8 then '水面道' else '道路坑洼 ' || i end,
    jsonb_build_object('claims', case when i = 11 then '["请修补\\n井盖 \\"A区\\""]'::jsonb else '[]' end), 'phone',
    case i % 3 when 0 then 'unit-c' when 1 then 'unit-a' else 'unit-b' end, null,
    timestamptz '2026-11-20 00:00+08' - make_interval(mins => i), i % 5 = 0, timestamptz '2026-11-01 00:00+08' + make_interval(mins => i), now()
  from generate_series(1, 30) i`;

describe('lists', () => {
  let database: ServiceDatabase;
  let pool: Pool;
  let lists: ListPetitions;
  let counts: CountPetitions;

  beforeAll(async () => {
    database = await createServiceDatabase(join(__dirname, '../../prisma'));
    pool = new Pool({ connectionString: database.url, max: 4 });
    await pool.query(ROWS);
    await pool.query(
      `insert into petition_words select number, search_words(title, content -> 'claims'), received_at from petition`,
    );
    const connection = {
      rows: async (sql: { text: string; values: unknown[] }) =>
        (await pool.query(sql.text, sql.values)).rows as object[],
    } as unknown as ListDatabase;
    lists = new ListPetitions(connection);
    counts = new CountPetitions(connection);
  }, 60_000);

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const list = async (query: object, actor: Actor = OFFICER) => {
    const { items } = await lists.list(listSchema.parse({ limit: 200, ...query }), actor);
    return items.map(({ number }) => Number(number.slice(9)));
  };

  it('lists the newest first, or what is due first, and pages without loss or repeat', async () => {
    for (const sort of ['receivedAt', 'dueAt']) {
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await lists.list(listSchema.parse({ limit: 7, sort, cursor }), OFFICER);
        seen.push(...page.items.map(({ number }) => Number(number.slice(9))));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      // Due instants go down as numbers go up: both orders begin with number 30.
      expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => 30 - index));
    }
  });

  it.each<[string, object, number[]]>([
    ['unit and overdue', { unit: 'unit-a', overdue: 'true' }, [25, 10]],
    ['not overdue, of one unit', { unit: 'unit-c', overdue: 'false' }, [27, 24, 21, 18, 12, 9, 6, 3]],
    [
      'received between',
      { receivedFrom: '2026-11-01T00:02:00+08:00', receivedTo: '2026-11-01T00:04:00+08:00' },
      [3, 2],
    ],
    ['due before', { dueBefore: '2026-11-19T23:32:00+08:00' }, [30, 29]],
    ['a community', { grid: '410105002001', unit: 'unit-a' }, [28, 22, 16, 10, 4]],
    ['a subdistrict', { grid: '410105003', overdue: 'true' }, [25, 15, 5]],
    ['four characters', { q: '道路积水' }, [7]],
    ['two characters', { q: '积水' }, [7]],
    ['one character at the end of a run', { q: '洼', overdue: 'true', unit: 'unit-b' }, [20, 5]],
    ['one character', { q: '积' }, [7]],
    ['characters that are no neighbours', { q: '道面' }, []],
    ['neighbours in another order', { q: '面道' }, [8]],
    ['letters of either size', { q: 'led灯' }, [7]],
    ['two terms', { q: '道路 不亮' }, [7]],
    ['words of the claims', { q: '井盖' }, [11]],
    ['nothing but signs', { q: '、%_' }, []],
    ['a number', { q: '20261101-0000004' }, [4]],
    ['a stage that no case is in', { stage: 'closed' }, []],
  ])('filters by %s', async (_, query, numbers) => {
    expect(await list(query)).toEqual(numbers);
    // The counts look through the same conditions in another statement.
    const { total } = await counts.count({ ...(query as CaseFilter), by: 'stage' }, OFFICER);
    expect(total).toBe(numbers.length);
  });

  it('finds rare words behind the cases that are looked through first', async () => {
    const connection = lists as unknown as { areMoreThan: (amount: number) => Promise<boolean> };
    const looked = jest.spyOn(connection, 'areMoreThan').mockResolvedValue(true);
    expect(await list({ q: '积水' })).toEqual([7]);
    expect(looked).toHaveBeenCalled();
    looked.mockRestore();
  });

  it('shows a handler what the unit has, handles jointly and supervises, each once', async () => {
    expect(await list({}, HANDLER_A)).toEqual([28, 25, 22, 19, 16, 13, 12, 10, 9, 7, 4, 1]);
    expect(await list({ sort: 'dueAt', limit: 3 }, HANDLER_A)).toEqual([28, 25, 22]);
    expect(await list({ q: '积水' }, HANDLER_A)).toEqual([7]);
    expect((await counts.count({ by: 'unit' }, HANDLER_A)).items).toEqual([
      { key: 'unit-a', count: 10 },
      { key: 'unit-c', count: 2 },
    ]);
  });

  it('shows nothing to who handles no cases', async () => {
    const panel: Actor = { id: 'panel-1', grants: [{ role: 'panel-member', unit: 'unit-a' }] };
    expect(await list({}, panel)).toEqual([]);
    expect(await counts.count({ by: 'stage' }, panel)).toEqual({ by: 'stage', items: [], total: 0, complete: true });
  });

  it('counts by grid one level below the one that is asked for', async () => {
    expect((await counts.count({ by: 'grid' }, AUDITOR)).items).toEqual([{ key: '410105', count: 30 }]);
    expect((await counts.count({ by: 'grid', grid: '410105' }, AUDITOR)).items).toEqual([
      { key: '410105002', count: 15 },
      { key: '410105003', count: 15 },
    ]);
    expect((await counts.count({ by: 'overdue' }, AUDITOR)).items).toEqual([
      { key: 'false', count: 24 },
      { key: 'true', count: 6 },
    ]);
  });

  it('cuts texts into the same words as the database', async () => {
    const texts: [string, string[]][] = [
      ['道路积水，LED灯不亮', ['影响"通行"', 'a\\b\n第二行']],
      ['𠮷野家 １２ 3号楼', []],
      ['--', ['']],
    ];
    for (const [title, claims] of texts) {
      const { rows } = await pool.query<{ same: boolean }>(
        'select array_to_tsvector($3::text[]) = search_words($1, $2::jsonb) as same',
        [title, JSON.stringify(claims), wordsOf(title, claims)],
      );
      expect([title, rows[0]!.same]).toEqual([title, true]);
    }
  });
});
