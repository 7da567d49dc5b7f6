import { randomUUID } from 'node:crypto';
import { START_MS, sharedSystem } from './shared-installation';
import {
  type Case,
  COMMUNITY,
  GAP,
  inParallel,
  mark,
  type Page,
  PATIENCE_MS,
  type Problem,
  type System,
  until,
} from './system';

jest.setTimeout(2 * PATIENCE_MS);

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PROGRAM = Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(100)]);

interface WorkOrder {
  number: string;
  stage: string;
  step: number;
  unit?: string;
  dueAt?: string;
}

interface Listed {
  number: string;
  stage: string;
  receivedAt: string;
}

let system: System;
beforeAll(async () => {
  system = await sharedSystem();
}, START_MS);

/** The work order of a case, once it says the stage. */
const workOrder = (number: string, stage: string, as: string): Promise<WorkOrder | undefined> =>
  until(
    async () => (await system.list<WorkOrder>('/work-orders', as)).find((order) => order.number === number),
    (order) => order?.stage === stage,
  );

function upload(bytes: Buffer, name: string, type: string, as?: string) {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
  return system.ask<{ id: string; kind: string; size: number } & Problem>('POST', '/evidence', { as, body: form });
}

describe('a hotline matter', () => {
  it('goes from filing by a stranger to close, and every step is on record', async () => {
    const filed = await system.post();
    expect(filed.status).toBe(201);
    expect(filed.body).toMatchObject({
      number: expect.stringMatching(/^\d{8}-\d{7,}$/) as string,
      queryCode: expect.stringMatching(/^[0-9A-Z]{10}$/) as string,
      stage: 'received',
    });
    const { number } = filed.body;

    // Registered and dispatched by the matrix: road damage belongs to unit-a in the whole city.
    const assigned = await system.reach(number, 'assigned');
    expect(assigned.responsible).toEqual({ unit: 'unit-a', person: null });
    expect(assigned.rulePack).toEqual({ id: 'hotline', version: 1 });
    expect(assigned.clocks.map(({ kind, status }) => [kind, status])).toEqual([
      ['registration', 'met'],
      ['dispatch', 'met'],
      ['acceptance', 'running'],
      ['objection', 'running'],
    ]);
    const order = await workOrder(number, 'assigned', 'handler-a');
    expect(order).toMatchObject({ unit: 'unit-a', step: 2 });
    expect(Date.parse(order!.dueAt!)).toBe(
      Date.parse(assigned.clocks.find(({ kind }) => kind === 'acceptance')!.dueAt!),
    );

    const accepted = await system.do(number, 'accept', 'handler-a');
    expect(accepted).toMatchObject({
      stage: 'handling',
      step: 3,
      responsible: { unit: 'unit-a', person: 'handler-a' },
    });

    const photo = await upload(PNG, 'repaired.png', 'image/png', 'handler-a');
    await system.do(number, 'feedback', 'handler-a', { result: '已修复', evidence: [photo.body.id] });
    const verified = await system.do(number, 'verify', 'grid-worker');
    expect(verified.stage).toBe('verified');
    const closed = await system.do(number, 'close', 'petition-officer');
    expect(closed).toMatchObject({
      stage: 'closed',
      overdue: false,
      availableCommands: ['call-back', 'tolerate', 'reopen'],
    });
    expect(closed.clocks.every(({ status }) => status === 'met')).toBe(true);

    const trail = await system.events(number);
    expect(trail.map(({ step, command, from, to, actor }) => [step, command, from, to, actor])).toEqual([
      [0, 'file', '', 'received', 'petitioner'],
      [1, 'register', 'received', 'registered', 'system'],
      [2, 'assign', 'registered', 'assigned', 'system'],
      [3, 'accept', 'assigned', 'handling', 'handler-a'],
      [4, 'feedback', 'handling', 'answered', 'handler-a'],
      [5, 'verify', 'answered', 'verified', 'grid-worker'],
      [6, 'close', 'verified', 'closed', 'petition-officer'],
    ]);
    expect(trail.slice(3).every(({ reason }) => reason === '测试')).toBe(true);
    expect(trail[4]!.data).toEqual({ result: '已修复', evidence: [photo.body.id] });
    expect(new Set(trail.map(({ hash }) => hash)).size).toBe(7);
    const atClose = await workOrder(number, 'closed', 'handler-a');
    expect(atClose).toMatchObject({ step: 6 });
    expect(atClose!.dueAt).toBeUndefined();
  });

  it('waits for a person where the matrix has a gap', async () => {
    const { number } = await system.file(GAP);
    const waiting = await system.reach(number, 'registered');
    expect(waiting.responsible).toBeNull();
    expect(waiting.clocks.filter(({ status }) => status === 'running').map(({ kind }) => kind)).toEqual(['dispatch']);
    const byHand = await system.do(number, 'assign', 'petition-officer', { unit: 'unit-b' });
    expect(byHand).toMatchObject({ stage: 'assigned', responsible: { unit: 'unit-b', person: null } });
    expect((await system.do(number, 'accept', 'handler-b')).stage).toBe('handling');
  });

  it('is not verified by who handled it', async () => {
    const both = mark('both');
    const { number } = await system.file();
    await system.reach(number, 'assigned');
    // Somebody who is handler of the unit and grid worker of the place.
    await system.ask('POST', '/people', { as: 'admin', body: { code: both, name: '张兼任' } });
    for (const post of [
      { code: `${both}-h`, name: '承办人', role: 'unit-handler', unit: 'unit-a', person: both },
      { code: `${both}-g`, name: '网格员', role: 'grid-worker', gridCode: COMMUNITY, person: both },
    ])
      expect((await system.ask('POST', '/posts', { as: 'admin', body: post })).status).toBe(201);
    await system.do(number, 'accept', both);
    await system.do(number, 'feedback', both);
    const refused = await system.act<Problem>(number, 'verify', both);
    expect([refused.status, refused.body.code]).toEqual([422, 'PETITION.SAME_HANDLER']);
    expect((await system.do(number, 'verify', 'grid-worker')).stage).toBe('verified');
  });

  it('takes its time of receipt from an officer, never from a stranger', async () => {
    const receivedAt = '2026-01-05T09:30:00+08:00';
    const stranger = await system.post({ receivedAt });
    expect([stranger.status, (stranger.body as unknown as Problem).errors?.[0]?.field]).toEqual([400, 'receivedAt']);
    const worker = await system.post({ receivedAt }, { as: 'grid-worker' });
    expect(worker.status).toBe(400);
    const letter = await system.file({ receivedAt, channel: 'letter' }, { as: 'petition-officer' });
    expect(Date.parse(letter.receivedAt)).toBe(Date.parse(receivedAt));
    const assigned = await system.reach(letter.number, 'assigned');
    // 30 minutes to register it: long over when the letter was entered.
    expect(assigned.clocks[0]).toMatchObject({
      kind: 'registration',
      status: 'missed',
      dueAt: '2026-01-05T10:00:00+08:00',
    });
    const future = await system.post({ receivedAt: '2999-01-01T00:00:00Z' }, { as: 'petition-officer' });
    expect(future.status).toBe(400);
  });
});

