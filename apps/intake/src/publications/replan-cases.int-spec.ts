import { join } from 'node:path';
import { SEED_CALENDAR } from '@wangge/domain/calendar/seed-calendar';
import { startClock } from '@wangge/domain/cases/case-clocks';
import { type CaseState, nearestDue } from '@wangge/domain/cases/case-state';
import { ALL_PACKS } from '@wangge/domain/rule-packs/all-packs';
import { entryHash, GENESIS } from '@wangge/platform/audit/entry-hash';
import { createServiceDatabase, type ServiceDatabase } from '@wangge/testing/service-database';
import { lastingPool } from '@wangge/platform/database/lasting-pool';
import type { Pool } from 'pg';
import type { IntakeDatabase } from '../database';
import { LawBook } from '../rules/law-book';
import { ReplanCases } from './replan-cases';

jest.setTimeout(60_000);

/** 元旦 and 春节 as they might be published for 2027; 1 January is a Friday, 13 February a Saturday worked. */
const HOLIDAYS = [
  ...['2027-01-01', '2027-01-02', '2027-01-03', '2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08'],
  ...['2027-02-09', '2027-02-10', '2027-02-11'],
];
const MAKE_UP = ['2027-01-30', '2027-02-13'];

describe('planning open cases anew', () => {
  let server: ServiceDatabase;
  let pool: Pool;
  let laws: LawBook;
  let cases: ReplanCases;
  const log = { debug: () => undefined, info: () => undefined, warn: jest.fn(), error: jest.fn() };
  const rows = async <Row extends object>(sql: string, ...values: unknown[]) =>
    (await pool.query<Row>(sql, values)).rows;

  beforeEach(async () => {
    server = await createServiceDatabase(join(__dirname, '../../prisma'));
    pool = lastingPool({ connectionString: server.url, max: 6 });
    const database = {
      rulePackVersion: { findMany: () => rows('select id, version, pack from rule_pack_version order by id, version') },
      calendarYear: {
        findMany: () =>
          rows(`select year, version, holidays, make_up_days as "makeUpDays", names from calendar_year order by year`),
      },
    };
    laws = new LawBook(database as unknown as IntakeDatabase);
    cases = new ReplanCases(pool, laws, log);
    for (const pack of ALL_PACKS)
      await rows(
        `insert into rule_pack_version(id, version, valid_from, pack, published_by) values($1, $2, $3, $4, 'seed')`,
        pack.id,
        pack.version,
        pack.validFrom,
        JSON.stringify(pack),
      );
    for (const year of [2025, 2026]) await publishYear(year, SEED_CALENDAR.years[year]!);
    laws.forget();
  });
  afterEach(async () => {
    await pool.end();
    await server.drop();
    jest.clearAllMocks();
  });

  async function publishYear(year: number, days: { holidays: readonly string[]; makeUpDays: readonly string[] }) {
    const [row] = await rows<{ version: number }>(
      `insert into calendar_year(year, holidays, make_up_days, names, published_by) values($1, $2, $3, '{}', 'admin')
       on conflict (year) do update set holidays = excluded.holidays, make_up_days = excluded.make_up_days, version = calendar_year.version + 1 returning version`,
      year,
      JSON.stringify(days.holidays),
      JSON.stringify(days.makeUpDays),
    );
    const id = `calendar:${year}.${row!.version}`;
    await rows(
      `insert into publication(id, kind, subject, version, begins) values($1, 'calendar', $2, $3, now())`,
      id,
      String(year),
      row!.version,
    );
    return id;
  }

  let made = 0;
  /** A petition in handling whose clock started then, planned by the law as it is published now; its filing is in its trail. */
  async function file(startedAt: string, change: (state: CaseState) => CaseState = (state) => state): Promise<string> {
    const law = await laws.inForce('petition-national', '2026-11-24');
    made += 1;
    const number = `20261124-${String(made).padStart(7, '0')}`;
    const entry = { command: 'file' };
    const at = '2026-11-24T01:00:00.000Z';
    const hash = entryHash(GENESIS, { stream: number, step: 0, commandId: 'file', at, entry });
    const state = change({
      number,
      kind: 'petition',
      matterItem: 'road-damage',
      gridCode: '410105002001',
      district: '410105',
      rulePack: { id: law.pack.id, version: law.pack.version },
      receivedAt: startedAt,
      stage: 'handling',
      step: 0,
      auditHash: hash.toString('hex'),
      responsible: { unit: 'unit-a' },
      jointHandlers: [],
      handledBy: [],
      objectedBy: [],
      reopenings: 0,
      reworks: 0,
      overdue: false,
      clocks: startClock('handling', [], startedAt, law),
    });
    await rows(
      `insert into petition(number, kind, stage, step, audit_hash, state, matter_item, grid_code, district, title, content, channel, unit, due_at, received_at, filed_at)
       values($1, 'petition', 'handling', 0, $2, $3, 'road-damage', '410105002001', '410105', '样例', '{}', 'phone', 'unit-a', $4, $5, now())`,
      number,
      hash,
      JSON.stringify(state),
      nearestDue(state) ?? null,
      startedAt,
    );
    await rows(
      `insert into audit(stream, step, command_id, entry, at, prev_hash, hash) values($1, 0, 'file', $2, now() - interval '1 day', $3, $4)`,
      number,
      JSON.stringify(entry),
      GENESIS,
      hash,
    );
    return number;
  }

  const stateOf = async (number: string) =>
    (await rows<{ state: CaseState }>('select state from petition where number = $1', number))[0]!.state;
  const dueOf = async (number: string) => (await stateOf(number)).clocks[0]!.dueDate;
  const acts = async (number: string) =>
    (
      await rows<{ command: string }>(
        `select entry ->> 'command' as command from audit where stream = $1 order by step`,
        number,
      )
    ).map(({ command }) => command);

  async function planAll(id: string, pass: 1 | 2 = 1) {
    await cases.find(id, pass);
    let portion;
    do portion = await cases.plan(id, pass);
    while (portion.more);
    return portion.progress;
  }

  /** By hand in libs/domain/src/cases/replan.spec.ts: dates of `handling` from these starts, before and after. */
  const LATER = '2026-12-08T10:00:00+08:00';
  const EARLIER = '2026-12-01T10:00:00+08:00';
  const SAME = '2026-12-03T10:00:00+08:00';
  const YEAR_BEFORE = '2026-10-30T10:00:00+08:00';

  it('moves the right ones, confirms what stays, and leaves all others alone', async () => {
    const [later, earlier, same, before] = [
      await file(LATER),
      await file(EARLIER),
      await file(SAME),
      await file(YEAR_BEFORE),
    ];
    const suspended = await file(LATER, (state) => ({
      ...state,
      clocks: state.clocks.map((clock) => ({ ...clock, status: 'suspended', dueDate: null, dueAt: null })),
    }));
    const joint = await file(YEAR_BEFORE, (state) => ({
      ...state,
      jointHandlers: [{ unit: 'unit-b', status: 'asked' }],
      clocks: [
        ...state.clocks,
        {
          ...state.clocks[0]!,
          id: 'handling-2',
          unit: 'unit-b',
          startedAt: LATER,
          dueDate: '2027-02-08',
          dueAt: '2027-02-09T00:00:00+08:00',
          provisional: true,
        },
      ],
    }));
    const untouched = await rows<object>('select * from petition where number = any($1) order by number', [
      before,
      suspended,
    ]);

    const id = await publishYear(2027, { holidays: HOLIDAYS, makeUpDays: MAKE_UP });
    expect(await planAll(id)).toEqual({ touched: 4, planned: 4, moved: 3, confirmed: 1, told: 0 });

    expect([await dueOf(later), await dueOf(earlier), await dueOf(same), await dueOf(before)]).toEqual([
      '2027-02-12',
      '2027-01-30',
      '2027-02-01',
      '2026-12-29',
    ]);
    expect(await acts(later)).toEqual(['file', 'replan']);
    expect(await acts(same)).toEqual(['file', 'confirm-plan']);
    expect((await stateOf(same)).clocks[0]!.provisional).toBe(false);
    expect(await rows('select * from petition where number = any($1) order by number', [before, suspended])).toEqual(
      untouched,
    );
    expect(await acts(before)).toEqual(['file']);

    const [row] = await rows<{ due: string; step: number }>(
      `select due_at at time zone 'Asia/Shanghai' || '' as due, step from petition where number = $1`,
      earlier,
    );
    expect(row).toEqual({ due: '2027-01-31 00:00:00', step: 1 });
    const events = await rows<{ key: string; subject: string; units: string[] | null }>(
      `select key, subject, body -> 'jointUnits' as units from outbox order by key`,
    );
    expect(events).toEqual([
      { key: later, subject: 'petition.replanned.v1', units: null },
      { key: earlier, subject: 'petition.replanned.v1', units: null },
      { key: same, subject: 'petition.plan-confirmed.v1', units: null },
      { key: joint, subject: 'petition.replanned.v1', units: ['unit-b'] },
    ]);
    // The facts of indicators follow, and who must be told of an earlier moment stands first.
    expect(await rows('select number from case_fact where number = $1 and step = 1', later)).toHaveLength(1);
    const [first] = await rows<{ number: string }>(
      `select number from publication_case where publication = $1 and tell order by tell_by nulls last, number limit 1`,
      id,
    );
    expect(first!.number).toBe(earlier);
  });

  it('writes before and after into an unbroken chain', async () => {
    const number = await file(LATER);
    const id = await publishYear(2027, { holidays: HOLIDAYS, makeUpDays: MAKE_UP });
    await planAll(id);
    const [entry] = await rows<{ entry: { actor: string; data: object }; at: Date; prev_hash: Buffer; hash: Buffer }>(
      'select entry, at, prev_hash, hash from audit where stream = $1 and step = 1',
      number,
    );
    expect(entry!.entry).toMatchObject({
      actor: 'system',
      reason: '2027年节假日安排公布（第1版），重新计算时限',
      data: {
        publication: id,
        clocks: [
          {
            clockId: 'handling',
            before: { dueDate: '2027-02-08', provisional: true },
            after: { dueDate: '2027-02-12', provisional: false },
          },
        ],
      },
    });
    const hashed = entryHash(entry!.prev_hash, {
      stream: number,
      step: 1,
      commandId: `replan:${id}`,
      at: entry!.at.toISOString(),
      entry: entry!.entry,
    });
    expect(hashed.equals(entry!.hash)).toBe(true);
    expect((await stateOf(number)).auditHash).toBe(hashed.toString('hex'));
  });

  const many = async (count: number) => {
    const numbers: string[] = [];
    for (let index = 0; index < count; index++) numbers.push(await file(LATER));
    return numbers;
  };
  /** Every case moved, by exactly one act. */
  const expectEachOnce = async (count: number) => {
    const [row] = await rows<{ moved: number; acts: number; events: number }>(
      `select (select count(*)::int from petition where state #>> '{clocks,0,dueDate}' = '2027-02-12' and step = 1) as moved,
        (select count(*)::int from audit where entry ->> 'command' = 'replan') as acts, (select count(*)::int from outbox) as events`,
    );
    expect(row).toEqual({ moved: count, acts: count, events: count });
  };

  it('moves each case once where two workers do the same work at once', async () => {
    await many(600);
    const id = await publishYear(2027, { holidays: HOLIDAYS, makeUpDays: MAKE_UP });
    await Promise.all([cases.find(id, 1), cases.find(id, 1)]);
    await Promise.all([cases.plan(id, 1), cases.plan(id, 1), new ReplanCases(pool, laws, log).plan(id, 1)]);
    const { progress } = await cases.plan(id, 1);
    expect(progress).toEqual({ touched: 600, planned: 600, moved: 600, confirmed: 0, told: 0 });
    await expectEachOnce(600);
  });

  it('goes on where a worker was ended in the middle of a batch', async () => {
    await many(600);
    const id = await publishYear(2027, { holidays: HOLIDAYS, makeUpDays: MAKE_UP });
    await cases.find(id, 1);
    // The first batch is committed; the second is written, and its connection is lost before it is committed.
    let commits = 0;
    const connect = async () => {
      const client = await pool.connect();
      const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
      const cutting = async (...given: unknown[]) => {
        if (given[0] === 'commit' && ++commits === 2) {
          const { rows: self } = (await query('select pg_backend_pid() as pid')) as { rows: { pid: number }[] };
          await pool.query('select pg_terminate_backend($1)', [self[0]!.pid]);
        }
        return query(...given);
      };
      return Object.assign(Object.create(client) as typeof client, {
        query: cutting,
        release: (broken?: boolean) => client.release(broken),
      });
    };
    const dying = { query: pool.query.bind(pool), connect } as unknown as Pool;
    await expect(new ReplanCases(dying, laws, log).plan(id, 1)).rejects.toThrow();
    expect(await rows('select number from petition where step = 1')).toHaveLength(250);
    const { progress } = await cases.plan(id, 1);
    expect(progress).toMatchObject({ touched: 600, planned: 600, moved: 600 });
    await expectEachOnce(600);
  });

  it('finds in its second pass what was planned meanwhile by the law before', async () => {
    const early = await file(LATER);
    const lawBefore = await laws.inForce('petition-national', '2026-11-24');
    const id = await publishYear(2027, { holidays: HOLIDAYS, makeUpDays: MAKE_UP });
    await planAll(id);
    // A clock that an act still in progress starts by the calendar before, in a case that was moved and in one that is new.
    const restart = (state: CaseState): CaseState => ({
      ...state,
      clocks: startClock('handling', [], LATER, lawBefore),
    });
    const late = await file(LATER, restart);
    await rows(
      `update petition set state = jsonb_set(state, '{clocks}', $2) where number = $1`,
      early,
      JSON.stringify(startClock('handling', [], LATER, lawBefore)),
    );
    await rows(
      `insert into audit(stream, step, command_id, entry, at, prev_hash, hash) select number, 99, 'act', '{}', now(), '', '' from petition`,
    );
    expect(await planAll(id, 2)).toMatchObject({ touched: 2, planned: 2, moved: 3 });
    expect([await dueOf(early), await dueOf(late)]).toEqual(['2027-02-12', '2027-02-12']);
    expect((await acts(early)).filter((command) => command === 'replan')).toHaveLength(2);
  });

  it('corrects a year that was published', async () => {
    const number = await file(LATER);
    await planAll(await publishYear(2027, { holidays: HOLIDAYS, makeUpDays: MAKE_UP }));
    // Friday 12 February becomes a holiday too: Saturday 13 is worked.
    const id = await publishYear(2027, { holidays: [...HOLIDAYS, '2027-02-12'], makeUpDays: MAKE_UP });
    expect(await planAll(id)).toMatchObject({ touched: 1, moved: 1 });
    expect([await dueOf(number), await acts(number)]).toEqual(['2027-02-13', ['file', 'replan', 'replan']]);
  });

  it('pins open cases to a retroactive version, and only those of its pack', async () => {
    const number = await file('2026-11-20T10:00:00+08:00');
    const other = await file('2026-11-20T10:00:00+08:00', (state) => ({
      ...state,
      rulePack: { id: 'petition-henan-2012', version: 1 },
    }));
    const over = await file('2026-11-20T10:00:00+08:00');
    await rows('update petition set closed_at = now() where number = $1', over);
    const pack = (await laws.packs()).find(({ id }) => id === 'petition-national')!;
    const second = {
      ...pack,
      version: 2,
      retroactive: true,
      clocks: pack.clocks.map((clock) => (clock.id === 'handling' ? { ...clock, amount: 30 } : clock)),
    };
    await rows(
      `insert into rule_pack_version(id, version, valid_from, pack, published_by) values($1, 2, '2026-11-24', $2, 'admin')`,
      second.id,
      JSON.stringify(second),
    );
    await rows(
      `insert into publication(id, kind, subject, version, begins) values('rule-pack:petition-national@2', 'rule-pack', 'petition-national', 2, now())`,
    );
    expect(await planAll('rule-pack:petition-national@2')).toMatchObject({ touched: 1, moved: 1 });
    // 20 November + 30 is Sunday 20 December, rolled to Monday.
    expect([await dueOf(number), (await stateOf(number)).rulePack.version]).toEqual(['2026-12-21', 2]);
    expect([(await stateOf(other)).rulePack, await acts(over)]).toEqual([
      { id: 'petition-henan-2012', version: 1 },
      ['file'],
    ]);
  });

  it('sets aside a case that cannot be counted, and moves the others', async () => {
    // Hours for a clock that counts days: no rule lets anybody grant them.
    const bad = await file(LATER, (state) => ({
      ...state,
      clocks: state.clocks.map((clock) => ({ ...clock, extensionDays: 'PT5H' })),
    }));
    const good = await file(LATER);
    const id = await publishYear(2027, { holidays: HOLIDAYS, makeUpDays: MAKE_UP });
    expect(await planAll(id)).toMatchObject({ touched: 2, planned: 1, moved: 1 });
    expect(await dueOf(good)).toBe('2027-02-12');
    expect(await rows('select number from publication_case where fault is not null')).toEqual([{ number: bad }]);
    expect(log.error).toHaveBeenCalledTimes(1);
  });
});
