import { START_MS, sharedSystem } from './shared-installation';
import { type Case, COMMUNITY, mark, PATIENCE_MS, type Problem, type System, until } from './system';

jest.setTimeout(2 * PATIENCE_MS);

interface Suggestions {
  similar: { number: string; title: string }[];
  repeated: { days: number; count: number; isRepeated: boolean };
  approach: string;
  merged: string[];
}
interface PublicCase {
  number: string;
  stage: string;
  stageText: { zh: string; en: string };
  unit: string | null;
  unitName: string | null;
  transferredTo: string | null;
  nextDeadline: string | null;
  answer: string | null;
  mergedInto: string | null;
  satisfied: boolean | null;
  availableCommands: string[];
}

let system: System;
beforeAll(async () => {
  system = await sharedSystem();
}, START_MS);

const suggested = async (number: string) =>
  (await system.get<Suggestions>(`/petitions/${number}/suggestions`, 'petition-officer')).body;

describe('suggestions to whoever dispatches', () => {
  it('mark what belongs to self-governance rather than to enforcement', async () => {
    const item = mark('i');
    const made = await system.ask('POST', '/matter-items', {
      as: 'admin',
      body: { code: item, name: '邻里噪声', class: 'livelihood-market', approach: 'self-governance' },
    });
    expect(made.status).toBe(201);
    const neighbours = await system.file({ matterItem: item });
    const view = await system.reach(neighbours.number, 'registered');
    expect(view).toMatchObject({ approach: 'self-governance', responsible: null });
    expect(await suggested(neighbours.number)).toMatchObject({ approach: 'self-governance' });
    const road = await system.file();
    expect((await system.reach(road.number, 'assigned')) as Case & { approach: string }).toMatchObject({
      approach: 'enforcement',
    });
    const wrong = await system.ask<Problem>('POST', '/matter-items', {
      as: 'admin',
      body: { code: mark('i'), name: '其他', class: 'livelihood-market', approach: 'force' },
    });
    expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, 'approach']);
  });

  it('point out what comes again and again from one grid, to those over the grid', async () => {
    const item = mark('r');
    const body = { code: item, name: '反复出现', class: 'city-operation' };
    expect((await system.ask('POST', '/matter-items', { as: 'admin', body })).status).toBe(201);
    const filed = [];
    for (let n = 0; n < 3; n++) filed.push(await system.file({ matterItem: item, title: `第${n}次` }));
    const seen = await suggested(filed[0]!.number);
    expect(seen.repeated).toEqual({ days: 30, count: 3, isRepeated: true });
    expect(seen.similar.map(({ number }) => number).sort()).toEqual([filed[1]!.number, filed[2]!.number].sort());
    const list = (as: string, grid = '') =>
      system.get<{ items: { matterItem: string; gridCode: string; count: number }[] }>(
        `/petitions/repeated${grid}`,
        as,
      );
    const mine = { matterItem: item, gridCode: COMMUNITY, count: 3 };
    for (const as of ['petition-officer', 'grid-worker', 'auditor'])
      expect((await list(as)).body.items).toContainEqual(mine);
    expect((await list('petition-officer', '?grid=410105')).body.items).toContainEqual(mine);
    expect((await list('petition-officer', '?grid=410103')).body.items).not.toContainEqual(mine);
    expect((await list('handler-a')).body.items).toEqual([]);
    expect((await system.get('/petitions/repeated')).status).toBe(401);
  });
});

describe('a merger (并案)', () => {
  it('is decided by a person for a case that is there, and every petitioner is answered', async () => {
    const [main, twin] = [await system.file(), await system.file({ title: '同一处塌陷' })];
    for (const { number } of [main, twin]) await system.reach(number, 'assigned');
    await system.do(twin.number, 'withdraw-assignment', 'petition-officer');
    const merge = (into: string, as = 'petition-officer') => system.act<Problem>(twin.number, 'merge', as, { into });
    for (const into of [twin.number, '20200101-0000001']) {
      const refused = await merge(into);
      expect([refused.status, refused.body.code]).toEqual([422, 'PETITION.RULE_REFUSED']);
    }
    const gone = await system.file();
    await system.reach(gone.number, 'assigned');
    await system.do(gone.number, 'withdraw', 'petition-officer');
    expect((await merge(gone.number)).status).toBe(422);
    expect((await merge(main.number, 'grid-worker')).status).toBe(403);
    expect((await merge(main.number)).status).toBe(200);
    expect((await suggested(main.number)).merged).toEqual([twin.number]);

    await system.do(main.number, 'accept', 'handler-a');
    await system.do(main.number, 'feedback', 'handler-a', { result: '塌陷处已回填' });
    const ask = async () =>
      (await system.get<PublicCase>(`/public/petitions/${twin.number}?code=${twin.queryCode}`)).body;
    // What nobody has verified yet is not told.
    expect(await ask()).toMatchObject({
      number: twin.number,
      stage: 'answered',
      mergedInto: main.number,
      answer: null,
    });
    await system.do(main.number, 'verify', 'grid-worker');
    await system.do(main.number, 'close', 'petition-officer');
    expect(await ask()).toMatchObject({ stage: 'closed', stageText: { zh: '结案' }, answer: '塌陷处已回填' });
  });
});

