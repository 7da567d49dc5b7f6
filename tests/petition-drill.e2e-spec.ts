import { startInstallation } from '../tools/testing/installation-for-tests.ts';
import { drillOf } from './drill-pack';
import { START_MS } from './shared-installation';
import { type Case, COMMUNITY, type Filed, type Page, PATIENCE_MS, System, until } from './system';

jest.setTimeout(2 * PATIENCE_MS);

const drill = drillOf((clockId) => (clockId === 'handling' ? 'PT2H' : 'PT6S'));

interface Duty {
  number: string;
  clockId: string;
  rung: string;
  article: string;
  person: string | null;
  holder: string | null;
  duty: string | null;
}
interface Step {
  command: string;
  actor: string;
  data?: Record<string, unknown>;
}

describe('petitions under rules of seconds', () => {
  let system: System;
  let before: string;
  beforeAll(async () => {
    system = new System(await startInstallation());
    before = await routed();
    const published = await system.ask('POST', '/rule-packs', { as: 'admin', body: drill });
    expect(published.status).toBe(201);
  }, START_MS);
  afterAll(async () => system?.installation.stop());

  async function filed(): Promise<string> {
    const body = {
      kind: 'petition',
      matterItem: 'prepaid-card',
      title: '预付卡不退',
      claims: ['退还预付款'],
      petitioners: [{ name: '钱多多' }],
      location: { gridCode: COMMUNITY },
      channel: 'visit',
    };
    return (await system.ask<Filed>('POST', '/petitions', { body })).body.number;
  }
  async function routed(): Promise<string> {
    const number = await filed();
    await system.do(number, 'register', 'petition-officer');
    await system.do(number, 'assign', 'petition-officer', { unit: 'unit-a' });
    return number;
  }
  const dutiesOf = async (number: string) =>
    (await system.get<Page<Duty>>(`/accountability-records?number=${number}`, 'petition-officer')).body.items;

  it('climb rung by rung to an accountability record when they are left alone', async () => {
    const number = await filed();
    const [duty] = await until(
      () => dutiesOf(number),
      (found) => found.length > 0,
    );
    expect(duty).toMatchObject({
      number,
      clockId: 'registration',
      rung: 'superior-organ',
      article: '信访工作条例 第22条',
      person: 'petition-officer',
    });
    const trail = await system.events(number);
    expect(trail.map(({ command }) => command)).toEqual(['file', 'expire', 'escalate', 'escalate']);
    expect((await system.read(number)).overdue).toBe(true);
  });

  it('are answered for by persons: stated with evidence, decided by another, revoked with a reason', async () => {
    const number = await routed();
    const duty = await until(
      () => dutiesOf(number),
      (found) => found.some(({ clockId }) => clockId === 'notice'),
    ).then((found) => found.find(({ clockId }) => clockId === 'notice')!);
    expect(duty).toMatchObject({
      article: '信访工作条例 第23条',
      unit: 'unit-a',
      person: 'petition-officer',
      holder: null,
    });
    expect(duty.duty).toBe(drill.clocks.find(({ id }) => id === 'notice')!.text.zh);
    const path = `/accountability-records/${number}/${duty.clockId}/${duty.rung}`;
    const say = async (as: string, what: string, body: object) =>
      (await system.ask<{ outcome: string | null }>('POST', `${path}/${what}`, { as, body })).status;
    const photo = 'a'.repeat(64);
    expect(await say('handler-b', 'state', { statement: '与我无关' })).toBe(404);
    expect(await say('handler-a', 'state', { statement: '并非本人' })).toBe(403);
    expect(await say('petition-officer', 'state', { statement: '已电话催办', evidence: [photo] })).toBe(200);
    // Nobody decides what is about himself; the head of the organ above may.
    expect(await say('petition-officer', 'decide', { outcome: 'dismissed', reason: '无责' })).toBe(403);
    expect(await say('appraiser-officer', 'decide', { outcome: 'upheld' })).toBe(400);
    expect(await say('appraiser-officer', 'decide', { outcome: 'upheld', reason: '未按期告知' })).toBe(200);
    expect(await say('petition-officer', 'state', { statement: '补充说明' })).toBe(409);
    expect(await say('appraiser-officer', 'revoke', { reason: '查明已当面告知' })).toBe(200);
    expect(await say('appraiser-officer', 'revoke', { reason: '再次撤销' })).toBe(409);
    const { body } = await system.get<{ trail: Step[]; history: Step[] }>(path, 'appraiser-officer');
    expect(body).toMatchObject({
      ...{ outcome: 'revoked', reason: '查明已当面告知', decidedBy: 'appraiser-officer' },
      ...{ statement: '已电话催办', statedBy: 'petition-officer', evidence: [photo] },
      clock: { id: 'notice', status: 'running' },
    });
    expect(body.trail.map(({ command, data }) => [command, data?.['person']])).toEqual([
      ['expire', undefined],
      ['escalate', 'handler-a'],
      ['escalate', 'head-a'],
      ['escalate', 'petition-officer'],
    ]);
    expect(body.history.map(({ command, actor }) => [command, actor])).toEqual([
      ['state', 'petition-officer'],
      ['decide', 'appraiser-officer'],
      ['revoke', 'appraiser-officer'],
    ]);
  });

  it('are pinned to the rules in force at acceptance', async () => {
    const rules = async (number: string) => (await system.read(number)).rulePack.version;
    expect(await rules(before)).toBe(1);
    const accepted = await system.do(before, 'accept', 'handler-a');
    expect(accepted.rulePack).toEqual({ id: 'petition-national', version: 2 });
    expect(accepted.clocks.at(-1)).toMatchObject({ kind: 'handling', status: 'running' });
  });

  it('are final by the clock itself when nobody asks for a review in time', async () => {
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    await system.do(before, 'reply', 'handler-a', {
      claims: '退还预付款',
      facts: '属实',
      opinion: '已协调退还',
      legalBasis: '单用途商业预付卡管理办法（试行） 第18条',
    });
    await system.do(before, 'confirm-served', 'handler-a', { date: today, manner: '直接送达' });
    const concluded: Case = await system.reach(before, 'concluded');
    expect(concluded).toMatchObject({ stage: 'concluded', overdue: false });
    expect((await system.events(before)).at(-1)).toMatchObject({
      command: 'expire',
      from: 'served',
      to: 'concluded',
      actor: 'system',
    });
  });
});
