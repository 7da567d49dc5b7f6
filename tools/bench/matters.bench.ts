import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { describeInstallation, type Installation } from '../installation.ts';
import { ensureSecrets } from '../secrets.ts';
import { superuserUrl } from '../servers/postgres.ts';
import { memoryMiB } from '../supervisor/memory.ts';
import { type InstallationForTests, startInstallation } from '../testing/installation-for-tests.ts';
import { benchUrl, createBenchDatabase, withBareWorkflows } from './bare-cases.ts';
import { startChild, stopChild } from './child.ts';
import { costPerCase, intakeRows } from './left-behind.ts';
import { measure } from './measure.ts';
import { act, closeConnections, send } from './over-http.ts';
import { atLeast, atMost, type BenchReport, type Measured, round } from './report.ts';

const IN_FLIGHT = 20;
const FILINGS = 2_000;
/** As many as the peer's list had (docs/architecture/hot-paths.md). */
const LISTED = 5_287;
const CASES = 200;
/** The bare workflows before have warmed up what is theirs. */
const WARM_CASES = 60;
/** accept, feedback, verify, close; dispatch by the matrix is written with the registration. */
const COMMANDS = [
  ['accept', 'handler-a'],
  ['feedback', 'handler-a'],
  ['verify', 'petition-officer'],
  ['close', 'petition-officer'],
] as const;

const filing = (index: number) => ({
  kind: 'matter',
  matterItem: 'road-damage',
  title: `道路坑洼 ${index}`,
  description: '路面破损，影响通行，请尽快处理。',
  petitioners: [{ name: '测试', phone: '13800000000' }],
  location: { gridCode: '410105002' },
  channel: 'phone',
});

/** Filing, draining and whole cases against the least that the same machine can do (letters A to G of the legend). */
export async function run(say: (line: string) => void): Promise<BenchReport> {
  const installation = await startInstallation();
  try {
    return await measureAll(installation, say);
  } finally {
    await installation.stop();
    await closeConnections();
  }
}

async function measureAll(installation: InstallationForTests, say: (line: string) => void): Promise<BenchReport> {
  const described = describeInstallation(installation.env);
  const memory = {
    nodeIdleMiB: await nodeMemory(installation),
    nodeLoadedMiB: 0,
    allIdleMiB: await allMemory(installation),
  };
  const tokens = Object.fromEntries(
    await Promise.all(
      ['petition-officer', 'handler-a', 'admin'].map(
        async (user) => [user, `Bearer ${await installation.token(user)}`] as const,
      ),
    ),
  );
  await createBenchDatabase(described);
  const database = new pg.Pool({ connectionString: benchUrl(described), max: IN_FLIGHT });
  const url = `${installation.publicUrl}/api/v1/petitions`;
  const officer = { authorization: tokens['petition-officer']! };
  const measured: Record<string, Measured> = {};

  say('A: durable single-row commits');
  measured['A'] = await measure({ inFlight: IN_FLIGHT, amount: 100_000, seconds: 4 }, async (index) => {
    await database.query({
      name: 'a',
      text: 'insert into bench_row(id, content) values($1, $2)',
      values: [`a-${index}`, '{}'],
    });
  });

  say('G: a bare handler with one insert behind a bare proxy');
  measured['G'] = await bareHttp(described);

  say('B, F: bare workflows');
  Object.assign(measured, await bareWorkflows(described));

  // Beside the bare ones, while the servers hold as much as they did for those.
  say('E: whole cases over HTTP');
  await wholeCases(url, tokens, WARM_CASES);
  measured['E'] = await wholeCases(url, tokens, CASES);

  say('C: filings through the gateway, the relay running');
  await measure(
    { inFlight: IN_FLIGHT, amount: 300, seconds: 20 },
    async (index) => void (await send('POST', url, 201, filing(index), officer)),
  );
  await drained(described);
  const filedFrom = performance.now();
  measured['C'] = await measure(
    { inFlight: IN_FLIGHT, amount: FILINGS, seconds: 60 },
    async (index) => void (await send('POST', url, 201, filing(index), officer)),
  );
  memory.nodeLoadedMiB = await nodeMemory(installation);
  say('D: filings drained to a registered workflow');
  await drained(described);
  const drainSeconds = (performance.now() - filedFrom) / 1000;
  measured['D'] = { perSecond: round(FILINGS / drainSeconds), p50Ms: 0, p99Ms: 0 };

  say('L: the list of 100');
  await fillList(described);
  measured['L1'] = await measure(
    { inFlight: 1, amount: 500, seconds: 5 },
    async () => void (await send('GET', `${url}?limit=100`, 200, undefined, officer)),
  );
  measured['L'] = await measure(
    { inFlight: IN_FLIGHT, amount: 100_000, seconds: 5 },
    async () => void (await send('GET', `${url}?limit=100`, 200, undefined, officer)),
  );
  const costs = await costPerCase(described, 'closed');
  await database.end();

  say('start: stop and start again');
  const startSeconds = await restartSeconds(installation);
  const { B, C, D, E, F, G, L, L1 } = measured;
  return {
    legend: {
      A: 'durable single-row commits, 20 in flight',
      B: 'bare update-with-start on a two-line workflow, 20 in flight',
      C: 'filings through the gateway, 20 in flight, relay running',
      D: 'filings drained to a registered workflow',
      E: 'whole cases: file, dispatch, accept, feedback, verify, close',
      F: 'bare workflow, as many updates, a row each',
      G: 'bare Fastify handler with one insert behind a bare proxy',
      L: 'list of 100, 20 connections',
      L1: 'list of 100, one connection',
    },
    measured,
    facts: { memory, startSeconds, costs },
    goals: [
      atLeast('C ≥ 10 × B', C.perSecond / B!.perSecond, 10),
      atLeast('C ≥ 0.3 × G', C.perSecond / G.perSecond, 0.3),
      atLeast('D ≥ 0.5 × B', D.perSecond / B!.perSecond, 0.5),
      atLeast('E ≥ 0.6 × F', E.perSecond / F!.perSecond, 0.6),
      atLeast('filings/s ≥ 20 × 24 of the peer', C.perSecond / 24, 20),
      atMost('p50 of a filing ≤ 40 ms', C.p50Ms, 40),
      atMost('p99 of a filing ≤ 150 ms', C.p99Ms, 150),
      atLeast('whole cases/s ≥ 10', E.perSecond, 10),
      atMost('list of 100, one connection, p50 ≤ 20 ms', L1.p50Ms, 20),
      atLeast('lists/s at 20 connections ≥ 300', L.perSecond, 300),
      atMost('our Node processes idle ≤ 1,229 MiB', memory.nodeIdleMiB, 1_229),
      atMost('everything idle ≤ 2,560 MiB', memory.allIdleMiB, 2_560),
      atMost('second start ≤ 30 s', startSeconds, 30),
    ],
  };
}