describe('the public question', () => {
  it('says in plain words where it stands, by when, whom to ask, the answer, and takes a rating', async () => {
    const { number, queryCode } = await system.file();
    await system.reach(number, 'assigned');
    const path = `/public/petitions/${number}?code=${queryCode}`;
    const at = async () => (await system.get<PublicCase>(path)).body;
    const assigned = await at();
    expect(assigned).toMatchObject({
      stageText: { zh: '任务派遣' },
      unit: 'unit-a',
      unitName: '郑州市城市管理局',
      answer: null,
      availableCommands: ['urge', 'withdraw'],
    });
    expect(Date.parse(assigned.nextDeadline!)).toBeGreaterThan(Date.now());
    await system.do(number, 'accept', 'handler-a');
    await system.do(number, 'feedback', 'handler-a', { result: '路面已修复' });
    await system.do(number, 'verify', 'grid-worker');
    await system.do(number, 'close', 'petition-officer');
    expect(await at()).toMatchObject({ answer: '路面已修复', nextDeadline: null, satisfied: null });
    const rate = (code: string) =>
      system.ask<PublicCase & Problem>('POST', `/public/petitions/${number}/rate?code=${code}`, {
        body: { reason: '还是坏的', satisfied: false, score: 2 },
      });
    expect((await rate('AAAAAAAAAA')).status).toBe(404);
    expect((await rate(queryCode!)).body).toMatchObject({ satisfied: false, availableCommands: ['rate', 'reopen'] });
  });

  it('names the authority that a case was handed to', async () => {
    const { number, queryCode } = await system.file();
    await system.reach(number, 'assigned');
    await system.do(number, 'withdraw-assignment', 'petition-officer');
    await system.do(number, 'transfer', 'petition-officer', { to: '市水务集团' });
    expect((await system.get(`/public/petitions/${number}?code=${queryCode}`)).body).toMatchObject({
      stage: 'transferred',
      transferredTo: '市水务集团',
    });
  });
});

describe('a co-handling unit', () => {
  it('finds the case among its work orders and in its list', async () => {
    const { number } = await system.file();
    await system.reach(number, 'assigned');
    await system.do(number, 'accept', 'handler-a');
    await system.do(number, 'add-handler', 'head-a', { unit: 'unit-b' });
    const order = await until(
      async () =>
        (await system.list<{ number: string; jointUnits: string[] }>('/work-orders?unit=unit-b', 'handler-b')).find(
          (one) => one.number === number,
        ),
      (found) => found !== undefined,
    );
    expect(order?.jointUnits).toEqual(['unit-b']);
    expect((await system.list<{ number: string }>('/petitions', 'handler-b')).map((one) => one.number)).toContain(
      number,
    );
  });

  it('is not asked instead of the first receiver: that one sees the case until another has accepted', async () => {
    const { number } = await system.file();
    await system.reach(number, 'assigned');
    await system.do(number, 'object', 'handler-a');
    await system.do(number, 'assign', 'petition-officer', { unit: 'unit-b' });
    const inList = async () =>
      (await system.list<{ number: string }>('/petitions', 'head-a')).some((one) => one.number === number);
    expect(await inList()).toBe(true);
    expect((await system.get(`/petitions/${number}`, 'head-a')).status).toBe(200);
    await system.do(number, 'accept', 'handler-b');
    expect(await inList()).toBe(false);
    expect((await system.get(`/petitions/${number}`, 'head-a')).status).toBe(404);
  });
});
