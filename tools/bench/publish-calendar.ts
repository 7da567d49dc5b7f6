import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import seed from '@wangge/domain/calendar/seed-calendar';
import localDate from '@wangge/domain/calendar/local-date';
import caseClocks from '@wangge/domain/cases/case-clocks';
import type { CaseState } from '@wangge/domain/cases/case-state';
import packs from '@wangge/domain/rule-packs/petition-national';
import { databaseOf } from '../database/migrate.ts';
import { describeInstallation } from '../installation.ts';
import { ensureSecrets } from '../secrets.ts';
import { superuserUrl } from '../servers/postgres.ts';
import type { InstallationForTests } from '../testing/installation-for-tests.ts';
import { measure } from './measure.ts';
import { atMost, type BenchReport, type Measured, round } from './report.ts';

const SMALL = 1_000;
const LARGE = 10_000;
/** Cases with a workflow that runs, which must be told. */
const RUNNING = 400;
/** Days on which petitions were accepted, one petition after another. */
const STARTS = 60;

interface Publication {
  readonly status: string;
  readonly planned: number;
  readonly moved: number;
  readonly confirmed: number;
  readonly told: number;
  readonly publishedAt: string;
  readonly plannedAt: string | null;
  readonly finishedAt: string | null;
}
interface Year {
  readonly holidays: readonly string[];
  readonly makeUpDays: readonly string[];
  readonly publication: Publication | null;
}

/** Open petitions as bulk: the states are those that the rules make, their numbers and units their own. */
const FILL = `
insert into petition(number, kind, stage, step, audit_hash, state, matter_item, grid_code, district, title, content, channel, unit, due_at, received_at, filed_at)
select n, 'petition', 'handling', 3, '\\x00', t.state || jsonb_build_object('number', n, 'responsible', jsonb_build_object('unit', u)), 'road-damage', '410105002001', '410105',
  '样例', '{"claims": []}', 'bench', u, (t.state #>> '{clocks,2,dueAt}')::timestamptz, now() + make_interval(secs => i), now()
from generate_series(1, $2::int) i cross join lateral (select $3 || '-' || lpad(i::text, 7, '0') as n, 'unit-' || i % 200 as u) ids
join jsonb_array_elements($1::jsonb) with ordinality t(state, at) on t.at = 1 + i % ${STARTS}`;

/**
 * Seconds and cost per case of publishing a year that was provisional, with 1,000 and with 10,000 open petitions: from the
 * commit of the publication until the record of every one of them is right. Then how fast running cases are told.
 */
