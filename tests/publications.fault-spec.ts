import { dayOf, formatDay, isWeekend, parseDate, yearOf } from '@wangge/domain/calendar/local-date';
import type { QueryResultRow } from 'pg';
import { startInstallation } from '../tools/testing/installation-for-tests.ts';
import { START_MS } from './shared-installation';
import { aMatter, type Case, inParallel, mark, PATIENCE_MS, type Problem, System, until } from './system';
import { kill, queryDatabase } from './under-faults';

jest.setTimeout(3 * PATIENCE_MS);

interface Publication {
  id: string;
  status: string;
  touched: number;
  planned: number;
  moved: number;
  confirmed: number;
  told: number;
  failed: number;
  publishedAt: string;
  plannedAt: string | null;
}
interface Year {
  version: number;
  holidays: string[];
  makeUpDays: string[];
  publication: Publication | null;
}
interface Preview {
  touched: number;
  items: { number: string; moved: boolean; clocks: { clockId: string; before: Due; after: Due }[] }[];
  nextCursor: string | null;
}
interface Due {
  dueDate: string | null;
}

/** As many petitions as a worker is busy with for a while; more for a longer look: `WANGGE_TEST_PETITIONS=10000`. */
const MANY = Number(process.env.WANGGE_TEST_PETITIONS ?? 4_000);
const RUNNING = 6;

let system: System;
beforeAll(async () => {
  system = new System(await startInstallation());
  await Promise.all(['petition-officer', 'handler-a', 'admin', 'auditor'].map((account) => system.token(account)));
}, START_MS);
afterAll(() => system?.installation.stop(), START_MS);

const query = <Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  queryDatabase<Row>(system, sql, { values });

const today = () => dayOf(Date.now());
/** The next dates that are weekdays, tomorrow first. */
const weekdays = (count: number): string[] =>
  Array.from({ length: 3 * count + 7 }, (_, index) => today() + 1 + index)
    .filter((day) => !isWeekend(day))
    .slice(0, count)
    .map(formatDay);
const handlingOf = (one: Case) => one.clocks.find(({ kind }) => kind === 'handling')!;
const yearAt = async (year: number) => (await system.get<Year>(`/calendars/${year}`, 'admin')).body;
/** The year as it is published with these holidays beside, all of that year. */
async function daysOf(year: number, more: readonly string[] = []) {
  const answer = await system.get<Year>(`/calendars/${year}`, 'admin');
  const none: Pick<Year, 'holidays' | 'makeUpDays'> = { holidays: [], makeUpDays: [] };
  const { holidays, makeUpDays } = answer.status === 200 ? answer.body : none;
  return { holidays: [...new Set([...holidays, ...more.filter((date) => date.startsWith(`${year}-`))])], makeUpDays };
}
const publish = (year: number, days: object, as = 'admin') =>
  system.ask<Year & Problem>('PUT', `/calendars/${year}`, { as, body: days });
const done = (year: number) =>
  until(
    () => yearAt(year),
    ({ publication }) => publication?.status === 'done',
  );

/** Cases in handling, each with a workflow that runs. */
async function inHandling(count: number): Promise<string[]> {
  const channel = mark('pub');
  return inParallel(Array.from({ length: count }), 3, async (_, index) => {
    const { body } = await system.post(aMatter({ channel, externalId: `${channel}-${index}` }), {
      as: 'petition-officer',
    });
    await system.reach(body.number, 'assigned');
    await system.do(body.number, 'accept', 'handler-a');
    return body.number;
  });
}

describe('who publishes', () => {
  const year = 2031;
  const days = { holidays: ['2031-01-01'], makeUpDays: [] };

  it.each(['petition-officer', 'handler-a', 'auditor'])(
    '%s reads what is published, and publishes nothing',
    async (account) => {
      expect((await publish(year, days, account)).status).toBe(403);
      expect((await system.ask('POST', `/calendars/${year}/preview`, { as: account, body: days })).status).toBe(403);
      expect((await system.ask('POST', '/rule-packs/preview', { as: account, body: {} })).status).toBe(403);
      expect((await system.get('/rule-packs/hotline/compare?from=1&to=1', account)).status).toBe(200);
      expect((await system.get(`/calendars/${year}`, account)).status).toBe(404);
    },
  );

  it('is no stranger', async () => {
    expect((await system.ask('POST', `/calendars/${year}/preview`, { body: days })).status).toBe(401);
    expect((await system.ask('PUT', `/calendars/${year}`, { body: days })).status).toBe(401);
  });

  it('is told every wrong date at once', async () => {
    const wrong = { holidays: ['2030-12-31', '2031-02-30'], makeUpDays: ['2031-01-06'] };
    for (const answer of [
      await publish(year, wrong),
      await system.ask<Problem>('POST', `/calendars/${year}/preview`, { as: 'admin', body: wrong }),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.body.errors!.map(({ field }) => field)).toEqual(['holidays.0', 'holidays.1', 'makeUpDays.0']);
    }
    expect((await publish(1800, days)).status).toBe(400);
  });

  it('is told everything that is wrong with a version at once', async () => {
    const { body: pack } = await system.get<{ clocks: { startsOn: string }[] }>('/rule-packs/hotline/1', 'admin');
    const [first, ...others] = pack.clocks;
    const wrong = {
      ...pack,
      version: 2,
      retroactive: true,
      validFrom: '2000-01-01',
      clocks: [{ ...first!, startsOn: 'nowhere' }, ...others.slice(1)],
    };
    for (const path of ['/rule-packs', '/rule-packs/preview']) {
      const { status, body } = await system.ask<Problem>('POST', path, { as: 'admin', body: wrong });
      expect([status, body.errors!.map(({ code }) => code)]).toEqual([
        400,
        ['before_previous', 'unknown_stage', 'missing_clock'],
      ]);
    }
    expect((await system.get('/rule-packs/hotline/2', 'admin')).status).toBe(404);
  });
});

