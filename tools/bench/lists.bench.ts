import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { Agent, request } from 'undici';
import { databaseOf } from '../database/migrate.ts';
import { describeInstallation } from '../installation.ts';
import { ensureSecrets } from '../secrets.ts';
import { superuserUrl } from '../servers/postgres.ts';
import { startInstallation } from '../testing/installation-for-tests.ts';
import { measure } from './measure.ts';
import { atMost, type BenchReport, type Measured, round } from './report.ts';

const SMALL = 10_000;
/** Fewer for a quick look: `WANGGE_BENCH_CASES=100000`. */
const LARGE = Number(process.env.WANGGE_BENCH_CASES ?? 1_000_000);
const IN_FLIGHT = 4;
/** Enough that the ninety-ninth of a hundred is not a matter of chance. */
const LOAD = { inFlight: IN_FLIGHT, amount: 3_000, seconds: 15 };

/** What is measured: letter, words, who asks, and the query. Places go round, so that no answer is always in memory. */
const LISTS: readonly { letter: string; words: string; user: string; query: (index: number) => string }[] = [
  { letter: 'N', words: 'newest 50', user: 'petition-officer', query: () => '' },
  { letter: 'U', words: 'of one unit, for its handler', user: 'handler-a', query: () => 'unit=unit-a' },
  { letter: 'H', words: 'everything that a handler sees', user: 'handler-a', query: () => '' },
  { letter: 'G', words: 'of a subdistrict', user: 'petition-officer', query: (index) => `grid=${subdistrict(index)}` },
  { letter: 'D', words: 'due first', user: 'petition-officer', query: () => 'sort=dueAt' },
  { letter: 'E', words: 'due first of one unit', user: 'petition-officer', query: () => 'sort=dueAt&unit=unit-b' },
  {
    letter: 'S',
    words: 'search, two characters (every tenth case)',
    user: 'petition-officer',
    query: (index) => `q=${ITEMS[index % ITEMS.length]!.slice(0, 2)}`,
  },
  {
    letter: 'T',
    words: 'search, four characters (every tenth case)',
    user: 'petition-officer',
    query: (index) => `q=${ITEMS[index % ITEMS.length]}`,
  },
  {
    letter: 'P',
    words: 'search, two characters (every hundredth case)',
    user: 'petition-officer',
    query: (index) => `q=${place(index).slice(0, 2)}`,
  },
  {
    letter: 'R',
    // As many as there are among the smaller number, so that as much is answered in both.
    words: 'search, four characters (every thousandth case), eight of them',
    user: 'petition-officer',
    query: (index) => `q=${place(index)}&limit=8`,
  },
];

const ITEMS = [
  '道路积水',
  '井盖缺失',
  '路灯不亮',
  '占道经营',
  '噪声扰民',
  '垃圾堆放',
  '违法搭建',
  '绿化损坏',
  '油烟污染',
  '管道破裂',
];
const FIRST = '东西南北中上下新旧金';
const SECOND = '风花雪月山水云石松竹';
const THIRD = '大小长短高低远近明暗';
const place = (index: number): string =>
  `${FIRST[index % 10]}${SECOND[Math.floor(index / 10) % 10]}${THIRD[Math.floor(index / 100) % 10]}街`;
/** A page of fifty unless the query says otherwise. */
const listOf = (query: string): string => (query.includes('limit=') ? query : `limit=50&${query}`);
const subdistrict = (index: number): string =>
  `4101${String(1 + (index % 16)).padStart(2, '0')}${String(1 + (index % 12)).padStart(3, '0')}`;

/**
 * Cases `from` to `to` of a year, half a minute one after another, in 192 subdistricts: two units have a tenth each, 200 the rest; nine
 * in ten are closed. The state is that of a real case with its clocks, as large as it is.
 */
const FILL = `
with sample as materialized (
  select stage, unit, content, state || jsonb_build_object('stage', stage, 'step', 4, 'firstReceiver', unit, 'responsible', jsonb_build_object('unit', unit)) as state
  from (select state, content from petition where stage = 'assigned' and number not like '20250101-%' limit 1) p,
    unnest(array['handling', 'closed']) stage, (select 'unit-' || u as unit from generate_series(0, 199) u union all values ('unit-a'), ('unit-b')) units)
insert into petition(number, kind, stage, step, audit_hash, state, matter_item, grid_code, district, title, content, channel, unit, person, due_at, overdue, received_at, filed_at)
select '20250101-' || lpad(i::text, 9, '0'), 'matter', stage, 4, '\\x00', s.state, 'road-damage',
  '4101' || lpad((1 + i % 16)::text, 2, '0') || lpad((1 + i % 12)::text, 3, '0') || lpad((1 + i / 192 % 15)::text, 3, '0'), '4101' || lpad((1 + i % 16)::text, 2, '0'),
  substr($4, 1 + i % 10, 1) || substr($5, 1 + i / 10 % 10, 1) || substr($6, 1 + i / 100 % 10, 1) || '街' || ($3::text[])[1 + i / 7 % 10],
  s.content, 'phone', unit, null,
  case when stage = 'closed' then null else at + interval '5 days' end, i % 50 = 0, at, at
from (select i, case when i / 3 % 10 = 0 then 'handling' else 'closed' end as stage, case i / 7 % 10 when 0 then 'unit-a' when 1 then 'unit-b' else 'unit-' || i % 200 end as unit,
      timestamptz '2025-01-01 00:00+08' + make_interval(secs => i * 30) as at
    from generate_series($1::int, $2::int) i) c join sample s using (stage, unit)`;