export async function measurePublication(
  installation: InstallationForTests,
  say: (line: string) => void,
): Promise<BenchReport> {
  const described = describeInstallation(installation.env);
  const database = new pg.Client(
    superuserUrl(described, ensureSecrets(described).postgresPassword, databaseOf('intake')),
  );
  await database.connect();
  const tokens = {
    admin: await installation.token('admin'),
    'petition-officer': await installation.token('petition-officer'),
  };
  const ask = async <T>(method: string, path: string, as: keyof typeof tokens, body?: object): Promise<T> => {
    const answer = await fetch(`${installation.publicUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens[as]}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  };
  const publicationOf = async (year: number) => (await ask<Year>('GET', `/calendars/${year}`, 'admin')).publication!;
  const until = async (year: number, holds: (one: Publication) => boolean): Promise<Publication> => {
    for (;;) {
      const one = await publicationOf(year);
      if (holds(one)) return one;
      await pause(100);
    }
  };

  const publishTo = async (year: number, amount: number) => {
    say(`publishes ${year} with ${amount} open petitions`);
    await database.query(FILL, [JSON.stringify(statesBefore(year)), amount, String(year)]);
    await database.query('vacuum analyze petition');
    await database.query('checkpoint');
    await ask('PUT', `/calendars/${year}`, 'admin', festivalsOf(year));
    const recorded = await until(year, ({ plannedAt }) => plannedAt !== null);
    const seconds = (Date.parse(recorded.plannedAt!) - Date.parse(recorded.publishedAt)) / 1_000;
    if (recorded.moved + recorded.confirmed !== amount) throw new Error(`planned ${JSON.stringify(recorded)}`);
    const finished = await until(year, ({ finishedAt }) => finishedAt !== null);
    await database.query(`delete from petition where channel = 'bench'`);
    return { seconds, msPerCase: (1_000 * seconds) / amount, moved: finished.moved };
  };

  try {
    await publishTo(2040, 200);
    const small = await publishTo(2041, SMALL);
    const large = await publishTo(2042, LARGE);

    say(`tells ${RUNNING} running cases`);
    const filing = {
      ...{ kind: 'matter', matterItem: 'road-damage', title: '样例', claims: ['请尽快处理'], channel: 'phone' },
      location: { gridCode: '410105002' },
    };
    await measure({ inFlight: 8, amount: RUNNING, seconds: 120 }, async () => {
      await ask('POST', '/petitions', 'petition-officer', filing);
    });
    for (let waiting = 1; waiting > 0; await pause(500))
      waiting = (await database.query(`select from petition where step = 0`)).rowCount ?? 0;
    const today = localDate.dayOf(Date.now());
    const year = localDate.yearOf(today);
    const { holidays, makeUpDays } = await ask<Year>('GET', `/calendars/${year}`, 'admin');
    const off = [0, 1, 2, 3, 4].map((days) => localDate.formatDay(today + days));
    await ask('PUT', `/calendars/${year}`, 'admin', {
      holidays: [...new Set([...holidays, ...off])],
      makeUpDays: makeUpDays.filter((date) => !off.includes(date)),
    });
    await until(year, ({ told }) => told > 0);
    const [from, before] = [performance.now(), (await publicationOf(year)).told];
    const told = await until(year, ({ status }) => status === 'done');
    const tellSeconds = (performance.now() - from) / 1_000;

    const measured: Record<string, Measured> = {
      R: { perSecond: round(SMALL / small.seconds), p50Ms: 0, p99Ms: 0 },
      S: { perSecond: round(LARGE / large.seconds), p50Ms: 0, p99Ms: 0 },
      T: { perSecond: round((told.told - before) / tellSeconds), p50Ms: 0, p99Ms: 0 },
    };
    return {
      legend: {
        R: `open petitions planned anew, ${SMALL} open`,
        S: `open petitions planned anew, ${LARGE} open`,
        T: 'running cases told, their timers set anew',
      },
      measured,
      facts: {
        publication: {
          seconds: { [SMALL]: round(small.seconds, 2), [LARGE]: round(large.seconds, 2) },
          msPerCase: { [SMALL]: round(small.msPerCase, 3), [LARGE]: round(large.msPerCase, 3) },
          moved: { [SMALL]: small.moved, [LARGE]: large.moved },
          told: told.told,
        },
      },
      goals: [
        atMost(
          `cost per case of a publication: ${LARGE} ÷ ${SMALL} open petitions`,
          large.msPerCase / small.msPerCase,
          1.1,
        ),
        atMost(`seconds until ${LARGE} open petitions are right`, large.seconds, 60),
      ],
    };
  } finally {
    await database.end();
  }
}

/** Petitions whose 60 days of handling run out in the first months of a year that is not published. */
function statesBefore(year: number): CaseState[] {
  const law = { pack: packs.petitionNational, calendar: seed.SEED_CALENDAR };
  const first = localDate.firstDayOfYear(year) - 50;
  return Array.from({ length: STARTS }, (_, index) => {
    const acceptedAt = localDate.formatInstant(localDate.startOfDay(first + index) + 10 * 3_600_000);
    const receivedAt = localDate.formatInstant(localDate.startOfDay(first + index) + 9 * 3_600_000);
    const start = (kind: string, at: string) => caseClocks.startClock(kind, [], at, law)[0]!;
    return {
      number: '',
      kind: 'petition',
      matterItem: 'road-damage',
      gridCode: '410105002001',
      district: '410105',
      rulePack: { id: law.pack.id, version: law.pack.version },
      receivedAt,
      stage: 'handling',
      step: 3,
      auditHash: '00',
      jointHandlers: [],
      handledBy: ['handler-a'],
      objectedBy: [],
      reopenings: 0,
      reworks: 0,
      overdue: false,
      clocks: [
        caseClocks.endClock(start('registration', receivedAt), acceptedAt, 'done'),
        caseClocks.endClock(start('notice', receivedAt), acceptedAt, 'done'),
        start('handling', acceptedAt),
      ],
    };
  });
}

/** New Year and a Spring Festival, with the weekend days around it worked. */
function festivalsOf(year: number) {
  const days = (from: string, count: number) =>
    Array.from({ length: count }, (_, index) => localDate.formatDay(localDate.parseDate(`${year}-${from}`)! + index));
  const holidays = [...days('01-01', 3), ...days('02-05', 7)];
  const weekends = [...days('01-20', 16), ...days('02-12', 10)].filter((date) =>
    localDate.isWeekend(localDate.parseDate(date)!),
  );
  return { holidays, makeUpDays: weekends.slice(-3) };
}