describe('a calendar that is published', () => {
  const year = yearOf(today());
  let running: string[];
  let copies: { number: string; due: string }[];

  beforeAll(async () => {
    running = await inHandling(RUNNING);
    // Petitions without a workflow, their record like that of a case in handling; one in ten is handled already.
    await query(
      `insert into petition(number, kind, stage, step, audit_hash, state, matter_item, grid_code, district, title, content, channel, unit, person, due_at, overdue, received_at, filed_at)
       select n, 'petition', p.stage, p.step, p.audit_hash, p.state || jsonb_build_object('number', n, 'kind', 'petition')
           || case when i % 10 = 0 then '{"clocks": []}'::jsonb else '{}' end, p.matter_item, p.grid_code, p.district, p.title, p.content, 'copy', p.unit, p.person,
         case when i % 10 = 0 then null else p.due_at end, p.overdue, p.received_at, p.filed_at
       from petition p, generate_series(1, ${MANY}) i, lateral (select 'copy-' || lpad(i::text, 7, '0') as n) numbered where p.number = $1`,
      [running[0]],
    );
    copies = await query(
      `select number, due_at::text as due from petition where channel = 'copy' and due_at is not null`,
    );
  }, START_MS);

  afterAll(async () => {
    await query(`delete from petition where channel = 'copy'`);
    await query(`delete from audit where stream like 'copy-%'`);
  });

  it('shows beforehand which due dates it would move, and moves none', async () => {
    const before = handlingOf(await system.read(running[0]!)).dueDate;
    const found: Preview['items'] = [];
    let touched: number;
    let cursor: string | null = null;
    do {
      const page: Preview = (
        await system.ask<Preview>('POST', `/calendars/${year}/preview${cursor === null ? '' : `?cursor=${cursor}`}`, {
          as: 'admin',
          body: await daysOf(year, weekdays(2)),
        })
      ).body;
      found.push(...page.items);
      ({ touched, nextCursor: cursor } = page);
    } while (cursor !== null);
    expect(touched).toBe(copies.length + RUNNING);
    const moved = found.filter((item) => item.moved).map(({ number }) => number);
    expect(moved.sort()).toEqual([...copies.map(({ number }) => number), ...running].sort());
    expect(handlingOf(await system.read(running[0]!)).dueDate).toBe(before);
    expect((await yearAt(year)).publication).toBeNull();
  });

  it('moves each of them once, with the worker killed in the middle, and no others', async () => {
    const dues = await inParallel(running, 3, async (number) => handlingOf(await system.read(number)).dueDate!);
    const untouched = await query(`select * from petition where channel = 'copy' and due_at is null order by number`);
    const answer = await publish(year, await daysOf(year, weekdays(2)));
    expect([answer.status, answer.body.publication?.status]).toEqual([200, 'planning']);
    const { publication: half } = await until(
      () => yearAt(year),
      ({ publication }) => publication!.planned > 0,
    );
    await kill(system, 'intake-worker');
    expect(half!.planned).toBeLessThan(copies.length);

    const { publication } = await done(year);
    const total = copies.length + RUNNING;
    expect(publication).toMatchObject({
      touched: total,
      planned: total,
      moved: total,
      confirmed: 0,
      failed: 0,
      told: RUNNING,
    });
    expect(Date.parse(publication!.plannedAt!) - Date.parse(publication!.publishedAt)).toBeLessThan(60_000);

    const acts = await query<{ stream: string; times: number }>(
      `select stream, count(*)::int as times from audit where entry ->> 'command' = 'replan' group by stream order by stream`,
    );
    expect(acts.map(({ stream }) => stream)).toEqual([...copies.map(({ number }) => number), ...running].sort());
    expect(new Set(acts.map(({ times }) => times))).toEqual(new Set([1]));
    expect(await query(`select * from petition where channel = 'copy' and due_at is null order by number`)).toEqual(
      untouched,
    );
    // Two of the days that were counted became holidays: two working days more.
    const { holidays, makeUpDays } = await daysOf(year);
    const worked = (day: number) =>
      !holidays.includes(formatDay(day)) && (!isWeekend(day) || makeUpDays.includes(formatDay(day)));
    const later = await inParallel(running, 3, async (number) => handlingOf(await system.read(number)).dueDate!);
    const more = later.map((date, index) => {
      const [from, to] = [parseDate(dues[index]!)!, parseDate(date)!];
      return Array.from({ length: to - from }, (_, one) => from + 1 + one).filter(worked).length;
    });
    expect(more).toEqual(running.map(() => 2));
  });

  it('is known to the running cases, which take commands as before', async () => {
    for (const number of running) {
      const feedback = await system.do(number, 'feedback', 'handler-a');
      expect(feedback.stage).toBe('answered');
      expect((await system.events(number)).map(({ command }) => command)).toEqual([
        'file',
        'register',
        'assign',
        'accept',
        'replan',
        'feedback',
      ]);
    }
  });

  it('is no new version when the same days are published again', async () => {
    const before = await yearAt(year);
    expect(
      (await publish(year, { holidays: before.holidays.toReversed(), makeUpDays: before.makeUpDays })).body.version,
    ).toBe(before.version);
    expect((await query(`select 1 from publication where kind = 'calendar'`)).length).toBe(1);
  });
});