const FILL_FACTS = `insert into case_fact(number, step, kind, channel, matter_item, grid_code, unit, received_at, registered, dispatches)
  select number, step, kind, channel, matter_item, grid_code, unit, received_at, true, 1 from petition where number like '20250101-%' on conflict do nothing`;
const FILL_WORDS = `insert into petition_words(number, words, received_at)
  select p.number, t.words, p.received_at from petition p join (select title, search_words(title, '[]') as words from petition group by title) t using (title)
  where p.number like '20250101-%' on conflict do nothing`;

/** Lists and searches over HTTP with 10,000 cases and, in the same run, with 1,000,000: how much slower the hundredfold is. */
export async function run(say: (line: string) => void): Promise<BenchReport> {
  const installation = await startInstallation();
  const agent = new Agent({ connections: IN_FLIGHT, keepAliveTimeout: 60_000 });
  const described = describeInstallation(installation.env);
  const client = new pg.Client(
    superuserUrl(described, ensureSecrets(described).postgresPassword, databaseOf('intake')),
  );
  await client.connect();
  try {
    const tokens: Record<string, string> = {};
    for (const user of ['petition-officer', 'handler-a']) tokens[user] = `Bearer ${await installation.token(user)}`;
    const url = `${installation.publicUrl}/api/v1/petitions`;
    const send = async (method: 'GET' | 'POST', to: string, user: string, expected: number, body?: object) => {
      const answer = await request(to, {
        method,
        dispatcher: agent,
        headers: { authorization: tokens[user]!, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.body.text();
      if (answer.statusCode !== expected)
        throw new Error(`${method} ${to}: ${answer.statusCode} ${text.slice(0, 200)}`);
    };
    const filing = {
      ...{ kind: 'matter', matterItem: 'road-damage', title: '样例', claims: ['请尽快处理'], channel: 'phone' },
      location: { gridCode: '410105002' },
    };
    await send('POST', url, 'petition-officer', 201, filing);
    for (;;) {
      const { rowCount } = await client.query(`select from petition where stage = 'assigned'`);
      if (rowCount) break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }

    const measured: Record<string, Measured> = {};
    const fillSeconds: Record<string, number> = {};
    const measureAll = async (prefix: string) => {
      for (const { letter, words, user, query } of LISTS) {
        say(`${prefix}${letter}: ${words}`);
        const one = (index: number) => send('GET', encodeURI(`${url}?${listOf(query(index))}`), user, 200);
        await measure({ inFlight: IN_FLIGHT, amount: 200, seconds: 10 }, one);
        measured[`${prefix}${letter}`] = await measure(LOAD, one);
      }
    };
    for (const [prefix, from, to] of [
      ['', 1, SMALL],
      ['M', SMALL + 1, LARGE],
    ] as const) {
      say(`fills to ${to} cases`);
      const begin = performance.now();
      await fill(client, from, to);
      fillSeconds[to] = round((performance.now() - begin) / 1000);
      await measureAll(prefix);
    }
    const p99 = (letter: string) => measured[letter]!.p99Ms;
    return {
      legend: Object.fromEntries(
        LISTS.flatMap(({ letter, words }) => [
          [letter, `${words}, ${SMALL} cases`],
          [`M${letter}`, `${words}, ${LARGE} cases`],
        ]),
      ),
      measured,
      facts: { cases: [SMALL, LARGE], fillSeconds },
      goals: [
        ...LISTS.map(({ letter, words }) =>
          atMost(`p99, ${words}: ${LARGE} ÷ ${SMALL}`, p99(`M${letter}`) / p99(letter), 1.5),
        ),
        atMost('seconds to fill', fillSeconds[LARGE]!, 240),
      ],
    };
  } finally {
    await client.end();
    await agent.close();
    await installation.stop();
  }
}

/** Rows first, indexes after: sorting once is cheaper than a million searches for a place. */
async function fill(client: pg.Client, from: number, to: number): Promise<void> {
  await client.query(`set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '256MB'`);
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes where schemaname = 'public'
     and tablename in ('petition', 'petition_words', 'case_fact') and indexname not like '%_pkey'`,
  );
  for (const { name } of indexes) await client.query(`drop index "${name}"`);
  await client.query(FILL, [from, to, ITEMS, FIRST, SECOND, THIRD]);
  await client.query(FILL_WORDS);
  await client.query(FILL_FACTS);
  for (const { definition } of indexes) await client.query(definition);
  await client.query('vacuum analyze petition');
  await client.query('vacuum analyze petition_words');
  await client.query('vacuum analyze case_fact');
  // What the filling left to write would otherwise be written while the lists are measured.
  await client.query('checkpoint');
}
