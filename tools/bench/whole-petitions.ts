import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { describeInstallation, type Installation } from '../installation.ts';
import { processorMs } from '../supervisor/processor.ts';
import type { InstallationForTests } from '../testing/installation-for-tests.ts';
import { createBenchDatabase, withBareWorkflows } from './bare-cases.ts';
import { costPerCase, intakeRows } from './left-behind.ts';
import { measure } from './measure.ts';
import { act, closeConnections, send } from './over-http.ts';
import { atLeast, type BenchReport, type Measured, round } from './report.ts';

const IN_FLIGHT = 20;
const WARM = 20;
const PETITIONS = 100;

const OPINION = {
  claims: ['退还预付款'],
  facts: '经查，商户已停业，预付款余额属实。',
  opinion: '责令商户退还余额。',
  legalBasis: ['单用途商业预付卡管理办法（试行） 第18条'],
};
const served = () => ({
  date: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
  manner: '直接送达',
});

/** From registration to the finality of the re-review opinion: unit-a handles, the organs above it review. */
const COMMANDS: readonly (readonly [command: string, user: string, body: () => object])[] = [
  ['register', 'petition-officer', () => ({})],
  ['assign', 'petition-officer', () => ({ unit: 'unit-a' })],
  ['accept', 'handler-a', () => ({})],
  ['reply', 'handler-a', () => ({ ...OPINION, outcome: 'not-supported' })],
  ['confirm-served', 'handler-a', served],
  ['request-review', 'petition-officer', () => ({})],
  ['reply-review', 'appraiser-officer', () => ({ ...OPINION, outcome: 'upheld' })],
  ['confirm-served', 'appraiser-officer', served],
  ['request-re-review', 'petition-officer', () => ({})],
  ['reply-re-review', 'campaign-owner', () => ({ ...OPINION, outcome: 'upheld' })],
  ['confirm-served', 'campaign-owner', served],
];

const filing = (index: number) => ({
  kind: 'petition',
  matterItem: 'prepaid-card',
  title: `预付卡不退 ${index}`,
  claims: ['退还预付款'],
  petitioners: [{ name: '测试', phone: '13800000000' }],
  location: { gridCode: '410105002001' },
  channel: 'letter',
});

/**
 * Petitions through all three instances over HTTP, by the sample accounts, against bare workflows with as many updates and
 * rows; then how long the documents take that these petitions made, and what of the processor.
 */
export async function measurePetitions(
  installation: InstallationForTests,
  say: (line: string) => void,
): Promise<BenchReport> {
  const described = describeInstallation(installation.env);
  const users = [...new Set(COMMANDS.map(([, user]) => user))];
  const tokens = Object.fromEntries(
    await Promise.all(users.map(async (user) => [user, `Bearer ${await installation.token(user)}`] as const)),
  );
  const url = `${installation.publicUrl}/api/v1/petitions`;
  const wholePetition = async (index: number) => {
    const { number } = await send('POST', url, 201, filing(index), { authorization: tokens['petition-officer']! });
    for (const [command, user, body] of COMMANDS)
      await act(`${url}/${String(number)}/${command}`, tokens[user]!, body());
  };
  const load = { inFlight: IN_FLIGHT, amount: PETITIONS, seconds: 120 };
  const warmUp = { ...load, amount: WARM };
  try {
    say('Q: bare workflows');
    await createBenchDatabase(described);
    const { processorMs: bareMs, ...Q } = await withBareWorkflows(described, async ({ bareCase, worker }) => {
      await measure(warmUp, (index) => bareCase(`bench-warm-${index}`, COMMANDS.length));
      const used = await processorUsed(installation, worker);
      const bare = await measure(load, (index) => bareCase(`bench-q-${index}`, COMMANDS.length));
      return { ...bare, processorMs: await used() };
    });

    say('P: whole petitions over HTTP');
    await measure(warmUp, wholePetition);
    await documentsMade(described);
    const before = await documentCounts(described);
    const used = await processorUsed(installation);
    const P = await measure(load, wholePetition);
    const wholeMs = await used();

    say('D: their documents');
    const { waiting, made } = await documentCounts(described);
    const { pid } = (await installation.status()).processes.find(({ name }) => name === 'intake-worker')!;
    const [from, cpuBefore] = [performance.now(), processorMs(pid!)];
    await documentsMade(described);
    const seconds = (performance.now() - from) / 1_000;
    const D: Measured = { perSecond: round(waiting / seconds), p50Ms: 0, p99Ms: 0 };

    return {
      legend: {
        P: 'whole petitions over HTTP, three instances to finality',
        Q: 'bare workflow, as many updates, a row each',
        D: 'documents of these petitions, nothing else to do',
      },
      measured: { P, Q, D },
      facts: {
        petition: await costPerCase(described, 'concluded'),
        processorMsEach: { P: wholeMs, Q: bareMs },
        documents: {
          perPetition: round((waiting + made - before.made) / PETITIONS, 1),
          madeMeanwhile: made - before.made,
          madeAfterwards: waiting,
          secondsAfterwards: round(seconds),
          workerMsEach: round((processorMs(pid!) - cpuBefore) / waiting),
        },
      },
      goals: [atLeast('P ≥ 0.6 × Q', P.perSecond / Q.perSecond, 0.6)],
    };
  } finally {
    await closeConnections();
  }
}

/** Begins to look at the processor; answers later with the ms that each process has used since, for one petition. */
async function processorUsed(
  installation: InstallationForTests,
  bareWorker?: number,
): Promise<() => Promise<Record<string, number>>> {
  const now = async () => {
    const { processes } = await installation.status();
    return new Map(
      [...processes, { name: 'bare worker', pid: bareWorker }].flatMap(({ name, pid }) =>
        pid === undefined ? [] : [[name, processorMs(pid)] as const],
      ),
    );
  };
  const before = await now();
  return async () =>
    Object.fromEntries(
      [...(await now())].map(([name, ms]) => [name, round((ms - (before.get(name) ?? 0)) / PETITIONS)]),
    );
}

async function documentCounts(described: Installation): Promise<{ waiting: number; made: number }> {
  const [row] = await intakeRows<{ waiting: number; made: number }>(
    described,
    `select count(*) filter (where made_at is null)::int as waiting, count(made_at)::int as made from document`,
  );
  return row!;
}

async function documentsMade(described: Installation): Promise<void> {
  while ((await documentCounts(described)).waiting > 0) await pause(200);
}
