import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { services } from '../tools/installation.ts';
import { sharedSystem, START_MS } from './shared-installation';
import { type Case, mark, type Page, PATIENCE_MS, type Problem, type System, until } from './system';

jest.setTimeout(2 * PATIENCE_MS);

/** unit-b is responsible for food safety by the sample matrix; its people are handler-b, head-b and two inspectors. */
const OF_UNIT_B = ['handler-b', 'head-b', 'inspector-1', 'inspector-2'] as const;
const UNIT_B = '郑州市市场监督管理局';

interface People {
  petitioners: { name: string; phone?: string; address?: string }[];
  accused: string[];
  text: { title: string; claims: string[]; description?: string } | null;
}
interface Seen {
  openings: { command: string; unit: string | null; what: string | null; at: string }[];
}

let system: System;

beforeAll(async () => {
  system = await sharedSystem();
}, START_MS);

/** Rows of a service's database, as its superuser. */
async function query<Row extends object>(service: string, sql: string): Promise<Row[]> {
  const secrets = JSON.parse(readFileSync(join(system.installation.dataFolder, 'secrets.json'), 'utf8')) as {
    postgresPassword: string;
  };
  const { processes } = await system.installation.status();
  const { port } = processes.find(({ name }) => name === 'postgres')!;
  const client = new Client({
    host: '127.0.0.1',
    port,
    database: `wangge_${service}`,
    user: 'postgres',
    password: secrets.postgresPassword,
  });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('a case that accuses somebody (信访工作条例 第30条)', () => {
  /** A complaint that the matrix would send to the accused unit itself. */
  async function accuse(accused: string | string[], matterItem = 'food-safety') {
    const title = mark('举报');
    const filing = { matterItem, title, accused, petitioners: [{ name: '钱进来', phone: '13711112222' }] };
    return { title, number: (await system.file(filing)).number };
  }

  const lists = (title: string) => [
    `/petitions?q=${encodeURIComponent(title)}`,
    `/petitions?matterItem=food-safety&limit=200`,
    `/petitions?unit=unit-b&sort=dueAt&limit=200`,
    `/accountability-records?limit=200`,
    `/indicators/transfers-upward?limit=200`,
    `/work-orders?limit=200`,
  ];

  async function expectNothing({ number, title }: { number: string; title: string }, as: string): Promise<void> {
    for (const path of ['', '/events', '/suggestions', '/petitioners?reason=x', '/documents'])
      expect([as, path, (await system.get(`/petitions/${number}${path}`, as)).status]).toEqual([as, path, 404]);
    for (const command of ['accept', 'object', 'feedback', 'urge', 'refuse'])
      expect([as, command, (await system.act<Problem>(number, command, as)).status]).toEqual([as, command, 404]);
    for (const path of lists(title)) {
      const answer = await system.get<Page<{ number: string }>>(path, as);
      expect([as, path, answer.body.items?.some((one) => one.number === number) ?? false]).toEqual([as, path, false]);
    }
    expect((await system.get(`/petitions?q=${number}`, as)).body).toMatchObject({ items: [] });
    const counted = await system.get<{ total: number }>(`/petitions/counts?by=unit&q=${encodeURIComponent(title)}`, as);
    expect([as, counted.body.total ?? 0]).toEqual([as, 0]);
  }

  it('is not there for the accused unit, and does not go to it by the matrix', async () => {
    const one = await accuse(`投诉${UNIT_B}工作人员态度恶劣`);
    const registered = await system.reach(one.number, 'registered');
    expect(registered.responsible).toBeNull();
    for (const as of OF_UNIT_B) await expectNothing(one, as);
  });

  it('does not go there by hand either, but to another unit', async () => {
    const one = await accuse('unit-b');
    const { number } = one;
    await system.reach(number, 'registered');
    const refused = await system.act<Problem>(number, 'assign', 'petition-officer', { unit: 'unit-b' });
    expect([refused.status, refused.body.code]).toEqual([422, 'PETITION.RULE_REFUSED']);
    await system.do(number, 'assign', 'petition-officer', { unit: 'unit-a' });
    expect((await system.read(number, 'handler-a')).number).toBe(number);
    const joint = await system.act<Problem>(number, 'add-handler', 'head-a', { unit: 'unit-b' });
    expect(joint.status).toBeGreaterThanOrEqual(400);
    await system.do(number, 'accept', 'handler-a');
    const asked = await system.act<Problem>(number, 'add-handler', 'head-a', { unit: 'unit-b' });
    expect([asked.status, asked.body.code]).toEqual([422, 'PETITION.RULE_REFUSED']);
    for (const as of OF_UNIT_B) await expectNothing(one, as);
  });

  it('is kept from the accused of a petition through its whole way', async () => {
    const title = mark('检举');
    const filing = { kind: 'petition', matterItem: 'food-safety', title, accused: [UNIT_B], channel: 'letter' };
    const { number } = await system.file({ ...filing, petitioners: [{ name: '钱进来' }] });
    const one = { number, title };
    await system.do(number, 'register', 'petition-officer');
    expect((await system.act<Problem>(number, 'assign', 'petition-officer', { unit: 'unit-b' })).status).toBe(422);
    for (const as of OF_UNIT_B) await expectNothing(one, as);
    await system.do(number, 'assign', 'petition-officer', { unit: 'unit-a' });
    await system.do(number, 'accept', 'handler-a');
    for (const as of OF_UNIT_B) await expectNothing(one, as);
    await system.do(number, 'reply', 'handler-a', {
      claims: ['依法查处'],
      facts: '经查属实。',
      opinion: '予以支持。',
      legalBasis: ['食品安全法第一百四十四条'],
      outcome: 'supported',
    });
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    await system.do(number, 'confirm-served', 'handler-a', { date: today, manner: '直接送达' });
    await system.do(number, 'request-review', 'petition-officer', { receivedOn: today });
    const upward = await system.get<Page<{ number: string }>>(
      `/indicators/transfers-upward?number=${number}`,
      'petition-officer',
    );
    expect(upward.body.items).toHaveLength(1);
    for (const as of OF_UNIT_B) await expectNothing(one, as);
  });

  it('is kept from an accused person, by name or account, and from the unit that an accused head leads', async () => {
    const person = await accuse(['张伟'], 'road-damage');
    await system.reach(person.number, 'assigned');
    await expectNothing(person, 'handler-a');
    expect((await system.read(person.number, 'head-a')).responsible).toMatchObject({ unit: 'unit-a' });

    const officer = await accuse('petition-officer');
    await until(
      () => system.get<Case>(`/petitions/${officer.number}`, 'auditor'),
      (answer) => answer.body.stage === 'registered' || answer.body.stage === 'assigned',
    );
    await expectNothing(officer, 'petition-officer');

    const head = await accuse('负责人赵丽华');
    await system.reach(head.number, 'registered');
    await expectNothing(head, 'handler-b');
  });

  it('shows nothing in an export, nor in a count of similar ones', async () => {
    const { number, title } = await accuse('unit-b');
    await system.reach(number, 'registered');
    const asked = await system.ask<{ id: string; status: string }>('POST', '/exports', {
      as: 'handler-b',
      body: { format: 'csv', query: { q: title } },
    });
    const done = await until(
      () => system.get<{ status: string }>(`/exports/${asked.body.id}`, 'handler-b'),
      (answer) => answer.body.status === 'done',
    );
    expect(done.body.status).toBe('done');
    const { body } = await system.get<string>(`/exports/${asked.body.id}/file`, 'handler-b');
    expect(body).not.toContain(number);

    const other = await system.file({ matterItem: 'food-safety' });
    await system.reach(other.number, 'assigned');
    const before = await system.get<{ repeated: { count: number } }>(
      `/petitions/${other.number}/suggestions`,
      'handler-b',
    );
    const more = await accuse('unit-b');
    await system.reach(more.number, 'registered');
    const after = await system.get<{ repeated: { count: number } }>(
      `/petitions/${other.number}/suggestions`,
      'handler-b',
    );
    expect(after.body.repeated.count).toBe(before.body.repeated.count);
  });

  it('waits for dispatch to say who is meant, and is kept from everybody until then', async () => {
    await system.installation.hold('dispatch');
    let one: { number: string; title: string };
    try {
      one = await accuse(UNIT_B);
      // Grants are remembered for a while, so that people still get in.
      expect((await system.get(`/petitions/${one.number}`, 'handler-b')).status).toBe(404);
      expect((await system.get(`/petitions/${one.number}`, 'petition-officer')).status).toBe(404);
    } finally {
      await system.installation.release('dispatch');
    }
    const registered = await system.reach(one.number, 'registered');
    expect(registered.responsible).toBeNull();
    for (const as of OF_UNIT_B) await expectNothing(one, as);
  });
});

describe('the people in a case', () => {
  const name = mark('欧阳');
  const filing = {
    title: `${name}反映路面塌陷`,
    claims: [`请回电${name}，13644445555`],
    petitioners: [{ name, phone: '13644445555', address: '某某路77号院2号楼' }],
  };
  const people = (number: string, as: string, reason = '核实情况') =>
    system.get<People>(`/petitions/${number}/petitioners?reason=${encodeURIComponent(reason)}`, as);

  it('are opened by those who handle it, with a reason, and the petitioner sees by which units and when', async () => {
    const { number, queryCode } = await system.file(filing);
    const assigned = await system.reach(number, 'assigned');
    expect(assigned).toMatchObject({ title: '〔信访人〕反映路面塌陷', claims: ['请回电〔信访人〕，〔信访人电话〕'] });

    for (const [as, unit, unitName] of [
      ['handler-a', 'unit-a', '郑州市城市管理局'],
      ['petition-officer', 'zz-petition', '郑州市信访局'],
    ] as const) {
      const opened = await people(number, as);
      expect(opened.body).toMatchObject({
        petitioners: filing.petitioners,
        text: { title: filing.title, claims: filing.claims },
      });
      const seen = await system.get<Seen>(`/public/petitions/${number}?code=${queryCode}`);
      expect(seen.body.openings[0]).toMatchObject({ command: 'open', unit, unitName, what: 'petitioners' });
    }
    // Who may see the case but does not handle it, who may not see it, who gives no reason: nothing is opened.
    expect((await people(number, 'auditor')).status).toBe(403);
    expect((await people(number, 'grid-worker')).status).toBe(403);
    expect((await people(number, 'handler-b')).status).toBe(404);
    expect((await people(number, 'handler-a', ' ')).status).toBe(400);
    const seen = await system.get<Seen>(`/public/petitions/${number}?code=${queryCode}`);
    expect(seen.body.openings.map(({ unit }) => unit)).toEqual(['zz-petition', 'unit-a']);
    expect(JSON.stringify(seen.body)).not.toContain('handler-a');
    const logged = await system.get<Page<{ actor: string; reason: string }>>(
      `/petitions/${number}/openings`,
      'auditor',
    );
    expect(logged.body.items).toMatchObject([
      { actor: 'petition-officer', reason: '核实情况' },
      { actor: 'handler-a', reason: '核实情况' },
    ]);
    expect((await system.get(`/petitions/${number}/openings`, 'handler-a')).status).toBe(403);
  });

  it('stand nowhere in the clear: no table, log, message, file or history', async () => {
    const secret = { name: mark('司徒'), phone: '13577778888', address: mark('秘密路88号') };
    const spoken = `${secret.name}住${secret.address}，电话${secret.phone}`;
    const { number, queryCode } = await system.file({
      title: `${secret.name}反映路面塌陷`,
      claims: [spoken],
      description: spoken,
      petitioners: [secret],
      accused: 'unit-b',
    });
    await system.reach(number, 'assigned');
    await system.do(number, 'accept', 'handler-a', { reason: spoken });
    await system.do(number, 'mediate', 'handler-a', { reason: spoken, agreement: `补偿${secret.name}200元` });
    await system.do(number, 'feedback', 'handler-a', { reason: spoken, result: spoken });
    await people(number, 'handler-a', spoken);
    await system.act(number, 'urge', undefined, {}).catch(() => undefined);
    await system.ask('POST', `/public/petitions/${number}/urge?code=${queryCode}`, { body: { reason: spoken } });
    await until(
      () => system.get<Page<{ status: string }>>(`/petitions/${number}/documents`, 'petition-officer'),
      (answer) => answer.body.items[0]?.status === 'ready',
    );
    const asked = await system.ask<{ id: string }>('POST', '/exports', {
      as: 'petition-officer',
      body: { format: 'csv', query: { q: '反映路面塌陷' } },
    });
    await until(
      () => system.get<{ status: string }>(`/exports/${asked.body.id}`, 'petition-officer'),
      (answer) => answer.body.status === 'done',
    );

    const secrets = Object.values(secret);
    for (const service of services) {
      const tables = await query<{ name: string }>(
        service,
        `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
      );
      expect(tables.length).toBeGreaterThan(0);
      for (const { name: table } of tables) {
        const [found] = await query<{ count: number }>(
          service,
          `select count(*)::int as count from ${table} as t where ${secrets.map((one) => `t::text like '%${one}%'`).join(' or ')}`,
        );
        expect([service, table, found!.count]).toEqual([service, table, 0]);
      }
    }
    // Every byte of the installation: databases, logs, messages of NATS, histories of Temporal, evidence, exports.
    const needles = secrets.flatMap((one) => [Buffer.from(one), Buffer.from(JSON.stringify(one).slice(1, -1))]);
    const folder = system.installation.dataFolder;
    // What is not secret is found in the same way: the looking itself works.
    let numbers = 0;
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const path = join(file.parentPath, file.name);
      let bytes: Buffer;
      try {
        bytes = readFileSync(path);
      } catch (error) {
        // Files that come and go while the system runs.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
        throw error;
      }
      if (bytes.includes(number)) numbers += 1;
      expect([path, needles.some((needle) => bytes.includes(needle))]).toEqual([path, false]);
    }
    expect(numbers).toBeGreaterThan(2);

    // The paper itself names the petitioner, for the petitioner.
    const { body } = await system.get<Page<{ id: string; kind: string }>>(
      `/public/petitions/${number}/documents?code=${queryCode}`,
    );
    expect(body.items.map(({ kind }) => kind)).toEqual(['mediation']);
  });
});
