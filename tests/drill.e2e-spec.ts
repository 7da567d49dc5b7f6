import { type InstallationForTests, startInstallation } from '../tools/testing/installation-for-tests.ts';
import { START_MS } from './shared-installation';
import { PATIENCE_MS, System, until } from './system';

jest.setTimeout(2 * PATIENCE_MS);

interface Rung {
  id: string;
  after: string;
  to: string;
  within: string;
  accountability?: boolean;
  text: { zh: string; en: string };
}
const words = (text: string) => ({ zh: text, en: text });
const rung = (id: string, after: string, to: string, more: Partial<Rung> = {}): Rung => ({
  id,
  after,
  to,
  within: 'PT30S',
  text: words(id),
  ...more,
});
/** 逐级问责: the post, its head, the supervising unit. */
const LADDER = [
  rung('post', 'PT0S', 'person'),
  rung('head', 'PT1S', 'unit-head'),
  rung('supervising', 'PT2S', 'supervising-unit', { accountability: true }),
];
const clock = (id: string, startsOn: string, amount: string, more: object = {}) => ({
  id,
  unit: 'elapsed',
  amount,
  startsOn,
  article: '演练规则 第1条',
  text: words(id),
  onExpiry: [] as Rung[],
  ...more,
});
/** Limits of seconds for every case that is filed from its publication on. */
const DRILL = {
  id: 'hotline',
  version: 9_000,
  title: words('演练'),
  validFrom: '2026-01-01',
  statutes: ['演练规则'],
  workingTime: [{ from: '00:00', to: '24:00' }],
  clocks: [
    clock('registration', 'received', 'PT1H'),
    clock('dispatch', 'registered', 'PT1H'),
    clock('acceptance', 'assigned', 'PT3S', { warnings: ['PT1S'], onExpiry: LADDER }),
    clock('objection', 'assigned', 'PT1H'),
    clock('handling', 'handling', 'PT20S', {
      warnings: ['PT1S'],
      onExpiry: LADDER,
      extension: { maxDays: 'PT1M', times: 1, approvedBy: '负责人', article: '演练规则 第2条' },
    }),
    clock('joint-handling', 'joint-handler-added', 'PT1H'),
    clock('verification', 'answered', 'PT1H'),
    clock('closing', 'verified', 'PT1H'),
  ],
};

interface Accountability {
  number: string;
  clockId: string;
  rung: string;
  person: string | null;
  unit: string;
  dueAt: string;
  openedAt: string;
}

