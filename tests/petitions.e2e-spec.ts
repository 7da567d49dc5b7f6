import { Ajv2020 } from 'ajv/dist/2020';
import { START_MS, sharedSystem } from './shared-installation';
import {
  type Answer,
  type Case,
  COMMUNITY,
  type Filed,
  mark,
  PATIENCE_MS,
  type Problem,
  type System,
  until,
} from './system';

jest.setTimeout(2 * PATIENCE_MS);

/** The organs above unit-a in the samples, each with a sample account as its head. */
const CITY = { unit: 'zz-government', head: 'appraiser-officer' };
const PROVINCE = { unit: 'hn-government', head: 'campaign-owner' };
const NAME = '钱多多';
const PHONE = '13812345678';

interface Opinion {
  instance: string;
  unit: string;
  unitName?: string;
  by: string;
  outcome?: string;
  servedOn?: string;
}
type Petition = Case & {
  instance: string | null;
  supervisingUnit: string | null;
  petition: {
    route?: string;
    opinions: Opinion[];
    refusal?: { ground: string; goTo?: string; reason: string };
    extension?: { days: number; reason: string };
    earlier?: string;
  };
};
interface PublicView {
  stage: string;
  instance: string | null;
  opinions: Opinion[];
  extension: { days: number; reason: string } | null;
  refusal: { ground: string; goTo?: string; reason: string } | null;
  earlier: string | null;
  deadlines: { kind: string; article: string; dueDate: string }[];
  availableCommands: string[];
}

const OPINION = {
  claims: ['退还预付款'],
  facts: '经查，商户已停业，预付款余额属实。',
  opinion: '责令商户退还余额。',
  legalBasis: ['单用途商业预付卡管理办法（试行） 第18条'],
};
/** Today in Shanghai, as the petitioner signs for it. */
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const served = () => ({ date: today(), manner: '直接送达' });

let system: System;
beforeAll(async () => {
  system = await sharedSystem();
}, START_MS);

const post = (filing: object = {}, asking: object = {}): Promise<Answer<Filed & Problem>> =>
  system.ask<Filed & Problem>('POST', '/petitions', {
    body: {
      kind: 'petition',
      matterItem: 'prepaid-card',
      title: '预付卡不退',
      claims: ['退还预付款'],
      petitioners: [{ name: NAME, phone: PHONE }],
      location: { gridCode: COMMUNITY },
      channel: 'letter',
      ...filing,
    },
    ...asking,
  });

/** A command that must be accepted. */
const act = async (number: string, command: string, as: string, body: object = {}): Promise<Petition> =>
  (await system.do(number, command, as, body)) as Petition;
const read = (number: string, as = 'petition-officer') => system.read(number, as) as Promise<Petition>;

/** A petition with what its petitioner may do. */
async function filed(filing: object = {}) {
  const answer = await post(filing);
  expect(answer.status).toBe(201);
  const { number, queryCode } = answer.body;
  const path = `/public/petitions/${number}`;
  return {
    number,
    see: async () => (await system.get<PublicView>(`${path}?code=${queryCode}`)).body,
    ask: (command: string, body: object = {}) =>
      system.ask<PublicView & Problem>('POST', `${path}/${command}?code=${queryCode}`, {
        body: { reason: '不服', ...body },
      }),
  };
}

/** Routed to unit-a. */
async function routed(filing: object = {}) {
  const petition = await filed(filing);
  await act(petition.number, 'register', 'petition-officer');
  const assigned = await act(petition.number, 'assign', 'petition-officer', { unit: 'unit-a' });
  expect(assigned).toMatchObject({ stage: 'assigned', supervisingUnit: CITY.unit });
  return petition;
}

const clocks = ({ clocks: all }: Case) => all.map(({ kind, status }) => [kind, status]);

