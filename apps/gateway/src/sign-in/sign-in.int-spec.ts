import { generateKeyPair, SignJWT } from 'jose';
import { askForToken, Browser, startGateway, type RunningGateway } from '../testing/running-gateway';

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await startGateway();
}, 60_000);
afterAll(() => gateway?.stop(), 30_000);

const me = (browser: Browser) => browser.once(`${gateway.publicUrl}/auth/me`);
const sessionName = () => `wangge-${new URL(gateway.publicUrl).port}`;

describe('signing in with a browser', () => {
  it('goes through the provider with PKCE, state and nonce, and ends where it began', async () => {
    const browser = new Browser();
    const page = await browser.go(`${gateway.publicUrl}/auth/login?return=/petitions?stage=received`);
    const authorization = new URL(browser.trail.find((url) => url.includes('/oidc/auth'))!);
    expect(Object.fromEntries(authorization.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'wangge-console',
      code_challenge_method: 'S256',
      redirect_uri: `${gateway.publicUrl}/auth/callback`,
      scope: 'openid profile',
    });
    expect(authorization.searchParams.get('nonce')).toBeTruthy();
    const text = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toContain('开发环境登录');
    expect(text).toContain('value="handler-a"');
    expect(text).not.toContain('value="panel-1"');
    expect(text).not.toMatch(/(src|href)="https?:/);

    const action = /action="([^"]+)"/.exec(text)![1]!;
    await browser.go(gateway.publicUrl + action, {
      method: 'POST',
      body: new URLSearchParams({ account: 'handler-a' }),
      headers: { origin: gateway.publicUrl },
    });
    expect(browser.trail.at(-1)).toBe(`${gateway.publicUrl}/petitions?stage=received`);
    const answer = await me(browser);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      account: 'handler-a',
      name: 'Name of handler-a',
      grants: [{ role: 'unit-handler', unit: 'unit-a' }],
    });
  });

  it('speaks English to those who ask for it', async () => {
    const page = await new Browser().go(`${gateway.publicUrl}/auth/login`);
    expect(await page.text()).toContain('选择账号登录');
    const browser = new Browser();
    const begun = await browser.once(`${gateway.publicUrl}/auth/login`);
    const asked = await browser.once(begun.headers.get('location')!);
    const english = await browser.once(new URL(asked.headers.get('location')!, gateway.publicUrl).href, {
      headers: { 'accept-language': 'en-GB,en;q=0.9' },
    });
    expect(await english.text()).toContain('Development sign-in');
  });

  it('keeps the session in one HttpOnly cookie that is worth nothing when altered', async () => {
    const browser = new Browser();
    await browser.signIn(gateway, 'handler-a');
    const session = browser.cookies.get(sessionName())!;
    expect(session.value).not.toContain('handler');
    const half = Math.floor(session.value.length / 2);
    browser.cookies.set(sessionName(), {
      ...session,
      value: session.value.slice(0, half) + (session.value[half] === 'A' ? 'B' : 'A') + session.value.slice(half + 1),
    });
    expect((await me(browser)).status).toBe(401);
    browser.cookies.set(sessionName(), session);
    expect((await me(browser)).status).toBe(200);
  });

  it('knows nobody whom dispatch does not know', async () => {
    const browser = new Browser();
    const answer = await browser.signIn(gateway, 'nobody');
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('没有账号“nobody”');
    expect(browser.cookies.has(sessionName())).toBe(false);
  });

  it('escapes what was typed', async () => {
    const answer = await new Browser().signIn(gateway, '<script>alert(1)</script>');
    expect(await answer.text()).not.toContain('<script>');
  });

  it('refuses a callback that this browser did not begin, and a used one', async () => {
    const browser = new Browser();
    await browser.signIn(gateway, 'handler-a');
    const callback = browser.trail.find((url) => url.includes('/auth/callback'))!;
    const again = await browser.once(callback);
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('登录请求已过期');
    const other = new Browser();
    expect((await other.once(callback)).status).toBe(400);
    expect(other.cookies.has(sessionName())).toBe(false);
  });

  it('can be cancelled', async () => {
    const browser = new Browser();
    const page = await browser.go(`${gateway.publicUrl}/auth/login`);
    const action = /action="([^"]+)"/.exec(await page.text())![1]!;
    const answer = await browser.go(gateway.publicUrl + action, {
      method: 'POST',
      body: new URLSearchParams({ cancel: '1' }),
      headers: { origin: gateway.publicUrl },
    });
    expect(answer.status).toBe(400);
    expect(browser.cookies.has(sessionName())).toBe(false);
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    'http://127.0.0.1:1@evil.example/',
  ])('refuses to return to %s', async (back) => {
    const answer = await new Browser().once(`${gateway.publicUrl}/auth/login?return=${encodeURIComponent(back)}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });

  it('remembers nothing after signing out, and asks for the account again', async () => {
    const browser = new Browser();
    await browser.signIn(gateway, 'handler-a');
    const foreign = await browser.once(`${gateway.publicUrl}/auth/logout`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
    const out = await browser.once(`${gateway.publicUrl}/auth/logout`, {
      method: 'POST',
      headers: { origin: gateway.publicUrl },
    });
    expect(out.status).toBe(303);
    expect((await me(browser)).status).toBe(401);
    expect(await (await browser.go(`${gateway.publicUrl}/auth/login`)).text()).toContain('选择账号登录');
  });
});

describe('acting with the session', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = new Browser();
    await browser.signIn(gateway, 'handler-a');
  });
  const post = (headers: Record<string, string>) =>
    browser.once(`${gateway.publicUrl}/api/v1/petitions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: '{}',
    });

  it.each([
    ['our header', { 'x-wangge-csrf': '1' }],
    ["the browser's word", { 'sec-fetch-site': 'same-origin' }],
  ])('works with %s', async (_what, headers) => {
    expect((await post(headers as unknown as Record<string, string>)).status).toBe(201);
    expect(gateway.intake.last.headers['authorization']).toMatch(/^Bearer /);
  });

  it('works from our own origin', async () => {
    expect((await post({ origin: gateway.publicUrl })).status).toBe(201);
  });

  it.each<[string, Record<string, string>]>([
    ['no sign of our page', {}],
    ['another site', { origin: 'https://evil.example' }],
    ['another site that guesses the header', { origin: 'https://evil.example', 'x-wangge-csrf': '1' }],
    ['another port of the host', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }],
  ])('is refused with %s', async (_what, headers) => {
    const before = gateway.intake.seen.length;
    expect((await post(headers)).status).toBe(403);
    expect(gateway.intake.seen).toHaveLength(before);
  });
});

