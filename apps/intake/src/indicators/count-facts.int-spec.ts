import { join } from 'node:path';
import { startClock } from '@wangge/domain/cases/case-clocks';
import { type Act, type CaseKind, type CaseState, PETITIONER, SYSTEM } from '@wangge/domain/cases/case-state';
import { refusalOf } from '@wangge/domain/cases/decide';
import { processOf } from '@wangge/domain/cases/processes';
import { CLOCK_MOMENT, type LawInForce, transition } from '@wangge/domain/cases/transition';
import { SEED_CALENDAR } from '@wangge/domain/calendar/seed-calendar';
import { type CaseFacts, factsOf } from '@wangge/domain/indicators/case-facts';
import { type Grouping, tally } from '@wangge/domain/indicators/tally';
import { hotline } from '@wangge/domain/rule-packs/hotline';
import { petitionNational } from '@wangge/domain/rule-packs/petition-national';
import { AUDITOR, HANDLER_A, HANDLER_B, HEAD_A, HEAD_B, OFFICER, SUPERVISOR } from '@wangge/testing/people';
import { createServiceDatabase, type ServiceDatabase } from '@wangge/testing/service-database';
import { Pool } from 'pg';
import type { ListDatabase } from '../lists/list-database';
import { factsParameter, UPSERT_FACTS } from './case-facts.sql';
import { CountFacts } from './count-facts';

const LAWS: Readonly<Record<CaseKind, LawInForce>> = {
  matter: { pack: hotline, calendar: SEED_CALENDAR },
  petition: { pack: petitionNational, calendar: SEED_CALENDAR },
};
const BEGIN = Date.parse('2026-03-02T09:00:00+08:00');
const AS_OF = '2026-03-20T09:00:00+08:00';
const HOUR = 3_600_000;
const PEOPLE = [OFFICER, HANDLER_A, HANDLER_B, HEAD_A, HEAD_B, SUPERVISOR, PETITIONER, SYSTEM];
const FORWARD = [
  ...['register', 'assign', 'accept', 'reply', 'confirm-served', 'request-review', 'reply-review'],
  ...['feedback', 'verify', 'close', 'rate'],
];
const ENDING = ['refuse', 'refuse-repeat', 'withdraw', 'merge', 'transfer', 'redirect'];

/** Numbers from 0 to 1, the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A case that wanders through the process by chance, with acts sooner and later, clocks that expire and units that send back. */
function wander(random: () => number, index: number, kind: CaseKind = 'matter'): CaseState {
  const process = processOf(kind);
  const law = LAWS[kind];
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  let at = BEGIN + index * HOUR;
  let state: CaseState = {
    number: `20260302-${kind === 'matter' ? '0' : '1'}${String(index).padStart(6, '0')}`,
    kind,
    matterItem: pick(['road-damage', 'noise']),
    gridCode: pick(['410105002001', '410105003', '410102001']),
    district: '410105',
    rulePack: { id: law.pack.id, version: law.pack.version },
    receivedAt: new Date(at).toISOString(),
    stage: 'received',
    step: 0,
    auditHash: '',
    jointHandlers: [],
    handledBy: [],
    objectedBy: [],
    reopenings: 0,
    reworks: 0,
    overdue: false,
    clocks: startClock('registration', [], new Date(at).toISOString(), law),
  };
  const length = Math.floor(random() * 50);
  for (let step = 0; step < length; step++) {
    at += Math.floor(random() ** 3 * 60 * HOUR);
    const clock = state.clocks.find((one) => one.next && Date.parse(one.next.at) <= at);
    const data = {
      ...{ unit: pick(['unit-a', 'unit-b']), into: 'x', satisfied: random() < 0.6, days: 1 },
      ...{
        to: '省教育厅',
        upward: random() < 0.5,
        gridCode: '410105004',
        district: '410105',
        ground: 'not-ours',
        earlier: 'x',
        procedure: 'x',
        basis: 'x',
      },
      ...{ route: pick(['ordinary', 'ordinary', 'ordinary', 'statutory-duty', 'arbitration', 'litigation']) },
      outcome: pick(['supported', 'explained', 'upheld']),
      ...(random() < 0.3 ? { agreement: '双方同意' } : {}),
    };
    const possible = Object.keys(process.commands)
      .flatMap((command) =>
        PEOPLE.map((actor): Act => ({
          ...{ commandId: `${step}`, command, actor, reason: '理由', data },
          found: { superior: 'unit-s' },
        })),
      )
      .filter((one) => !refusalOf(process, state, one))
      // Few cases end before they are handled.
      .filter((one) => !ENDING.includes(one.command) || random() < 0.05)
      // Most of them go forward.
      .flatMap((one) => (FORWARD.includes(one.command) ? [one, one, one, one, one, one] : [one]));
    if (!clock && possible.length === 0) continue;
    const act: Act = clock
      ? { commandId: `${step}`, command: CLOCK_MOMENT, actor: SYSTEM, reason: '', data: { clockId: clock.id } }
      : pick(possible);
    state = transition(process, state, act, new Date(at).toISOString(), law).state;
  }
  return state;
}