describe('the public question', () => {
  it('is answered to the right code only; a wrong code and an unknown number look the same', async () => {
    const filed = await system.file();
    const ask = (number: string, code: string) =>
      system.get<Problem & Case>(`/public/petitions/${number}?code=${code}`);
    const right = await ask(filed.number, filed.queryCode!);
    expect(right.status).toBe(200);
    expect(right.body).toMatchObject({ number: filed.number, title: '路面塌陷' });
    expect(JSON.stringify(right.body)).not.toContain('13800000000');
    expect((await ask(filed.number, filed.queryCode!.toLowerCase())).status).toBe(200);
    const wrong = await Promise.all([
      ask(filed.number, 'AAAAAAAAAA'),
      ask(filed.number, ''),
      ask(filed.number, `${filed.queryCode!}A`),
      ask('20260101-9999999', filed.queryCode!),
      system.get<Problem & Case>(`/public/petitions/${filed.number}`),
    ]);
    const seen = wrong.map(({ status, body, headers }) => {
      // The request's own id is the only thing that differs.
      return JSON.stringify([status, { ...body, instance: '' }, headers.get('content-type')]);
    });
    expect(wrong[0].status).toBe(404);
    expect(new Set(seen).size).toBe(1);
  });
});

describe('evidence', () => {
  it('is known by its content, downloaded only, and seen by those who see the case', async () => {
    const unique = Buffer.concat([PNG, Buffer.from(randomUUID())]);
    const stored = await upload(unique, 'note.txt', 'text/plain', 'handler-a');
    expect([stored.status, stored.body.kind, stored.body.size]).toEqual([201, 'image/png', unique.length]);
    const refused = await upload(PROGRAM, 'photo.png', 'image/png', 'handler-a');
    expect([refused.status, refused.body.code]).toEqual([415, 'EVIDENCE.UNSUPPORTED_KIND']);
    expect((await upload(unique, 'photo.png', 'image/png')).status).toBe(401);

    const { number } = await system.file();
    await system.reach(number, 'assigned');
    await system.do(number, 'accept', 'handler-a');
    const read = (as?: string) => system.get(`/evidence/${stored.body.id}`, as);
    expect((await read('petition-officer')).status).toBe(404);
    await system.do(number, 'feedback', 'handler-a', { evidence: [stored.body.id] });
    const download = await read('petition-officer');
    expect(download.status).toBe(200);
    expect(download.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(download.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await read('grid-worker')).status).toBe(200);
    expect((await read('handler-b')).status).toBe(404);
    expect((await read()).status).toBe(404);
  });
});

