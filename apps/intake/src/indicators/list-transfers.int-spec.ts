import { join } from 'node:path';
import type { Actor } from '@wangge/domain/people/actor';
import { AUDITOR, GRID_WORKER, HANDLER_A, HANDLER_B, OFFICER, SUPERVISOR } from '@wangge/testing/people';
import { createServiceDatabase, type ServiceDatabase } from '@wangge/testing/service-database';
import { Pool } from 'pg';
import type { ListDatabase } from '../lists/list-database';
import { ListTransfers, type TransfersQuery } from './list-transfers';

/**
 * Cases 1 to 6, taken upward on November 1 to 6: of unit-a in one grid, with unit-s above it since then. The fourth accuses
 * handler-a, the fifth somebody who is not looked up yet, the sixth lies in another grid and belongs to unit-b.
 */
const CASES = `insert into petition(number, kind, stage, step, audit_hash, state, matter_item, grid_code, district, title, content, channel, unit,
    received_at, filed_at, accused)
  select '20261101-' || lpad(i::text, 7, '0'), case when i < 4 then 'petition' else 'matter' end, 'handling', 1, '', jsonb_build_object('stage', 'handling',
      'jointHandlers', '[]'::jsonb, 'supervisingUnit', 'unit-s'),
    'road-damage', case when i = 6 then '410103001001' else '410105002001' end, '410105', '', '{}', 'phone', case when i = 6 then 'unit-b' else 'unit-a' end,
    now(), now(), case i when 4 then '{handler-a}'::text[] when 5 then '{*}' else '{}' end
  from generate_series(1, 6) i`;
const TRANSFERS = `insert into transfer_upward(number, step, kind, command, from_unit, to_unit, reason, actor, at, matter_item, grid_code)
  select number, 7, kind, 'refer-dispute', unit, 'unit-s', '理由', 'petition-officer', timestamptz '2026-10-31 10:00+08' + right(number, 1)::int * interval '1 day',
    matter_item, grid_code from petition`;

describe('transfers upward', () => {
  let database: ServiceDatabase;
  let pool: Pool;
  let transfers: ListTransfers;

  beforeAll(async () => {
    database = await createServiceDatabase(join(__dirname, '../../prisma'));
    pool = new Pool({ connectionString: database.url, max: 4 });
    pool.on('error', () => undefined);
    await pool.query(CASES);
    await pool.query(TRANSFERS);
    transfers = new ListTransfers({
      rows: async (sql: { text: string; values: unknown[] }) =>
        (await pool.query(sql.text, sql.values)).rows as object[],
    } as unknown as ListDatabase);
  }, 60_000);

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const seen = async (actor: Actor, query: Partial<TransfersQuery> = {}) =>
    (await transfers.list({ limit: 200, ...query }, actor)).items.map(({ number }) => Number(number.slice(9)));

  it('say who took which case from whom to whom, when and why', async () => {
    const { items } = await transfers.list({ limit: 1, number: '20261101-0000001' }, AUDITOR);
    expect(items).toEqual([
      {
        ...{ number: '20261101-0000001', step: 7, kind: 'petition', command: 'refer-dispute' },
        ...{ from: 'unit-a', to: 'unit-s', authority: null, reason: '理由', actor: 'petition-officer' },
        ...{ at: '2026-11-01T10:00:00+08:00', matterItem: 'road-damage', gridCode: '410105002001' },
      },
    ]);
  });

  it.each<[string, Actor, number[]]>([
    ['an auditor all', AUDITOR, [6, 5, 4, 3, 2, 1]],
    // Whom the fifth accuses nobody knows yet: it could be any of them.
    ['a petition officer all of the grid', OFFICER, [6, 4, 3, 2, 1]],
    ['the accused none of what accuses him', HANDLER_A, [3, 2, 1]],
    ['another unit its own', HANDLER_B, [6]],
    ['the unit above what it has above it', SUPERVISOR, [6, 4, 3, 2, 1]],
    ['a grid worker those of the grid', GRID_WORKER, [4, 3, 2, 1]],
    ['somebody who handles no cases none', { id: 'x', grants: [{ role: 'contractor', unit: 'unit-a' }] }, []],
  ])('show %s', async (_, actor, numbers) => {
    expect(await seen(actor)).toEqual(numbers);
  });

  it.each<[Partial<TransfersQuery>, number[]]>([
    [{ kind: 'petition' }, [3, 2, 1]],
    [{ unit: 'unit-b' }, [6]],
    [{ grid: '410105' }, [5, 4, 3, 2, 1]],
    [{ matterItem: 'noise' }, []],
    [{ from: '2026-11-02T00:00:00+08:00', to: '2026-11-04T00:00:00+08:00' }, [3, 2]],
  ])('are narrowed by %j', async (query, numbers) => {
    expect(await seen(AUDITOR, query)).toEqual(numbers);
  });

  it('page without loss or repeat', async () => {
    const numbers: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await transfers.list({ limit: 4, cursor }, AUDITOR);
      numbers.push(...page.items.map(({ number }) => number.slice(-1)));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(numbers.join('')).toBe('654321');
  });
});
