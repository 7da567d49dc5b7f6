import { Browser, startGateway, type RunningGateway } from '../testing/running-gateway';

/** The organisation's issuer: here another gateway's embedded provider, which is an OIDC issuer like any. */
let organisation: RunningGateway;
let gateway: RunningGateway;

beforeAll(async () => {
  organisation = await startGateway();
  gateway = await startGateway({
    WANGGE_OIDC_MODE: 'external',
    WANGGE_OIDC_ISSUER: `${organisation.publicUrl}/oidc`,
    WANGGE_OIDC_JWKS: undefined,
    WANGGE_TRUSTED_PROXIES: '127.0.0.1',
    WANGGE_LIMIT_STRANGER_PER_MINUTE: '2',
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await organisation?.stop();
}, 30_000);

describe('an issuer of the organisation', () => {
  it('is asked for its keys, and its tokens count', async () => {
    const answer = await fetch(`${gateway.publicUrl}/auth/me`, {
      headers: { authorization: `Bearer ${await organisation.token('auditor')}` },
    });
    expect(await answer.json()).toMatchObject({ account: 'auditor' });
  });

  it('is where browsers are sent, and nothing of the embedded provider is there', async () => {
    const answer = await new Browser().once(`${gateway.publicUrl}/auth/login`);
    expect(answer.headers.get('location')).toMatch(new RegExp(`^${organisation.publicUrl}/oidc/auth\\?`));
    for (const path of ['/oidc/.well-known/openid-configuration', '/oidc/token', '/auth/interaction/x']) {
      expect((await fetch(`${gateway.publicUrl}${path}`)).status).toBe(404);
    }
  });
});

describe('a trusted proxy', () => {
  const file = (address: string) =>
    fetch(`${gateway.publicUrl}/api/v1/petitions`, {
      method: 'POST',
      headers: { 'x-forwarded-for': address, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'wangge.example' },
    });

  it('says where a request comes from, and limits count by that address', async () => {
    const statuses = [];
    for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2'])
      statuses.push((await file(address)).status);
    expect(statuses).toEqual([201, 201, 429, 201]);
    expect(gateway.intake.last.headers).toMatchObject({
      'x-forwarded-for': '192.0.2.2',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'wangge.example',
    });
  });

  it('vouches only for the hop before it: an address that a client put in front changes nothing', async () => {
    expect((await file('10.0.0.1, 192.0.2.1')).status).toBe(429);
  });

  it('gives an IPv6 network of /64 one count', async () => {
    const statuses = [];
    for (const address of ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8:0:1::1'])
      statuses.push((await file(address)).status);
    expect(statuses).toEqual([201, 201, 429, 201]);
  });
});