describe('the list', () => {
  it('is filtered, in a stable order, and a page is not moved by what is filed meanwhile', async () => {
    const channel = mark('l');
    const numbers = await inParallel([1, 2, 3, 4, 5], 1, async (n) => {
      const filing = { channel, externalId: `${channel}-${n}`, title: `第${n}件 ${channel}` };
      return (await system.file(n === 5 ? { ...filing, ...GAP } : filing)).number;
    });
    const newestFirst = [...numbers].reverse();
    for (const number of numbers.slice(0, 4)) await system.reach(number, 'assigned');
    await system.reach(numbers[4]!, 'registered');
    await system.do(numbers[0]!, 'accept', 'handler-a');

    const listed = async (query: string, as = 'petition-officer') =>
      (await system.list<Listed>(`/petitions?channel=${channel}${query}`, as)).map(({ number }) => number);
    expect(await listed('')).toEqual(newestFirst);
    const page = (cursor: string) =>
      system.get<Page<Listed>>(`/petitions?channel=${channel}&limit=2${cursor}`, 'petition-officer');
    const first = await page('');
    const late = await system.file({ channel });
    const second = await page(`&cursor=${first.body.nextCursor}`);
    const third = await page(`&cursor=${second.body.nextCursor}`);
    expect([first, second, third].flatMap(({ body }) => body.items.map(({ number }) => number))).toEqual(newestFirst);
    expect(third.body.nextCursor).toBeNull();
    await system.reach(late.number, 'assigned');

    const [one, two, three, four, gap] = numbers as [string, string, string, string, string];
    expect(await listed('&stage=handling')).toEqual([one]);
    expect(await listed('&stage=registered')).toEqual([gap]);
    expect(await listed('&kind=petition')).toEqual([]);
    expect(await listed('&unit=unit-a')).toEqual([late.number, four, three, two, one]);
    expect(await listed('&person=handler-a')).toEqual([one]);
    expect(await listed('&grid=410185')).toEqual([gap]);
    expect(await listed('&grid=4101')).toEqual([late.number, ...newestFirst]);
    expect(await listed('&matterItem=false-advertising')).toEqual([gap]);
    expect(await listed(`&externalId=${channel}-2`)).toEqual([two]);
    expect(await listed(`&q=${encodeURIComponent('第3件')}`)).toEqual([three]);
    expect(await listed(`&q=${four}`)).toEqual([four]);
    expect(await listed('&overdue=true')).toEqual([]);
    expect(await listed(`&dueBefore=${encodeURIComponent('2000-01-01T00:00:00Z')}`)).toEqual([]);
    expect(await listed(`&dueBefore=${encodeURIComponent('2999-01-01T00:00:00Z')}`)).toHaveLength(6);
    // Each sees what their posts reach: the unit its cases, the grid worker the community's, others nothing.
    expect(await listed('', 'handler-a')).toEqual([late.number, four, three, two, one]);
    expect(await listed('', 'grid-worker')).toEqual([late.number, four, three, two, one]);
    expect(await listed('', 'handler-b')).toEqual([]);
    expect(await listed('', 'contractor-a')).toEqual([]);
    expect(await listed('', 'auditor')).toHaveLength(6);
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'cursor=x',
    'cursor=W10',
    'colour=red',
    'grid=41%25',
    'dueBefore=yesterday',
  ])('refuses %s', async (query) => {
    const answer = await system.get(`/petitions?${query}`, 'petition-officer');
    expect([answer.status, answer.body.code]).toEqual([400, 'REQUEST.INVALID']);
  });
});