describe('a petition', () => {
  it('is answered as the published OpenAPI says, to its handlers and to its petitioner', async () => {
    const { number, see } = await routed();
    await act(number, 'accept', 'handler-a');
    await act(number, 'reply', 'handler-a', { ...OPINION, outcome: 'supported' });
    await act(number, 'confirm-served', 'handler-a', served());
    const told = await see();
    expect(told.opinions).toMatchObject([{ unit: 'unit-a', unitName: '郑州市城市管理局', servedOn: today() }]);

    const published = new Ajv2020({ strict: false, validateFormats: false });
    published.addSchema((await system.get<object>('/openapi.json')).body, 'api');
    const suggestions = (await system.get<object>(`/petitions/${number}/suggestions`, 'petition-officer')).body;
    for (const [name, answered] of Object.entries({
      Case: await read(number),
      PublicCase: told,
      Suggestions: suggestions,
    })) {
      published.validate({ $ref: `api#/components/schemas/${name}` }, answered);
      expect([name, published.errors]).toEqual([name, null]);
    }
  });

  it('goes through extension, opinion, review and re-review to finality, by sample accounts over HTTP', async () => {
    const { number, see, ask } = await filed();
    expect(await read(number)).toMatchObject({
      stage: 'received',
      instance: 'handling',
      rulePack: { id: 'petition-national', version: 1 },
      clocks: [{ kind: 'registration', article: '信访工作条例 第22条', status: 'running' }],
      availableCommands: ['register', 'urge', 'withdraw'],
    });
    await act(number, 'register', 'petition-officer');
    await act(number, 'assign', 'petition-officer', { unit: 'unit-a' });
    const accepted = await act(number, 'accept', 'handler-a');
    expect(accepted).toMatchObject({ stage: 'handling', petition: { route: 'ordinary' } });
    expect(clocks(accepted)).toEqual([
      ['registration', 'met'],
      ['notice', 'met'],
      ['objection', 'met'],
      ['handling', 'running'],
    ]);

    // Art. 34: at most thirty days, approved by the head, and the petitioner is told why.
    expect((await system.act<Problem>(number, 'request-extension', 'handler-a', { days: 31 })).status).toBe(422);
    await act(number, 'request-extension', 'handler-a', { days: 30 });
    expect((await system.act<Problem>(number, 'approve-extension', 'petition-officer')).status).toBe(403);
    await act(number, 'approve-extension', 'head-a', { reason: '涉及多家门店，情况复杂' });
    expect((await see()).extension).toEqual({ days: 30, reason: '涉及多家门店，情况复杂' });

    // Art. 32: an opinion without its four parts is none.
    for (const part of Object.keys(OPINION)) {
      const answer = await system.act<Problem>(number, 'reply', 'handler-a', { ...OPINION, [part]: undefined });
      expect([answer.status, answer.body.errors?.map(({ field }) => field)]).toEqual([400, [part]]);
    }
    await act(number, 'reply', 'handler-a', { ...OPINION, outcome: 'not-supported' });
    const waiting = await act(number, 'confirm-served', 'handler-a', served());
    expect(waiting).toMatchObject({ stage: 'served', clocks: expect.anything() as unknown });
    const view = await see();
    expect(view.availableCommands).toEqual(['request-review', 'rate']);
    expect(view.deadlines).toMatchObject([{ kind: 'review-request', article: '信访工作条例 第35条' }]);

    const reviewing = await ask('request-review');
    expect([reviewing.status, reviewing.body.stage, reviewing.body.instance]).toEqual([200, 'review', 'review']);
    expect(await read(number)).toMatchObject({
      responsible: { unit: CITY.unit },
      supervisingUnit: PROVINCE.unit,
      jointHandlers: [{ unit: 'unit-a', status: 'reviewed' }],
    });
    // Nobody decides the review of his own opinion.
    expect((await system.act<Problem>(number, 'reply-review', 'handler-a', OPINION)).status).toBe(403);
    await act(number, 'reply-review', CITY.head, { ...OPINION, outcome: 'upheld' });
    await act(number, 'confirm-served', CITY.head, served());
    expect((await ask('request-re-review')).body.stage).toBe('re-review');
    await act(number, 'suspend', PROVINCE.head, { clockId: 're-review', reason: '举行听证' });
    await act(number, 'resume', PROVINCE.head, { clockId: 're-review', reason: '听证结束' });
    await act(number, 'reply-re-review', PROVINCE.head, { ...OPINION, outcome: 'upheld' });
    const final = await act(number, 'confirm-served', PROVINCE.head, served());
    expect(final).toMatchObject({ stage: 'concluded', overdue: false });
    expect(final.clocks.every(({ status }) => status === 'met')).toBe(true);
    expect(final.petition.opinions.map(({ instance, unit, by, servedOn }) => [instance, unit, by, servedOn])).toEqual([
      ['handling', 'unit-a', 'handler-a', today()],
      ['review', CITY.unit, CITY.head, today()],
      ['re-review', PROVINCE.unit, PROVINCE.head, today()],
    ]);
    // Final: nothing moves it any more, and its organ still sees how it ended.
    expect((await ask('request-review')).status).toBe(409);
    expect((await read(number, 'handler-a')).stage).toBe('concluded');

    const trail = await system.events(number);
    expect(trail.map(({ command }) => command)).toEqual([
      ...['file', 'register', 'assign', 'accept', 'request-extension', 'approve-extension', 'reply', 'confirm-served'],
      ...['request-review', 'reply-review', 'confirm-served', 'request-re-review', 'suspend', 'resume'],
      ...['reply-re-review', 'confirm-served'],
    ]);
    expect(trail.find(({ command }) => command === 'reply')?.data).toEqual({ ...OPINION, outcome: 'not-supported' });
    const upward = await system.get<{ items: object[] }>(
      `/indicators/transfers-upward?number=${number}`,
      'petition-officer',
    );
    expect(upward.body.items).toMatchObject([
      { command: 'request-re-review', from: CITY.unit, to: PROVINCE.unit, actor: 'petitioner', reason: '不服' },
      { command: 'request-review', from: 'unit-a', to: CITY.unit, actor: 'petitioner', reason: '不服' },
    ]);
    expect(JSON.stringify([trail, final, upward, await see()])).not.toMatch(new RegExp(`${NAME}|${PHONE}`));

    // Art. 36: the same claim again is answered with the earlier number; a person decides by what is suggested.
    const again = await filed();
    await act(again.number, 'register', 'petition-officer');
    const suggested = await system.get<{ similar: { number: string }[] }>(
      `/petitions/${again.number}/suggestions`,
      'petition-officer',
    );
    expect(suggested.body.similar.map((one) => one.number)).toContain(number);
    const wrong = await system.act<Problem>(again.number, 'refuse-repeat', 'petition-officer', {
      earlier: again.number.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
    });
    expect(wrong.status).toBe(422);
    await act(again.number, 'refuse-repeat', 'petition-officer', { earlier: number });
    expect(await again.see()).toMatchObject({
      stage: 'refused',
      earlier: number,
      refusal: { ground: 'answered-to-the-end' },
    });
  });

  it('is refused with a ground of the rules and where to go (Art. 23)', async () => {
    const { number, see } = await routed();
    const refuse = (body: object) => system.act<Problem>(number, 'refuse', 'handler-a', body);
    expect((await refuse({ ground: 'bad-weather' })).status).toBe(422);
    expect((await refuse({ ground: 'not-ours' })).body.errors?.[0]?.field).toBe('goTo');
    expect((await refuse({})).status).toBe(400);
    await act(number, 'refuse', 'head-a', { ground: 'not-ours', goTo: '市商务局', reason: '不属本局职权' });
    expect(await see()).toMatchObject({
      stage: 'refused',
      refusal: { ground: 'not-ours', goTo: '市商务局', reason: '不属本局职权' },
      availableCommands: [],
    });
    // Art. 44: what was wrongly refused is put right, once.
    expect((await act(number, 'reopen', CITY.head)).stage).toBe('registered');
  });

  it('is given back by an objection that the sender agrees to, and goes to the common superior after a second (Art. 23, 24)', async () => {
    const { number } = await routed();
    await act(number, 'object', 'handler-a', { reason: '职责已划转' });
    expect((await read(number)).stage).toBe('objected');
    await act(number, 'agree-objection', 'petition-officer');
    expect((await system.act<Problem>(number, 'assign', 'petition-officer', { unit: 'unit-a' })).status).toBe(422);
    await act(number, 'assign', 'petition-officer', { unit: 'unit-b' });
    await act(number, 'object', 'handler-b');
    expect((await act(number, 'agree-objection', 'petition-officer')).stage).toBe('disputed');
    expect((await system.act<Problem>(number, 'assign', 'petition-officer', { unit: 'unit-b' })).status).toBe(403);
    await act(number, 'assign', CITY.head, { unit: 'unit-b' });
    const accepted = await act(number, 'accept', 'handler-b', {
      route: 'arbitration',
      procedure: '劳动人事争议仲裁',
      basis: '信访工作条例 第31条第（二）项',
    });
    expect(accepted.stage).toBe('own-procedure');
    await act(number, 'feedback', 'handler-b', { result: '仲裁裁决已生效' });
    expect((await act(number, 'close', 'handler-b')).stage).toBe('closed');
  });

  it('ends with an agreement that is carried out (Art. 33)', async () => {
    const { number } = await routed();
    await act(number, 'accept', 'handler-a');
    expect((await system.act<Problem>(number, 'mediate', 'handler-a')).status).toBe(400);
    const agreement = '商户三十日内退还余额，双方再无争议。';
    expect((await act(number, 'mediate', 'handler-a', { agreement })).stage).toBe('executing');
    await act(number, 'feedback', 'handler-a', { result: '已退还' });
    expect((await act(number, 'verify', 'petition-officer')).stage).toBe('concluded');
  });

  it('leaves the path with its reason when it is for the courts (Art. 28, 31)', async () => {
    const { number, see } = await routed();
    expect((await system.act<Problem>(number, 'accept', 'handler-a', { route: 'litigation' })).status).toBe(400);
    await act(number, 'accept', 'handler-a', { route: 'litigation', procedure: '民事诉讼', basis: '第31条第（一）项' });
    expect(await see()).toMatchObject({ stage: 'separated', ledTo: { procedure: '民事诉讼' } });
  });

  it('is withdrawn by its petitioner, who alone has the code', async () => {
    const { number, ask } = await filed();
    const wrong = await system.ask('POST', `/public/petitions/${number}/withdraw?code=AAAAAAAAAA`, {
      body: { reason: '不' },
    });
    expect(wrong.status).toBe(404);
    expect((await ask('register')).status).toBe(403);
    expect((await ask('withdraw')).body.stage).toBe('withdrawn');
  });

  it('lets five represent a joint visit, not six (Art. 20); a letter may have more names', async () => {
    const people = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `${NAME}${index}` }));
    expect((await post({ channel: 'visit', petitioners: people(5) })).status).toBe(201);
    expect((await post({ channel: 'letter', petitioners: people(6) })).status).toBe(201);
    const six = await post({ channel: 'visit', petitioners: people(6) });
    expect([six.status, six.body.errors?.map(({ field }) => field)]).toEqual([400, ['petitioners']]);
  });

  it('counts from the day on which a letter came in, under the rules of that day', async () => {
    const { number } = await filed({ title: '挂号信' });
    const asOfficer = await post({ receivedAt: '2026-01-03T09:00:00+08:00' }, { as: 'petition-officer' });
    expect(asOfficer.status).toBe(201);
    // Fifteen days: January 18 is a Sunday, Monday follows.
    expect((await read(asOfficer.body.number)).clocks[0]).toMatchObject({
      kind: 'registration',
      dueDate: '2026-01-19',
    });
    expect((await read(number)).rulePack).toEqual({ id: 'petition-national', version: 1 });
  });

  it('stands in lists and work orders by its kind, and the same key acts once', async () => {
    const title = mark('信访');
    const { number } = await routed({ title });
    const list = await system.list<{ number: string }>(
      `/petitions?kind=petition&stage=assigned&unit=unit-a`,
      'handler-a',
    );
    expect(list.map((one) => one.number)).toContain(number);
    const order = await until(
      async () =>
        (await system.list<{ number: string; stage: string }>('/work-orders', 'handler-a')).find(
          (one) => one.number === number,
        ),
      (one) => one?.stage === 'assigned',
    );
    expect(order?.stage).toBe('assigned');
    const key = mark('key');
    const once = () => system.act<Petition & Problem>(number, 'accept', 'handler-a', { reason: '受理' }, { key });
    expect([(await once()).body.step, (await once()).body.step]).toEqual([3, 3]);
    expect((await system.act(number, 'accept', 'handler-a', { reason: '另一个' }, { key })).status).toBe(422);
    // Served by nobody yet: an assignment with its looked-up superior is the same act when it is sent again.
    const again = await filed();
    await act(again.number, 'register', 'petition-officer');
    const assignKey = mark('assign');
    const assign = () =>
      system.act<Petition & Problem>(
        again.number,
        'assign',
        'petition-officer',
        { unit: 'unit-a' },
        { key: assignKey },
      );
    expect([(await assign()).status, (await assign()).status]).toEqual([200, 200]);
  });
});
