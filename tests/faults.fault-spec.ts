import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { QueryResultRow } from 'pg';
import { startInstallation } from '../tools/testing/installation-for-tests.ts';
import { START_MS } from './shared-installation';
import { aMatter, type Case, inParallel, mark, PATIENCE_MS, type Problem, System, until } from './system';
import { expectBack, insist, kill, pidOf, processOf, queryDatabase } from './under-faults';

jest.setTimeout(4 * PATIENCE_MS);

const OFFICER = 'petition-officer';
const AT_ONCE = 8;

interface Listed {
  number: string;
  externalId: string;
  stage: string;
  responsible: { unit: string } | null;
}
let system: System;
beforeAll(async () => {
  system = new System(await startInstallation());
  await Promise.all([OFFICER, 'handler-a'].map((account) => system.token(account)));
}, START_MS);
afterAll(() => system?.installation.stop(), START_MS);

/** Freezes a process while the work goes on. */
async function whileFrozen(name: string, work: () => Promise<void>): Promise<void> {
  const pid = await pidOf(system, name);
  process.kill(pid, 'SIGSTOP');
  try {
    await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

const query = <Row extends QueryResultRow>(
  service: 'intake' | 'dispatch',
  sql: string,
  as: 'superuser' | 'application' = 'superuser',
): Promise<Row[]> => queryDatabase<Row>(system, sql, { service, as });

/** Files matters through a fault that `during` makes when a third of them is answered; the numbers answered with 201. */
async function fileThrough(
  count: number,
  channel: string,
  { during, filing = () => ({}) }: { during?: () => Promise<void>; filing?: (n: number) => object } = {},
): Promise<string[]> {
  let answered = 0;
  let fault: Promise<void> | undefined;
  const all = Array.from({ length: count }, (_, n) => n);
  const numbers = await inParallel(all, AT_ONCE, async (n) => {
    const key = randomUUID();
    const body = { ...filing(n), channel, externalId: `${channel}-${n}` };
    const answer = await insist(() => system.post(body, { as: OFFICER, key }));
    expect(answer.status).toBe(201);
    answered += 1;
    if (during && answered === Math.ceil(count / 3)) fault = during();
    return answer.body.number;
  });
  await fault;
  return numbers;
}

const acceptAll = (numbers: readonly string[]) =>
  inParallel(numbers, 4, async (number) => {
    const key = randomUUID();
    const answer = await insist(() => system.act<Case & Problem>(number, 'accept', 'handler-a', {}, { key }));
    expect([number, answer.status]).toEqual([number, 200]);
  });

/** Waits until every case of the channel is dispatched by the matrix, and compares them with what was answered. */
async function expectDispatched(channel: string, answered: readonly string[]): Promise<void> {
  const isDispatched = ({ stage, responsible }: Listed) => stage !== 'received' && responsible !== null;
  const listed = await until(
    () => system.list<Listed>(`/petitions?channel=${channel}`, OFFICER),
    (items) => items.length >= answered.length && items.every(isDispatched),
  );
  expect(listed.filter((item) => !isDispatched(item))).toEqual([]);
  expect(listed.map(({ number }) => number).sort()).toEqual([...answered].sort());
  expect(new Set(listed.map(({ externalId }) => externalId)).size).toBe(answered.length);
}

/** Every act on these cases, as often as it is in the trail: `accept` once each, and so on. */
async function timesInTrail(command: string, numbers: readonly string[]): Promise<number[]> {
  const rows = await query<{ stream: string; times: number }>(
    'intake',
    `select stream, count(*)::int as times from audit where entry ->> 'command' = '${command}' group by stream`,
  );
  const times = new Map(rows.map((row) => [row.stream, row.times]));
  return [...new Set(numbers.map((number) => times.get(number) ?? 0))];
}

describe('a process killed amid filings and commands', () => {
  const PROCESSES = ['gateway', 'intake', 'intake-worker', 'dispatch', 'nats', 'temporal', 'postgres'];
  const COMMANDS_EACH = 10;
  /** Cases that wait for a command. */
  let waiting: string[];
  beforeAll(async () => {
    const channel = mark('k');
    waiting = await fileThrough(PROCESSES.length * COMMANDS_EACH, channel);
    await expectDispatched(channel, waiting);
  }, 2 * PATIENCE_MS);

  it.each(PROCESSES)('%s: what was answered is there once and goes on', async (name) => {
    const channel = mark('k');
    const { restarts } = await processOf(system, name);
    const accepted = waiting.splice(0, COMMANDS_EACH);
    const during = () => kill(system, name);
    const [numbers] = await Promise.all([fileThrough(40, channel, { during }), acceptAll(accepted)]);
    await expectBack(system, name, restarts);
    await expectDispatched(channel, numbers);
    expect(await timesInTrail('accept', accepted)).toEqual([1]);
    expect(await timesInTrail('assign', numbers)).toEqual([1]);
  });
});

describe('a part that hangs', () => {
  it('Temporal: 200 filings are answered, and all go on after its return', async () => {
    const channel = mark('t');
    let numbers: string[] = [];
    await whileFrozen('temporal', async () => {
      numbers = await fileThrough(200, channel);
      const rows = await query<{ stage: string }>('intake', `select stage from petition where channel = '${channel}'`);
      expect(rows.map(({ stage }) => stage)).toEqual(Array.from({ length: 200 }, () => 'received'));
    });
    await expectDispatched(channel, numbers);
  });

  it('Temporal gone: filings are answered, commands get 503 with Retry-After', async () => {
    const channel = mark('g');
    const before = await system.file({ channel: mark('g') }, { as: OFFICER });
    await system.reach(before.number, 'assigned');
    await system.installation.hold('temporal');
    let numbers: string[];
    try {
      numbers = await fileThrough(20, channel);
      const command = await system.act<Problem>(before.number, 'accept', 'handler-a');
      expect([command.status, command.body.code]).toEqual([503, 'SERVICE.UNAVAILABLE']);
      expect(Number(command.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await system.installation.release('temporal');
    }
    await expectDispatched(channel, numbers);
    const again = await insist(() => system.act(before.number, 'accept', 'handler-a'));
    // Either the command that was answered with 503 came through in the end, or it is free to be given again.
    expect([200, 409]).toContain(again.status);
    expect((await system.read(before.number)).stage).toBe('handling');
  });

  // Places of their own, so that nobody remembers who is responsible there.
  it.each([
    ['nats', '410102', 'street-light'],
    ['dispatch', '410103', 'bike-parking'],
  ])('%s: filings are answered, and dispatched after its return', async (name, grid, matterItem) => {
    const channel = mark('h');
    let numbers: string[] = [];
    await whileFrozen(name, async () => {
      numbers = await fileThrough(20, channel, { filing: () => ({ matterItem, location: { gridCode: grid } }) });
    });
    await expectDispatched(channel, numbers);
  });
});

describe('two at once', () => {
  it('of twenty acts on one case one wins; the others learn the new state', async () => {
    const { number } = await system.file({ channel: mark('a') }, { as: OFFICER });
    await system.reach(number, 'assigned');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => system.act<Problem>(number, 'accept', 'handler-a')),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    for (const { body } of answers.filter(({ status }) => status === 409))
      expect(body).toMatchObject({
        code: 'PETITION.WRONG_STAGE',
        stage: 'handling',
        step: 3,
        availableCommands: ['feedback', 'mediate', 'request-extension'],
      });
    expect(await timesInTrail('accept', [number])).toEqual([1]);
  });

  it('of the same filing under one key one case comes', async () => {
    const [key, channel] = [randomUUID(), mark('a')];
    const answers = await Promise.all(Array.from({ length: 20 }, () => system.post({ channel }, { as: OFFICER, key })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
    expect(new Set(answers.map(({ body }) => body.number)).size).toBe(1);
    await expectDispatched(channel, [answers[0]!.body.number]).catch(() => undefined);
    expect(await system.list(`/petitions?channel=${channel}`, OFFICER)).toHaveLength(1);
  });

  it('two workers of one role share the work and do nothing twice', async () => {
    const second = await startSecondWorker();
    try {
      const channel = mark('w');
      const together = await fileThrough(30, channel);
      await expectDispatched(channel, together);
      await acceptAll(together);
      // The second alone carries on when the first is gone.
      await system.installation.hold('intake-worker');
      const alone = mark('w');
      const numbers = await fileThrough(20, alone);
      await expectDispatched(alone, numbers);
      await system.installation.release('intake-worker');
      expect(await timesInTrail('accept', together)).toEqual([1]);
      expect(await timesInTrail('assign', [...together, ...numbers])).toEqual([1]);
    } finally {
      await second.end();
    }
  });
});

/** Another process of the role `worker`, beside the supervisor's. */
async function startSecondWorker(): Promise<{ end(): Promise<void> }> {
  const first = await pidOf(system, 'intake-worker');
  const port = await freePort();
  const environment = Object.fromEntries(
    readFileSync(`/proc/${first}/environ`, 'utf8')
      .split('\0')
      .filter(Boolean)
      .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
  const main = join(__dirname, '..', 'apps', 'intake', 'dist', 'main.js');
  const child = spawn(process.execPath, [main], {
    env: { ...environment, WANGGE_HTTP_PORT: `${port}` },
    stdio: 'ignore',
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  expect(await until(isReady, (ready) => ready)).toBe(true);
  return {
    end: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the limit for strangers', () => {
  it('is not lifted by a forged address', async () => {
    const forged = (n: number) => ({
      'x-forwarded-for': `203.0.113.${n}`,
      'x-real-ip': `203.0.113.${n}`,
      forwarded: `for=203.0.113.${n}`,
      'x-client-ip': `203.0.113.${n}`,
    });
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        system.ask<Problem>('POST', '/petitions', { body: { ...aMatter(), title: '' }, headers: forged(n) }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 400)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
    const limited = answers.find(({ status }) => status === 429)!;
    expect(limited.body.code).toBe('REQUEST.TOO_MANY');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    // Signed-in accounts are not strangers.
    expect((await system.post({ channel: mark('s') }, { as: OFFICER })).status).toBe(201);
  });
});

describe('after all of it', () => {
  it('nothing is left undone, and work orders say what the cases say', async () => {
    const left = () =>
      query<{ starts: number; facts: number; waiting: number }>(
        'intake',
        `select (select count(*)::int from workflow_start) as starts, (select count(*)::int from outbox) as facts,
          (select count(*)::int from petition where stage = 'received') as waiting`,
      );
    const nothing = { starts: 0, facts: 0, waiting: 0 };
    expect(await until(left, ([row]) => row!.starts + row!.facts + row!.waiting === 0)).toEqual([nothing]);
    const of = (service: 'intake' | 'dispatch', table: string) =>
      query(service, `select number, stage, step, unit, person from ${table} order by number`);
    const both = async () => [await of('intake', 'petition'), await of('dispatch', 'work_order')] as const;
    const [petitions, orders] = await until(both, ([one, other]) => JSON.stringify(one) === JSON.stringify(other));
    expect(orders).toEqual(petitions);
    expect(petitions.length).toBeGreaterThan(500);
    const steps = await query(
      'intake',
      'select p.number from petition p join audit a on a.stream = p.number group by p.number, p.step having count(*) <> p.step + 1',
    );
    expect(steps).toEqual([]);
  });

  it('the audit trail is whole', async () => {
    const { exitCode, stdout } = await system.installation.wangge('audit', 'verify');
    expect(stdout).toMatch(/^intake: \d+ rows, unbroken$/m);
    expect(exitCode).toBe(0);
  });

  it.each([
    `update audit set entry = entry || '{"actor": "nobody"}'`,
    'delete from audit',
    'truncate audit',
    'alter table audit disable trigger all',
    'drop table audit',
  ])('the application may not %s', async (statement) => {
    await expect(query('intake', statement, 'application')).rejects.toThrow(/permission denied|must be owner/);
  });

  it('a row changed by who may everything is named', async () => {
    const { number } = await system.file({ channel: mark('z') }, { as: OFFICER });
    await system.reach(number, 'assigned');
    const tamper = async (sql: string) => {
      await query('intake', sql);
      return system.installation.wangge('audit', 'verify');
    };
    const at = (step: number) => `where stream = '${number}' and step = ${step}`;
    const changed = await tamper(`update audit set entry = jsonb_set(entry, '{actor}', '"nobody"') ${at(1)}`);
    expect(changed.exitCode).toBe(1);
    expect(changed.stdout).toContain(`${number} step 1: its content does not fit its hash`);
    await query('intake', `update audit set entry = jsonb_set(entry, '{actor}', '"system"') ${at(1)}`);
    const mended = await system.installation.wangge('audit', 'verify');
    expect(mended.exitCode).toBe(0);

    const cut = await tamper(`delete from audit ${at(2)}`);
    expect(cut.exitCode).toBe(1);
    expect(cut.stdout).toContain(`${number} step 2: the latest entry of the case is missing`);
  });
});