async function bareHttp(described: Installation): Promise<Measured> {
  const [service, front] = [described.ports.admin + 5, described.ports.admin + 6];
  const children = [await startChild('bare-http.ts', ['service', `${service}`, benchUrl(described)])];
  try {
    children.push(await startChild('bare-http.ts', ['proxy', `${front}`, `http://127.0.0.1:${service}`]));
    const one = async (index: number) => void (await send('POST', `http://127.0.0.1:${front}/x`, 201, filing(index)));
    await measure({ inFlight: IN_FLIGHT, amount: 1_000, seconds: 5 }, one);
    return await measure({ inFlight: IN_FLIGHT, amount: 100_000, seconds: 4 }, one);
  } finally {
    for (const child of children) await stopChild(child);
  }
}

function bareWorkflows(described: Installation): Promise<Record<'B' | 'F', Measured>> {
  return withBareWorkflows(described, async ({ bare, bareCase }) => {
    await measure({ inFlight: IN_FLIGHT, amount: 60, seconds: 20 }, (index) => bare(`bench-warm-${index}`));
    const B = await measure({ inFlight: IN_FLIGHT, amount: 600, seconds: 12 }, (index) => bare(`bench-b-${index}`));
    const F = await measure({ inFlight: IN_FLIGHT, amount: CASES, seconds: 30 }, (index) =>
      bareCase(`bench-f-${index}`, COMMANDS.length),
    );
    return { B, F };
  });
}

async function wholeCases(url: string, tokens: Record<string, string>, amount: number): Promise<Measured> {
  return measure({ inFlight: IN_FLIGHT, amount, seconds: 60 }, async (index) => {
    const { number } = await send('POST', url, 201, filing(index), { authorization: tokens['petition-officer']! });
    for (const [command, user] of COMMANDS) await act(`${url}/${String(number)}/${command}`, tokens[user]!);
  });
}

/** Waits until every filed case has left its first stage. */
async function drained(described: Installation): Promise<void> {
  for (;;) {
    const [row] = await intakeRows<{ waiting: number }>(
      described,
      `select count(*)::int as waiting from petition where step = 0`,
    );
    if (row!.waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Copies one case until the list is as long as the peer's was. */
async function fillList(described: Installation): Promise<void> {
  const client = new pg.Client(superuserUrl(described, ensureSecrets(described).postgresPassword, 'wangge_intake'));
  await client.connect();
  await client.query(
    `insert into petition(number, kind, stage, step, audit_hash, state, matter_item, grid_code, district, title, content, channel, unit, person, due_at, received_at, filed_at)
     select p.number || '-' || i, kind, stage, step, audit_hash, state, matter_item, grid_code, district, title, content, channel, unit, person, due_at, received_at - make_interval(secs => i), filed_at
     from (select * from petition where stage = 'assigned' limit 1) p, generate_series(1, greatest(0, $1 - (select count(*)::int from petition))) i`,
    [LISTED],
  );
  await client.query('analyze petition');
  await client.end();
}

async function nodeMemory(installation: InstallationForTests): Promise<number> {
  const { processes } = await installation.status();
  return sum(processes.filter(({ kind }) => kind === 'service').map(({ pid }) => pid));
}

/** The supervisor and everything below it. */
async function allMemory(installation: InstallationForTests): Promise<number> {
  return memoryMiB((await installation.status()).supervisorPid);
}

const sum = (pids: (number | undefined)[]): number =>
  pids.reduce((total: number, pid) => total + (pid === undefined ? 0 : memoryMiB(pid)), 0);

async function restartSeconds(installation: InstallationForTests): Promise<number> {
  const run = (file: string, ...args: string[]) => {
    const done = spawnSync(process.execPath, [file, ...args], { env: installation.env, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stdout + done.stderr);
  };
  const tools = new URL('..', import.meta.url).pathname;
  run(`${tools}stop.ts`);
  const from = performance.now();
  run(`${tools}start.ts`, '--detach');
  return round((performance.now() - from) / 1000);
}