describe('the same request twice', () => {
  it('files once under one Idempotency-Key and answers alike; another body under it is refused', async () => {
    const channel = mark('k');
    const key = randomUUID();
    const [first, second] = await Promise.all([system.post({ channel }, { key }), system.post({ channel }, { key })]);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    await system.reach(first.body.number, 'assigned');
    expect((await system.post({ channel }, { key })).body).toEqual(first.body);
    const other = await system.post({ channel, title: '另一件' }, { key });
    expect([other.status, (other.body as unknown as Problem).code]).toEqual([422, 'IDEMPOTENCY.KEY_REUSED']);
    expect(await system.list(`/petitions?channel=${channel}`, 'petition-officer')).toHaveLength(1);
  });

  it('finds what came by the same channel with the same number elsewhere', async () => {
    const filing = { channel: mark('x'), externalId: 'E-1' };
    const first = await system.file(filing);
    const again = await system.post({ ...filing, title: '同一件' });
    expect([again.status, again.body.number]).toEqual([200, first.number]);
    // Whoever did not file it does not learn its query code.
    expect(again.body.queryCode).toBeUndefined();
    for (const asking of [{ as: 'petition-officer' }, { as: 'petition-officer', key: randomUUID() }]) {
      const officer = await system.post(filing, asking);
      expect([officer.status, officer.body.number]).toEqual([200, first.number]);
    }
    expect((await system.post({ ...filing, channel: mark('y') })).status).toBe(201);
  });

  it('acts once on a case', async () => {
    const { number } = await system.file();
    await system.reach(number, 'assigned');
    const key = randomUUID();
    const accept = (reason: string) => system.act(number, 'accept', 'handler-a', { reason }, { key });
    const [first, second] = [await accept('接单'), await accept('接单')];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    expect((await accept('别的')).status).toBe(422);
    expect((await system.events(number)).filter(({ command }) => command === 'accept')).toHaveLength(1);
  });
});

