import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hotline } from '@wangge/domain/rule-packs/hotline';
import { petitionNational } from '@wangge/domain/rule-packs/petition-national';
import { startInstallation } from '../tools/testing/installation-for-tests.ts';
import { drillOf } from './drill-pack';
import { START_MS } from './shared-installation';
import { type Case, COMMUNITY, type Filed, inParallel, PATIENCE_MS, type Problem, System, until } from './system';
import { expectBack, insist, kill, processOf, queryDatabase } from './under-faults';

jest.setTimeout(2 * PATIENCE_MS);

const SECONDS = 4;
/** No deadline is missed by more than this after a restart. */
const LATEST_MS = 60_000;
/** The instances and the answer of a co-handling unit take seconds; what leads to them takes as long as it takes. */
const SHORT = ['handling', 'joint-handling', 'review', 're-review'];
const jointHandling = hotline.clocks.find(({ id }) => id === 'joint-handling')!;
const drill = drillOf(
  (clockId) => (SHORT.includes(clockId) ? `PT${SECONDS}S` : 'PT2H'),
  [...petitionNational.clocks, jointHandling],
);
const rungsOf = (clockId: string) => drill.clocks.find(({ id }) => id === clockId)!.onExpiry.map(({ id }) => id);

/** Commands of which the units of a case are told. */
const TOLD = [
  ...['assign', 'add-handler', 'reply', 'confirm-served', 'request-review', 'reply-review', 'request-re-review'],
  ...['expire', 'escalate'],
];
const DOCUMENT_OF: Readonly<Record<string, string>> = {
  register: 'registration-receipt',
  assign: 'transfer',
  accept: 'acceptance',
  reply: 'opinion',
  'reply-review': 'review',
};

type Step = readonly [command: string, as: string, body?: () => object];
const OPINION = { claims: ['退还预付款'], facts: '余额属实。', opinion: '不予支持。', legalBasis: ['合同约定第五条'] };
const served = () => ({
  date: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
  manner: '直接送达',
});
/** The way into each instance, from acceptance; there the case is left alone until its clock has said everything. */
const REVIEW: readonly Step[] = [
  ['reply', 'handler-a', () => ({ ...OPINION, outcome: 'not-supported' })],
  ['confirm-served', 'handler-a', served],
  ['request-review', 'petition-officer'],
];
const WAYS: Readonly<Record<string, { stage: string; clocks: readonly string[]; steps: readonly Step[] }>> = {
  handling: { stage: 'handling', clocks: ['handling'], steps: [] },
  'joint handling': {
    stage: 'handling',
    clocks: ['handling', 'joint-handling'],
    steps: [['add-handler', 'petition-officer', () => ({ unit: 'unit-b' })]],
  },
  review: { stage: 'review', clocks: ['review'], steps: REVIEW },
  're-review': {
    stage: 're-review',
    clocks: ['re-review'],
    steps: [
      ...REVIEW,
      ['reply-review', 'appraiser-officer', () => ({ ...OPINION, outcome: 'upheld' })],
      ['confirm-served', 'appraiser-officer', served],
      ['request-re-review', 'petition-officer'],
    ],
  },
};
const PROCESSES = ['intake-worker', 'intake', 'temporal', 'nats', 'postgres'];

interface Entry {
  stream: string;
  step: number;
  command: string;
  at: string;
  clock: string | null;
  rung: string | null;
  due: string | null;
}

