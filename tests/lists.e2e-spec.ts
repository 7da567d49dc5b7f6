import { inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { type InstallationForTests, startInstallation } from '../tools/testing/installation-for-tests.ts';

jest.setTimeout(180_000);

interface Item {
  number: string;
  stage: string;
  title: string;
  dueAt: string | null;
  responsible: { unit: string } | null;
}
interface Page {
  items: Item[];
  nextCursor: string | null;
}
interface Export {
  id: string;
  status: string;
  progress: { rows: number; total: number | null };
  file: string | null;
}
interface Indicators {
  items: {
    key: string;
    counts: Record<string, number>;
    rates: Record<string, { numerator: number; denominator: number }>;
  }[];
}

describe('lists', () => {
  let installation: InstallationForTests;
  const tokens: Record<string, string> = {};
  const numbers: string[] = [];

  async function send<Body = Record<string, unknown>>(
    user: string,
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Body; headers: Headers }> {
    const answer = await fetch(`${installation.publicUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tokens[user]}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text ? JSON.parse(text) : undefined) as Body, headers: answer.headers };
  }
  const ask = async <Body = Page>(path: string, user = 'petition-officer') =>
    (await send<Body>(user, 'GET', path)).body;

  async function file(title: string, more: object = {}): Promise<string> {
    const { status, body } = await send<{ number: string }>('petition-officer', 'POST', '/petitions', {
      kind: 'matter',
      matterItem: 'road-damage',
      title,
      claims: [],
      petitioners: [{ name: '张三', phone: '13812345678' }],
      location: { gridCode: '410105002' },
      channel: 'phone',
      ...more,
    });
    expect(status).toBe(201);
    return body.number;
  }

  /** A new case is dispatched a moment after it is filed: who comes early comes again. */
  async function act(number: string, command: string, user: string, more: object = {}): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const { status, body } = await send(user, 'POST', `/petitions/${number}/${command}`, { reason: '测试', ...more });
      if (status === 200) return;
      if ((status !== 409 && status !== 404) || attempt > 60) throw new Error(`${command}: ${JSON.stringify(body)}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  async function exported(format: string, headers: Record<string, string> = {}, query: object = {}): Promise<Buffer> {
    const asked = await send<Export>('petition-officer', 'POST', '/exports', { format, query }, headers);
    expect(asked.status).toBe(202);
    let job = asked.body;
    for (let attempt = 0; job.status !== 'done' && attempt < 150; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      job = await ask<Export>(`/exports/${job.id}`);
    }
    expect(job.status).toBe('done');
    expect((await send('handler-a', 'GET', `/exports/${job.id}`)).status).toBe(404);
    expect((await send('handler-a', 'GET', `/exports/${job.id}/file`)).status).toBe(404);
    const answer = await fetch(`${installation.publicUrl}${job.file!}`, {
      headers: { authorization: `Bearer ${tokens['petition-officer']}` },
    });
    expect(answer.headers.get('content-disposition')).toMatch(
      new RegExp(`^attachment; filename="cases-.*\\.${format}"$`),
    );
    return Buffer.from(await answer.arrayBuffer());
  }

  beforeAll(async () => {
    installation = await startInstallation();
    await Promise.all(
      ['petition-officer', 'handler-a', 'handler-b'].map(
        async (user) => (tokens[user] = await installation.token(user)),
      ),
    );
    for (let index = 0; index < 6; index++)
      numbers.push(
        await file(
          index === 0 ? '棉纺路井盖缺失' : `道路坑洼 ${index}`,
          index === 1 ? { title: '=1+1 道路坑洼', channel: 'patrol' } : {},
        ),
      );
    // 0 closed and satisfied, 1 answered, 2 sent back, the others stay where the matrix put them.
    for (const number of numbers.slice(0, 2)) {
      await act(number, 'accept', 'handler-a');
      await act(number, 'feedback', 'handler-a');
    }
    await act(numbers[0]!, 'verify', 'petition-officer');
    await act(numbers[0]!, 'close', 'petition-officer');
    await act(numbers[0]!, 'call-back', 'petition-officer', { satisfied: true });
    await act(numbers[2]!, 'object', 'handler-a');
    await act(numbers[2]!, 'assign', 'petition-officer', { unit: 'unit-b' });
    while ((await ask('/petitions?stage=assigned')).items.length < 4)
      await new Promise((resolve) => setTimeout(resolve, 250));
  });
  afterAll(() => installation?.stop());

  const numbersOf = (page: Page) => page.items.map(({ number }) => number);

  it('finds cases by what they say, hold and wait for', async () => {
    expect(numbersOf(await ask('/petitions?q=井盖'))).toEqual([numbers[0]]);
    expect(numbersOf(await ask('/petitions?q=盖缺失&stage=closed'))).toEqual([numbers[0]]);
    expect(numbersOf(await ask('/petitions?q=坑'))).toHaveLength(5);
    expect(numbersOf(await ask('/petitions?stage=answered&unit=unit-a&grid=410105'))).toEqual([numbers[1]]);
    const due = await ask('/petitions?sort=dueAt');
    expect(due.items.map(({ dueAt }) => dueAt)).toEqual(due.items.map(({ dueAt }) => dueAt).sort());
    expect(numbersOf(due).sort()).toEqual(numbers.slice(1).sort());
    expect((await send('petition-officer', 'GET', '/petitions?sort=title')).status).toBe(400);
  });

  it('counts, and shows a handler his own unit only', async () => {
    const { items } = await ask<{ items: object[] }>('/petitions/counts?by=unit');
    expect(items).toEqual([
      { key: 'unit-a', count: 5 },
      { key: 'unit-b', count: 1 },
    ]);
    expect(numbersOf(await ask('/petitions?unit=unit-a', 'handler-b'))).toEqual([]);
    const own = await ask<{ items: object[]; total: number }>('/petitions/counts?by=stage', 'handler-b');
    expect(own).toMatchObject({ items: [{ key: 'assigned', count: 1 }], total: 1 });
  });

  it('keeps filters for an account', async () => {
    const body = { name: '我的逾期', query: { overdue: 'true', unit: 'unit-a', sort: 'dueAt' } };
    const made = await send<{ id: string }>('handler-a', 'POST', '/saved-filters', body);
    expect(made.status).toBe(201);
    expect((await send<{ id: string }>('handler-a', 'POST', '/saved-filters', body)).body.id).toBe(made.body.id);
    expect((await send('handler-a', 'POST', '/saved-filters', { ...body, query: {} })).status).toBe(409);
    expect((await send('handler-a', 'POST', '/saved-filters', { name: 'x', query: { nonsense: 1 } })).status).toBe(400);
    const path = `/saved-filters/${made.body.id}`;
    expect((await send('handler-b', 'PUT', path, body)).status).toBe(404);
    expect((await send('handler-a', 'PUT', path, { name: '改名', query: {} })).body).toMatchObject({ name: '改名' });
    expect((await send('handler-b', 'DELETE', path)).status).toBe(404);
    expect((await send('handler-a', 'DELETE', path)).status).toBe(204);
    expect(await ask('/saved-filters', 'handler-a')).toMatchObject({ items: [] });
  });

  it('computes the indicators of the cases that were driven', async () => {
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const { items } = await ask<Indicators>(`/indicators?by=unit&from=${today}&to=${today}`);
    expect(items.map(({ key }) => key)).toEqual(['unit-a', 'unit-b']);
    expect(items[0]!.counts).toMatchObject({
      ...{ reported: 5, registered: 5, selfFound: 1, dispatched: 6, returned: 1, misdirected: 1 },
      ...{ toRespond: 2, respondedInTime: 2, toHandle: 2, handled: 2, handledInTime: 2, toClose: 1, closed: 1 },
      ...{
        closedInTime: 1,
        checked: 1,
        passedAtFirst: 1,
        reworked: 0,
        everClosed: 1,
        solved: 1,
        rated: 1,
        satisfied: 1,
        toSettle: 1,
        settledLocally: 1,
        transfersUp: 0,
      },
    });
    expect(items[0]!.rates['accurateDispatchRate']).toMatchObject({ numerator: 5, denominator: 6 });
    expect(items[1]!.counts).toMatchObject({ reported: 1, dispatched: 1, returned: 0 });
    const definitions = await ask<{ items: object[] }>('/indicators/definitions');
    expect(definitions.items).toHaveLength(14);
    expect((await send('petition-officer', 'GET', `/indicators?by=unit&from=${today}&to=2020-01-01`)).status).toBe(400);
  });

  it('exports a list as CSV and as a workbook, for who asked', async () => {
    const csv = (await exported('csv')).toString();
    const rows = parse<Record<string, string>>(csv, { bom: true, columns: true });
    expect(rows.map((row) => row['编号'])).toEqual([...numbers].reverse());
    expect(rows.at(-2)).toMatchObject({ 标题: "'=1+1 道路坑洼", 承办单位: 'unit-a', 来源: 'patrol' });
    expect(csv).not.toMatch(/张三|1381234/);

    const zip = await exported('xlsx', { 'accept-language': 'en' }, { q: '井盖' });
    // The sheet is the only deflated stream of unknown length: it is read from its local header on.
    const at = zip.indexOf('xl/worksheets/sheet1.xml') + 'xl/worksheets/sheet1.xml'.length;
    const sheet = inflateRawSync(zip.subarray(at)).toString();
    expect(sheet).toContain('>Number<');
    expect(sheet).toContain(`>${numbers[0]}<`);
    expect(sheet.match(/<row /g)).toHaveLength(2);
  });

  it('answers a repeated request for an export with the same one, and cancels it', async () => {
    const key = { 'idempotency-key': 'once' };
    const first = await send<Export>('handler-a', 'POST', '/exports', { format: 'csv' }, key);
    const again = await send<Export>('handler-a', 'POST', '/exports', { format: 'csv' }, key);
    expect(again.body.id).toBe(first.body.id);
    expect((await send('handler-a', 'POST', '/exports', { format: 'xlsx' }, key)).status).toBe(422);
    expect((await send('handler-a', 'DELETE', `/exports/${first.body.id}`)).status).toBe(204);
    expect((await send('handler-a', 'GET', `/exports/${first.body.id}/file`)).status).toBe(404);
    expect((await installation.wangge('audit', 'verify')).exitCode).toBe(0);
  });

  it('refuses instants that the database could not read, in a filter and in a cursor', async () => {
    const never = ['2026-02-03T03:28:29-17:06', '0000-01-01T00:00:00Z', '2026-02-30T00:00:00Z', 'tomorrow'];
    const cursorOf = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url');
    const asked = never.flatMap((instant) => {
      const dueBefore = `dueBefore=${encodeURIComponent(instant)}`;
      return [
        ...['/petitions?', '/petitions/counts?by=stage&', '/work-orders?', '/work-orders/counts?'].map(
          (path) => path + dueBefore,
        ),
        `/petitions?cursor=${cursorOf(instant, '20260101-0000001')}`,
        `/work-orders?cursor=${cursorOf(instant, '20260101-0000001')}`,
      ];
    });
    const answers = await Promise.all(
      asked.map(async (path) => [path, (await send('petition-officer', 'GET', path)).status]),
    );
    expect(answers).toEqual(asked.map((path) => [path, 400]));
  });

  it('pages without loss or repeat while new cases come in', async () => {
    const before = new Set(numbersOf(await ask('/petitions?limit=200')));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await ask(`/petitions?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...numbersOf(page));
      cursor = page.nextCursor;
      await file('新来的');
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((number) => before.has(number)).sort()).toEqual([...before].sort());
  });
});