describe('indicators from the database', () => {
  let database: ServiceDatabase;
  let pool: Pool;
  let counting: CountFacts;
  const facts: CaseFacts[] = [];

  beforeAll(async () => {
    database = await createServiceDatabase(join(__dirname, '../../prisma'));
    pool = new Pool({ connectionString: database.url, max: 4 });
    // What a connection on its way out says while the database is dropped.
    pool.on('error', () => undefined);
    counting = new CountFacts({
      rows: async (sql: { text: string; values: unknown[] }) =>
        (await pool.query(sql.text, sql.values)).rows as object[],
    } as unknown as ListDatabase);
    const random = randomFrom(20261124);
    for (let index = 0; index < 600; index++) {
      const state = wander(random, index % 400, index < 400 ? 'matter' : 'petition');
      const channel = random() < 0.3 ? 'patrol' : 'phone';
      facts.push(factsOf(state, channel));
      const upsert = UPSERT_FACTS('given', '$3');
      await pool.query(`with given as (select $1::text as number, $2::text as channel) ${upsert}`, [
        state.number,
        channel,
        factsParameter(state),
      ]);
    }
  }, 120_000);

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const period = { from: '2026-03-02T00:00:00+08:00', to: '2026-03-16T00:00:00+08:00', asOf: AS_OF };
  const received = () => facts.filter(({ receivedAt }) => Date.parse(receivedAt) < Date.parse(period.to));
  const sorted = (groups: Iterable<readonly [string | null, object]>) =>
    [...groups].sort(([a], [b]) => String(a).localeCompare(String(b)));

  it.each<[Grouping, number]>([
    ['unit', 6],
    ['grid', 6],
    ['grid', 9],
    ['matterItem', 6],
  ])('by %s agrees with the pure functions', async (by, gridDigits) => {
    expect(received()).toHaveLength(527);
    const groups = await counting.count({ ...period, by, gridDigits }, AUDITOR);
    expect(sorted(groups.map(({ key, tally: counts }) => [key, counts] as const))).toEqual(
      sorted(tally(received(), { by, gridDigits, asOf: AS_OF })),
    );
  });

  it.each<CaseKind>(['matter', 'petition'])('of %ss alone', async (kind) => {
    const groups = await counting.count({ ...period, by: 'unit', gridDigits: 6, kind }, AUDITOR);
    expect(sorted(groups.map(({ key, tally: counts }) => [key, counts] as const))).toEqual(
      sorted(
        tally(
          received().filter((one) => one.kind === kind),
          { by: 'unit', asOf: AS_OF },
        ),
      ),
    );
  });

  it('has cases of every kind among those compared', () => {
    const [whole] = tally(
      received().map((one) => ({ ...one, matterItem: 'x' })),
      { by: 'matterItem', asOf: AS_OF },
    ).values();
    for (const [name, count] of Object.entries(whole!)) expect([name, count > 0]).toEqual([name, true]);
  });

  it('shows a handler his own unit', async () => {
    const groups = await counting.count({ ...period, by: 'unit', gridDigits: 6 }, HANDLER_A);
    expect(groups).toEqual([{ key: 'unit-a', tally: tally(received(), { by: 'unit', asOf: AS_OF }).get('unit-a') }]);
    expect(await counting.count({ ...period, by: 'unit', gridDigits: 6 }, { id: 'panel-1', grants: [] })).toEqual([]);
  });

  it('never lets earlier facts overwrite later ones', async () => {
    const state = { ...wander(randomFrom(1), 1000), step: 5, number: 'late' };
    const write = (one: CaseState) =>
      pool.query(`with given as (select $1::text as number, 'phone'::text as channel) ${UPSERT_FACTS('given', '$2')}`, [
        'late',
        factsParameter(one),
      ]);
    await write(state);
    await write({ ...state, step: 4, tolerated: true });
    const { rows } = await pool.query(`select step, tolerated from case_fact where number = 'late'`);
    expect(rows).toEqual([{ step: 5, tolerated: false }]);
  });
});