let system: System;
let receiver: Server;
/** Each post of the platform: notice and what it is about. */
const received: { id: string; event: { number: string; step: number } }[] = [];
/** Every petition of this file with the way it went. */
const petitions = new Map<string, string>();

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof received)[number]);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  system = new System(await startInstallation());
  const accounts = ['admin', 'petition-officer', 'handler-a', 'appraiser-officer'];
  await Promise.all(accounts.map((account) => system.token(account)));
  const published = await system.ask('POST', '/rule-packs', { as: 'admin', body: drill });
  expect(published.status).toBe(201);
  const target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/notices`;
  const body = { channel: 'webhook', target, events: TOLD, unit: 'unit-a' };
  expect((await system.ask('POST', '/subscriptions', { as: 'admin', body })).status).toBe(201);
}, START_MS);
afterAll(async () => {
  await system?.installation.stop();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
}, START_MS);

/** A command that is sent under one key until it is answered. Whoever was answered by the record's next stage came through. */
async function carry(number: string, [command, as, body = () => ({})]: Step): Promise<void> {
  const key = randomUUID();
  const answer = await insist(() => system.act<Case & Problem>(number, command, as, body(), { key }));
  expect([number, command, answer.status, answer.body.code]).toEqual([number, command, 200, undefined]);
}

/** A petition that unit-a accepted. */
async function accepted(way: string): Promise<string> {
  const body = {
    kind: 'petition',
    matterItem: 'prepaid-card',
    title: '预付卡不退',
    claims: ['退还预付款'],
    petitioners: [{ name: '钱多多' }],
    location: { gridCode: COMMUNITY },
    channel: 'letter',
  };
  const key = randomUUID();
  const { status, body: filed } = await insist(() =>
    system.ask<Filed>('POST', '/petitions', { as: 'petition-officer', body, key }),
  );
  expect(status).toBe(201);
  petitions.set(filed.number, way);
  await carry(filed.number, ['register', 'petition-officer']);
  await carry(filed.number, ['assign', 'petition-officer', () => ({ unit: 'unit-a' })]);
  await carry(filed.number, ['accept', 'handler-a']);
  return filed.number;
}

const trail = (numbers: readonly string[]) =>
  queryDatabase<Entry>(
    system,
    `select stream, step, entry ->> 'command' as command, at::text, entry #>> '{data,clockId}' as clock,
       entry #>> '{data,rung}' as rung, entry #>> '{data,dueAt}' as due
     from audit where stream = any($1) order by stream, step`,
    { values: [numbers] },
  );

/** `handling expire`, `handling person`, …: what a case left alone on this way has in its trail at the end. */
const momentsOf = (way: string): string[] =>
  WAYS[way]!.clocks.flatMap((clock) => [`${clock} expire`, ...rungsOf(clock).map((rung) => `${clock} ${rung}`)]);
const momentsIn = (entries: readonly Entry[], number: string): string[] =>
  entries
    .filter(({ stream, clock, due }) => stream === number && clock !== null && due !== null)
    .map(({ clock, rung }) => `${clock!.replace(/-?\d+$/, '')} ${rung ?? 'expire'}`);

describe('petitions in every instance, a process killed amid them', () => {
  it.each(PROCESSES)('%s: every act and every moment is there once, and in time', async (name) => {
    const ways = Object.keys(WAYS);
    const numbers = await inParallel(ways, ways.length, accepted);
    const { restarts } = await processOf(system, name);
    const driven = inParallel(ways, ways.length, async (way, index) => {
      for (const step of WAYS[way]!.steps) await carry(numbers[index]!, step);
    });
    await kill(system, name);
    await Promise.all([driven, expectBack(system, name, restarts)]);

    const lastMs = 1_000 * SECONDS + 2_000 * 3;
    const entries = await until(
      () => trail(numbers),
      (found) =>
        ways.every((way, index) => {
          const happened = momentsIn(found, numbers[index]!);
          return momentsOf(way).every((moment) => happened.includes(moment));
        }),
      LATEST_MS + lastMs,
    );
    for (const [index, way] of ways.entries()) {
      const all = momentsIn(entries, numbers[index]!);
      // Its clock of handling may have run out while the process was away, before the case went on.
      const own = all.filter((moment) => momentsOf(way).includes(moment));
      expect([way, own.sort()]).toEqual([way, momentsOf(way).sort()]);
      expect([way, new Set(all).size]).toEqual([way, all.length]);
      const commands = entries.filter(({ stream, clock, due }) => stream === numbers[index] && !(clock && due));
      expect([way, commands.map(({ command }) => command)]).toEqual([
        way,
        ['file', 'register', 'assign', 'accept', ...WAYS[way]!.steps.map(([command]) => command)],
      ]);
      expect((await system.read(numbers[index]!)).stage).toBe(WAYS[way]!.stage);
    }
    const lateMs = entries
      .filter(({ due }) => due !== null)
      .map(({ clock, rung, due, at }) => {
        const after = rung === null ? 0 : 2_000 * rungsOf(clock!.replace(/-?\d+$/, '')).indexOf(rung);
        return Date.parse(at) - Date.parse(due!) - after;
      });
    expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...lateMs)).toBeLessThan(LATEST_MS);
  });
});

describe('after all of it', () => {
  const TOTAL = PROCESSES.length * Object.keys(WAYS).length;

  it('each act that units are told of was told once', async () => {
    const entries = await trail([...petitions.keys()]);
    expect(petitions.size).toBe(TOTAL);
    const told = entries.filter(({ command }) => TOLD.includes(command)).map(({ stream, step }) => `${stream}/${step}`);
    const ids = () => new Map(received.map(({ id, event }) => [id, `${event.number}/${event.step}`]));
    // A notice that was taken before its sender died comes again under its own id, so that whoever takes it knows.
    await until(
      () => Promise.resolve(ids().size),
      (size) => size >= told.length,
    );
    expect([...ids().values()].sort()).toEqual(told.sort());
  });

  it('each act that makes a document made one, with a number of its own', async () => {
    const expected = (await trail([...petitions.keys()]))
      .filter(({ command }) => DOCUMENT_OF[command])
      .map(({ stream, step, command }) => `${stream}/${step}/${DOCUMENT_OF[command]}`);
    const documents = await until(
      () =>
        queryDatabase<{ act: string; number: string | null }>(
          system,
          `select number || '/' || step || '/' || kind as act, document_number as number from document`,
        ),
      (found) => found.length >= expected.length && found.every(({ number }) => number !== null),
    );
    expect(documents.map(({ act }) => act).sort()).toEqual(expected.sort());
    expect(new Set(documents.map(({ number }) => number)).size).toBe(documents.length);
  });

  it('each last rung opened one accountability record', async () => {
    const records = await queryDatabase<{ number: string; clocks: number }>(
      system,
      `select number, count(*)::int as clocks from accountability_record group by number`,
    );
    expect(records.map(({ number }) => number).sort()).toEqual([...petitions.keys()].sort());
  });

  it('the audit trail is whole', async () => {
    const { exitCode, stdout } = await system.installation.wangge('audit', 'verify');
    expect(stdout).toMatch(/^intake: \d+ rows, unbroken$/m);
    expect(exitCode).toBe(0);
  });
});