describe('tokens', () => {
  it('are given to the operator for an account of the platform, for eight hours', async () => {
    const answer = await askForToken(gateway.publicUrl, gateway.environment.WANGGE_OPERATOR_SECRET!, 'auditor');
    expect(await answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: 28_800 });
    const own = await fetch(`${gateway.publicUrl}/auth/me`, {
      headers: { authorization: `Bearer ${await gateway.token('auditor')}` },
    });
    expect(await own.json()).toMatchObject({ account: 'auditor', grants: [{ role: 'auditor', grid: '410103' }] });
  });

  it('are refused without the secret, and for an unknown account with the reason', async () => {
    const wrong = await askForToken(gateway.publicUrl, 'dev-wrong-secret-of-nobody', 'admin');
    expect([wrong.status, await wrong.json()]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
    const unknown = await askForToken(gateway.publicUrl, gateway.environment.WANGGE_OPERATOR_SECRET!, 'nobody');
    expect([unknown.status, await unknown.json()]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'there is no account nobody, or it holds no post in force' },
    ]);
  });

  it('hold only when the issuer signed them for us and they have not expired', async () => {
    const { importJWK } = await import('jose');
    const [jwk] = (JSON.parse(gateway.environment.WANGGE_OIDC_JWKS!) as { keys: Record<string, string>[] }).keys;
    const key = await importJWK(jwk!, 'RS256');
    const { privateKey: foreign } = await generateKeyPair('RS256');
    const issuer = `${gateway.publicUrl}/oidc`;
    const sign = (
      signer: Parameters<SignJWT['sign']>[0],
      more: { issuer?: string; audience?: string; expires?: string } = {},
    ) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', kid: 'dev-1' })
        .setSubject('admin')
        .setIssuer(more.issuer ?? issuer)
        .setAudience(more.audience ?? 'wangge')
        .setExpirationTime(more.expires ?? '1h')
        .sign(signer);
    const statusOf = async (token: string) =>
      (await fetch(`${gateway.publicUrl}/auth/me`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await statusOf(await sign(key))).toBe(200);
    expect(await statusOf(await sign(foreign))).toBe(401);
    expect(await statusOf(await sign(key, { expires: '-1s' }))).toBe(401);
    expect(await statusOf(await sign(key, { audience: 'others' }))).toBe(401);
    expect(await statusOf(await sign(key, { issuer: 'https://evil.example' }))).toBe(401);
  });
});

describe('what the provider remembers', () => {
  it('lies in the database with an end, and an expired row counts for nothing', async () => {
    const browser = new Browser();
    await browser.go(`${gateway.publicUrl}/auth/login`);
    const { rows } = await gateway.database.query<{ count: string }>(
      `select count(*) from oidc_payload where id like 'Interaction:%' and expires_at > now()`,
    );
    expect(Number(rows[0]!.count)).toBeGreaterThan(0);
    const page = browser.trail.at(-1)!;
    await gateway.database.query(
      `update oidc_payload set expires_at = now() - interval '1 second' where id like 'Interaction:%'`,
    );
    expect((await browser.once(page)).status).toBe(404);
  });
});