describe('bad input', () => {
  const FINE = {
    kind: 'matter',
    matterItem: 'road-damage',
    title: '标题',
    location: { gridCode: COMMUNITY },
    channel: 'web',
  };

  it('says everything that is wrong at once', async () => {
    const answer = await system.ask('POST', '/petitions', {
      body: { ...FINE, title: '长'.repeat(201), channel: '空 格', colour: 'red', petitioners: [{ phone: 'abc' }] },
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.code).toBe('REQUEST.INVALID');
    expect(answer.body.errors!.map(({ field }) => field).sort()).toEqual([
      'channel',
      'colour',
      'petitioners.0.name',
      'petitioners.0.phone',
      'title',
    ]);
  });

  it.each<[string, unknown]>([
    ['no kind', { ...FINE, kind: undefined }],
    ['an unknown kind', { ...FINE, kind: 'parcel' }],
    ['no title', { ...FINE, title: undefined }],
    ['a blank title', { ...FINE, title: '  ' }],
    ['a title with NUL', { ...FINE, title: 'a\u0000b' }],
    ['a title that is a number', { ...FINE, title: 5 }],
    ['both grid and point', { ...FINE, location: { gridCode: COMMUNITY, lon: 113, lat: 34 } }],
    ['a point off the earth', { ...FINE, location: { lon: 400, lat: 34 } }],
    ['too many claims', { ...FINE, claims: Array.from({ length: 51 }, () => '一') }],
    ['evidence that is no id', { ...FINE, evidence: ['../../etc/passwd'] }],
    ['a list', [FINE]],
    ['null', null],
    ['a prototype', JSON.parse(`{"__proto__": {"admin": true}, "kind": "matter"}`)],
  ])('refuses %s with 400', async (_, body) => {
    const answer = await system.ask('POST', '/petitions', {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toMatch(/^REQUEST\./);
  });

  it('refuses what does not exist with 422', async () => {
    expect((await system.post({ matterItem: 'ufo-landing' })).status).toBe(422);
    expect((await system.post({ location: { gridCode: '410199999999' } })).status).toBe(422);
    expect((await system.post({ location: { lon: 0, lat: 0 } })).status).toBe(422);
  });

  it('refuses malformed JSON, an empty body and other content types', async () => {
    const raw = (body: string, type = 'application/json') =>
      system.ask('POST', '/petitions', { body, headers: { 'content-type': type } });
    expect([(await raw('{"kind":')).status, (await raw('')).status]).toEqual([400, 400]);
    expect((await raw('<a/>', 'application/xml')).status).toBe(415);
    expect((await raw('{"kind":')).body.code).toBe('REQUEST.MALFORMED');
  });

  it('refuses a body of more than 1 MB with 413', async () => {
    const body = JSON.stringify({ ...FINE, description: 'x'.repeat(1024 * 1024) });
    const answer = await system.ask('POST', '/petitions', { body, headers: { 'content-type': 'application/json' } });
    expect([answer.status, answer.body.code]).toEqual([413, 'REQUEST.TOO_LARGE']);
  });

  it('refuses an Idempotency-Key that is none', async () => {
    expect((await system.post({}, { key: 'x'.repeat(201) })).status).toBe(400);
  });

  it('answers commands that are not possible with the stage and what is', async () => {
    const { number } = await system.file();
    await system.reach(number, 'assigned');
    const wrong = await system.act<Problem>(number, 'feedback', 'handler-a');
    expect(wrong.status).toBe(409);
    expect(wrong.body).toMatchObject({
      code: 'PETITION.WRONG_STAGE',
      stage: 'assigned',
      step: 2,
      availableCommands: ['accept', 'object'],
    });
    expect(wrong.body.detail).toBe('当前环节为任务派遣，不能处理反馈');
    const english = await system.ask('POST', `/petitions/${number}/feedback`, {
      as: 'handler-a',
      body: { reason: '测试' },
      headers: { 'accept-language': 'en' },
    });
    expect(english.body.detail).toBe('feedback is not possible while assigned');
    const unknown = [
      system.act(number, 'explode', 'petition-officer'),
      system.act('20260101-9999999', 'urge', 'petition-officer'),
      system.act(`${'9'.repeat(3000)}`, 'urge', 'petition-officer'),
      system.act("1' or '1'='1", 'urge', 'petition-officer'),
      system.act('..%2f..%2f', 'urge', 'petition-officer'),
      system.act('%00', 'urge', 'petition-officer'),
      system.get('/petitions/20260101-9999999', 'petition-officer'),
      system.get('/petitions/%00', 'petition-officer'),
      system.get('/public/petitions/%00?code=AAAAAAAAAA'),
      system.get('/petitions/20260101-9999999/events', 'petition-officer'),
      system.get('/nothing', 'petition-officer'),
    ];
    for (const answer of await Promise.all(unknown)) expect([400, 404]).toContain(answer.status);
    expect((await system.act(number, 'accept', undefined)).status).toBe(401);
    expect((await system.get(`/petitions/${number}`)).status).toBe(401);
    const bodies = [
      { reason: '' },
      { reason: undefined },
      { reason: 'x'.repeat(2001) },
      { reason: 'a', colour: 'red' },
      { reason: 'a', unit: 5 },
    ];
    for (const body of bodies) {
      const answer = await system.ask('POST', `/petitions/${number}/assign`, { as: 'petition-officer', body });
      expect([answer.status, answer.body.code]).toEqual([400, 'REQUEST.INVALID']);
    }
    expect((await system.read(number)).step).toBe(2);
  });

  it('is explained in the asked language, in Chinese unless asked otherwise', async () => {
    const ask = async (language?: string) =>
      (
        await system.ask('GET', '/petitions/20260101-9999999', {
          as: 'petition-officer',
          headers: language ? { 'accept-language': language } : {},
        })
      ).body.title;
    expect(await ask()).toBe('未找到');
    expect(await ask('en')).toBe('Not found');
    expect(await ask('en-GB,en;q=0.9,zh;q=0.5')).toBe('Not found');
    expect(await ask('fr')).toBe('未找到');
    const field = await system.ask('POST', '/petitions', {
      body: { ...FINE, title: '' },
      headers: { 'accept-language': 'en' },
    });
    expect(field.body.errors![0]!.message).toMatch(/^[\x20-\x7e]+$/);
  });
});