describe('a drill with limits of seconds, published over the API', () => {
  let installation: InstallationForTests;
  let system: System;
  beforeAll(async () => {
    installation = await startInstallation();
    system = new System(installation);
    // Without a head of its own the supervising unit's rung would turn to the petition office.
    const supervisor = { code: 'drill-head', name: '督办负责人' };
    expect((await system.ask('POST', '/people', { as: 'admin', body: supervisor })).status).toBe(201);
    const post = { ...supervisor, role: 'unit-head', unit: 'zz-government', person: 'drill-head' };
    expect((await system.ask('POST', '/posts', { as: 'admin', body: post })).status).toBe(201);
    expect((await system.ask('POST', '/rule-packs', { as: 'handler-a', body: DRILL })).status).toBe(403);
    const published = await system.ask('POST', '/rule-packs', { as: 'admin', body: DRILL });
    expect([published.status, published.body]).toEqual([201, expect.anything()]);
  }, START_MS);
  afterAll(() => installation?.stop());

  const due = async (number: string, kind = 'handling') =>
    Date.parse((await system.read(number)).clocks.find((one) => one.kind === kind)!.dueAt!);
  const accepted = async () => {
    const { number } = await system.file();
    const assigned = await system.reach(number, 'assigned');
    expect(assigned.rulePack).toEqual({ id: 'hotline', version: 9_000 });
    await system.do(number, 'accept', 'handler-a');
    return number;
  };

  it('lets a case that is left alone climb every rung to a named person, on time', async () => {
    const { number } = await system.file();
    await system.reach(number, 'assigned');
    const dueAt = await due(number, 'acceptance');
    const events = await until(
      () => system.events(number),
      (all) => all.filter(({ command }) => command === 'escalate').length === 3,
    );
    const moments = events.filter(({ data }) => data?.['clockId'] === 'acceptance');
    expect(moments.map(({ command, data }) => [command, data?.['rung'], data?.['person']])).toEqual([
      ['warn', undefined, undefined],
      ['expire', undefined, undefined],
      ['escalate', 'post', 'handler-a'],
      ['escalate', 'head', 'head-a'],
      ['escalate', 'supervising', 'drill-head'],
    ]);
    const planned = [-1_000, 0, 0, 1_000, 2_000];
    for (const [index, { at }] of moments.entries()) {
      const late = Date.parse(at) - dueAt - planned[index]!;
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(60_000);
    }
    for (const { data, at } of moments.slice(2))
      expect(Date.parse(data!['actBy'] as string) - Date.parse(at)).toBe(30_000);
    expect((await system.read(number)).overdue).toBe(true);
    const records = await system.list<Accountability>(`/accountability-records?number=${number}`, 'petition-officer');
    expect(records).toEqual([
      expect.objectContaining({ clockId: 'acceptance', rung: 'supervising', person: 'drill-head', unit: 'unit-a' }),
    ]);
    expect(Date.parse(records[0]!.dueAt)).toBe(dueAt);
  });

  it('moves a due instant by exactly the time that it was suspended', async () => {
    const number = await accepted();
    const before = await due(number);
    await system.do(number, 'suspend', 'head-a', { clockId: 'handling' });
    const still = (await system.read(number)).clocks.find(({ kind }) => kind === 'handling')!;
    expect(still).toMatchObject({ status: 'suspended', dueAt: null });
    await new Promise((resolve) => setTimeout(resolve, 2_345));
    await system.do(number, 'resume', 'head-a', { clockId: 'handling' });
    const { suspensions, dueAt } = (await system.read(number)).clocks.find(({ kind }) => kind === 'handling')!;
    const [pause] = suspensions;
    expect(pause).toMatchObject({ by: 'head-a', reason: '测试' });
    const [from, to] = [Date.parse(pause!.from), Date.parse(pause!.to!)];
    expect(to - from).toBeGreaterThanOrEqual(2_345);
    expect(Date.parse(dueAt!) - before).toBe(to - from);
  });

  it('moves it by exactly what was granted, and by nothing that was not', async () => {
    const number = await accepted();
    const before = await due(number);
    await system.do(number, 'request-extension', 'handler-a', { days: 'PT25S' });
    expect(await due(number)).toBe(before);
    await system.do(number, 'reject-extension', 'head-a');
    expect(await due(number)).toBe(before);
    const tooLong = await system.act(number, 'request-extension', 'handler-a', { days: 'PT61S' });
    expect(tooLong.status).toBe(422);
    await system.do(number, 'request-extension', 'handler-a', { days: 'PT25S' });
    await system.do(number, 'approve-extension', 'head-a');
    expect((await due(number)) - before).toBe(25_000);
    expect((await system.act(number, 'request-extension', 'handler-a', { days: 'PT1S' })).status).toBe(422);
    await system.do(number, 'feedback', 'handler-a');
    expect((await system.read(number)).clocks.find(({ kind }) => kind === 'handling')!.status).toBe('met');
  });

  it('turns to the deputy while the person on a post is away', async () => {
    const deputy = { code: 'drill-deputy', name: '代理负责人' };
    await system.ask('POST', '/people', { as: 'admin', body: deputy });
    const { body: head } = await system.get<Record<string, unknown>>('/posts/unit-a-head', 'admin');
    const { name, role, unit, person: holder, version } = head;
    const changed = { code: 'unit-a-head', name, role, unit, person: holder, deputy: 'drill-deputy', version };
    const replaced = await system.ask('PUT', '/posts/unit-a-head', { as: 'admin', body: changed });
    expect([replaced.status, replaced.body]).toEqual([200, expect.anything()]);
    const { body: person } = await system.get<{ version: number }>('/people/head-a', 'admin');
    const retire = { reason: '休假', version: person.version };
    const retired = await system.ask('POST', '/people/head-a/retire', { as: 'admin', body: retire });
    expect([retired.status, retired.body]).toEqual([200, expect.anything()]);
    const { number } = await system.file();
    const events = await until(
      () => system.events(number),
      (all) => all.some(({ data }) => data?.['rung'] === 'head'),
    );
    expect(events.find(({ data }) => data?.['rung'] === 'head')!.data).toMatchObject({
      person: 'drill-deputy',
      deputyFor: 'head-a',
    });
  });
});
