import { setTimeout as pause } from 'node:timers/promises';
import { verifyAudit } from '@wangge/platform/audit/verify';
import { Browser, startGateway, type RunningGateway } from '../testing/running-gateway';

let gateway: RunningGateway;
const browsers: Record<string, Browser> = {};

beforeAll(async () => {
  gateway = await startGateway();
  for (const account of ['admin', 'auditor', 'handler-a']) {
    browsers[account] = new Browser();
    await browsers[account].signIn(gateway, account, `${gateway.publicUrl}/auth/login`);
  }
}, 60_000);
afterAll(() => gateway?.stop(), 30_000);

const WORKFLOW = '/api/v1/namespaces/default/workflows/petition%3A1';
const ask = (account: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  browsers[account]!.once(`${gateway.adminUrl}${path}`, {
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json', origin: gateway.adminUrl, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
const entries = async () =>
  (
    await gateway.database.query<{ entry: Record<string, unknown> }>(
      `select entry from audit where stream = 'temporal-ui' order by step`,
    )
  ).rows.map(({ entry }) => entry);

describe('who gets in', () => {
  it('a stranger is sent to sign in and comes back to the same page', async () => {
    const browser = new Browser();
    const answer = await browser.once(`${gateway.adminUrl}/namespaces/default/workflows?query=x`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(
      `${gateway.publicUrl}/auth/login?return=${encodeURIComponent(`${gateway.adminUrl}/namespaces/default/workflows?query=x`)}`,
    );
    await browser.signIn(gateway, 'admin', `${gateway.adminUrl}/namespaces/default/workflows?query=x`);
    expect(browser.trail.at(-1)).toBe(`${gateway.adminUrl}/namespaces/default/workflows?query=x`);
  });

  it('a script without sign-in gets 401', async () => {
    expect((await fetch(`${gateway.adminUrl}/api/v1/settings`)).status).toBe(401);
    expect(
      (
        await fetch(`${gateway.adminUrl}/codec/decode`, {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    ).toBe(401);
  });

  it('someone with another role gets a 403 page, and nothing reaches the UI', async () => {
    const before = gateway.ui.seen.length;
    const answer = await browsers['handler-a']!.once(`${gateway.adminUrl}/`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('无权访问');
    expect((await ask('handler-a', 'GET', '/api/v1/settings')).status).toBe(403);
    expect((await ask('handler-a', 'POST', '/codec/decode', { payloads: [] })).status).toBe(403);
    expect(gateway.ui.seen).toHaveLength(before);
  });

  it('a bearer token serves scripts', async () => {
    const answer = await fetch(`${gateway.adminUrl}/api/v1/settings`, {
      headers: { authorization: `Bearer ${await gateway.token('auditor')}` },
    });
    expect(answer.status).toBe(200);
    expect(gateway.ui.last.headers['authorization']).toBeUndefined();
  });
});

describe('the first visit', () => {
  it('sets columns and views once, in the language and for the districts of the person', async () => {
    const browser = browsers['auditor']!;
    const first = await browser.once(`${gateway.adminUrl}/namespaces/default/workflows`);
    const text = await first.text();
    expect(text).toContain('namespace-workflow-table-columns');
    expect(text).toContain('`District`=\\"410103\\"');
    expect(text).toContain('逾期');
    expect(first.headers.get('content-security-policy')).toMatch(/script-src 'sha256-/);
    const second = await browser.once(`${gateway.adminUrl}/namespaces/default/workflows`);
    expect(await second.json()).toEqual({ from: 'ui' });
    expect(gateway.ui.last.headers['cookie'] ?? '').not.toContain('wangge-');
  });
});

describe('acts', () => {
  it('reading and queries are open to auditors and leave no entry', async () => {
    const before = (await entries()).length;
    expect((await ask('auditor', 'GET', `${WORKFLOW}/history`)).status).toBe(200);
    expect((await ask('auditor', 'POST', `${WORKFLOW}/query/__temporal_workflow_metadata`, {})).status).toBe(201);
    expect(await entries()).toHaveLength(before);
  });

  it('everything else is refused to auditors', async () => {
    const before = gateway.ui.seen.length;
    for (const path of [
      `${WORKFLOW}/terminate`,
      `${WORKFLOW}/signal/go`,
      `${WORKFLOW}/query/..%2Fterminate`,
      '/api/v1/namespaces/default/batch-operations/1',
    ]) {
      expect((await ask('auditor', 'POST', path, {})).status).toBe(403);
    }
    expect((await ask('auditor', 'DELETE', WORKFLOW)).status).toBe(403);
    expect(gateway.ui.seen).toHaveLength(before);
  });

  it('of an administrator are in the trail before they are passed on, with what came of them', async () => {
    const answer = await ask('admin', 'POST', `${WORKFLOW}/terminate`, { reason: 'test' });
    expect(answer.status).toBe(201);
    expect(gateway.ui.last.url).toBe(`${WORKFLOW}/terminate`);
    // The outcome is written when the answer has gone out already.
    for (let left = 50; left > 0 && (await entries()).at(-1)?.['act'] !== 'answered'; left -= 1) await pause(20);
    expect((await entries()).slice(-2)).toEqual([
      {
        act: 'request',
        account: 'admin',
        method: 'POST',
        path: `${WORKFLOW}/terminate`,
        workflowId: 'petition:1',
        address: '127.0.0.1',
      },
      {
        act: 'answered',
        account: 'admin',
        method: 'POST',
        path: `${WORKFLOW}/terminate`,
        workflowId: 'petition:1',
        address: '127.0.0.1',
        status: 201,
      },
    ]);
  });

  it('are never commands on a case, which would be in anybody’s name', async () => {
    const before = gateway.ui.seen.length;
    expect((await ask('admin', 'POST', `${WORKFLOW}/update/accept`, {})).status).toBe(403);
    expect(gateway.ui.seen).toHaveLength(before);
    expect((await entries()).at(-1)).toMatchObject({ act: 'refused', account: 'admin', workflowId: 'petition:1' });
  });

  it('from another site are refused', async () => {
    expect((await ask('admin', 'POST', `${WORKFLOW}/terminate`, {}, { origin: gateway.publicUrl })).status).toBe(403);
    expect((await ask('admin', 'POST', `${WORKFLOW}/terminate`, {}, { origin: 'https://evil.example' })).status).toBe(
      403,
    );
  });

  it('without a trail are not passed on', async () => {
    const before = gateway.ui.seen.length;
    await gateway.database.query('alter table audit rename to audit_away');
    try {
      expect((await ask('admin', 'POST', `${WORKFLOW}/terminate`, {})).status).toBeGreaterThanOrEqual(500);
      expect(gateway.ui.seen).toHaveLength(before);
    } finally {
      await gateway.database.query('alter table audit_away rename to audit');
    }
  });
});

describe('the codec', () => {
  const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"name":"张三"}') };
  const inJson = (one: { metadata?: Record<string, Uint8Array> | null; data?: Uint8Array | null }) => ({
    metadata: Object.fromEntries(
      Object.entries(one.metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
    ),
    data: Buffer.from(one.data ?? []).toString('base64'),
  });

  it('opens payloads for those who may, leaves others as they are, and says so in the trail', async () => {
    const [sealed] = await gateway.codec.encode([payload]);
    const damaged = { ...inJson(sealed!), data: Buffer.from('not sealed').toString('base64') };
    const answer = await ask(
      'auditor',
      'POST',
      '/codec/decode',
      { payloads: [inJson(sealed!), inJson(payload), damaged] },
      {
        'x-namespace': 'default',
        referer: `${gateway.adminUrl}/namespaces/default/workflows/petition%3A7/run/timeline`,
      },
    );
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ payloads: [inJson(payload), inJson(payload), damaged] });
    expect((await entries()).at(-1)).toEqual({
      act: 'decode',
      account: 'auditor',
      namespace: 'default',
      payloads: 3,
      opened: 1,
      unreadable: 1,
      workflowId: 'petition:7',
      address: '127.0.0.1',
    });
  });

  it('seals for administrators only, and what it seals it opens', async () => {
    expect((await ask('auditor', 'POST', '/codec/encode', { payloads: [inJson(payload)] })).status).toBe(403);
    const sealed = (await (await ask('admin', 'POST', '/codec/encode', { payloads: [inJson(payload)] })).json()) as {
      payloads: object[];
    };
    expect(sealed.payloads[0]).not.toEqual(inJson(payload));
    const opened = await ask('admin', 'POST', '/codec/decode', sealed);
    expect(await opened.json()).toEqual({ payloads: [inJson(payload)] });
  });

  it.each([{}, { payloads: 'x' }, { payloads: [{ data: 1 }] }])('refuses %j with 400', async (body) => {
    expect((await ask('admin', 'POST', '/codec/decode', body)).status).toBe(400);
  });
});

describe('the trail', () => {
  it('is one unbroken chain', async () => {
    expect(await verifyAudit(gateway.database)).toMatchObject({ broken: [] });
    expect((await entries()).length).toBeGreaterThan(3);
  });
});

describe('the UI down', () => {
  it('is a page for people and a problem for scripts, with Retry-After', async () => {
    await gateway.ui.stop();
    const page = await browsers['auditor']!.once(`${gateway.adminUrl}/namespaces`);
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await page.text()).toContain('流程引擎暂时不可用');
    expect((await ask('auditor', 'GET', '/api/v1/settings')).headers.get('content-type')).toContain('problem+json');
    await gateway.ui.start();
  });
});