describe('a version of a rule pack that is published', () => {
  const POST = (path: string, body: object) => system.ask<Preview & Problem>('POST', path, { as: 'admin', body });
  const packAt = async (version: number) =>
    (await system.get<{ clocks: { id: string; amount: number }[] }>(`/rule-packs/hotline/${version}`, 'admin')).body;
  /** The version with this many days more for handling. */
  const longer = async (version: number, days: number, more: object) => {
    const pack = await packAt(version - 1);
    const clocks = pack.clocks.map((clock) =>
      clock.id === 'handling' ? { ...clock, amount: clock.amount + days } : clock,
    );
    return { ...pack, version, clocks, ...more };
  };

  it('applies to later cases only, or to open ones too where it is retroactive', async () => {
    const [number] = await inHandling(1);
    const first = handlingOf(await system.read(number!));
    const second = await longer(2, 5, {});
    expect((await POST('/rule-packs/preview', second)).body).toMatchObject({ touched: 0, items: [] });
    expect((await POST('/rule-packs', second)).status).toBe(201);
    expect((await system.get('/rule-packs/hotline/2/publication', 'admin')).status).toBe(404);
    const [later] = await inHandling(1);
    expect((await system.read(later!)).rulePack.version).toBe(2);
    expect((await system.read(number!)).rulePack.version).toBe(1);

    const third = await longer(3, 5, { retroactive: true });
    const preview = (await POST('/rule-packs/preview', third)).body;
    expect(preview.items.map((item) => item.number)).toEqual(expect.arrayContaining([number, later]));
    expect((await POST('/rule-packs', third)).status).toBe(201);
    const told = await until(
      async () => (await system.get<Publication>('/rule-packs/hotline/3/publication', 'admin')).body,
      ({ status }) => status === 'done',
    );
    expect(told).toMatchObject({ status: 'done', touched: preview.touched, failed: 0 });
    const moved = await system.read(number!);
    expect(moved.rulePack.version).toBe(3);
    // Ten working days more.
    expect(Date.parse(handlingOf(moved).dueDate!) - Date.parse(first.dueDate!)).toBeGreaterThanOrEqual(14 * 86_400_000);

    const compared = await system.get<{ clocks: { id: string; change: string; fields: string[] }[] }>(
      '/rule-packs/hotline/compare?from=1&to=3',
      'auditor',
    );
    expect(compared.body.clocks.filter(({ change }) => change !== 'same')).toMatchObject([
      { id: 'handling', change: 'changed', fields: ['amount'] },
    ]);
    expect((await system.get('/rule-packs/hotline/compare?from=1&to=9', 'auditor')).status).toBe(404);
    expect((await system.get('/rule-packs/hotline/compare?from=1', 'auditor')).status).toBe(400);
  });

  it('never changes afterwards', async () => {
    const third = await packAt(3);
    expect((await POST('/rule-packs', third)).status).toBe(201);
    expect((await POST('/rule-packs', { ...third, title: { zh: '别的', en: 'Other' } })).body.code).toBe(
      'RULE_PACK.EXISTS',
    );
  });

  it('leaves an unbroken audit trail', async () => {
    expect((await system.installation.wangge('audit', 'verify')).exitCode).toBe(0);
  });
});
