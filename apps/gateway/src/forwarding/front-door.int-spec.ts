import { connect } from 'node:net';
import { decodeJwt } from 'jose';
import { identityVerifierOf } from '../testing/identity-of';
import { API_KEY, startGateway, type RunningGateway } from '../testing/running-gateway';

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await startGateway({
    WANGGE_TUNE_UPSTREAM_TIMEOUT_MS: '1000',
    WANGGE_LIMIT_STRANGER_PER_MINUTE: '8',
    WANGGE_LIMIT_STRANGER_READS_PER_MINUTE: '200',
  });
}, 60_000);
afterAll(() => gateway?.stop(), 30_000);

const as = async (account: string, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${await gateway.token(account)}`,
  ...more,
});
const api = (path: string, init?: RequestInit) => fetch(`${gateway.publicUrl}${path}`, init);

/** Raw HTTP, for headers that fetch does not let through. */
function raw(lines: string[], body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(gateway.publicUrl);
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(`${[...lines, `content-length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`),
    );
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

describe('forwarding', () => {
  it('passes each prefix to its service, path and query as they are', async () => {
    await api('/api/v1/calendars/2026?x=%E4%B8%AD');
    expect(gateway.intake.last.url).toBe('/api/v1/calendars/2026?x=%E4%B8%AD');
    await api('/api/v1/grids?parent=4101');
    expect(gateway.dispatch.last.url).toBe('/api/v1/grids?parent=4101');
    await api('/open311/v2/services.json');
    expect(gateway.intake.last.url).toBe('/open311/v2/services.json');
  });

  it.each(['/api/v1/unknown', '/api/v1/petitionsx', '/api/v1', '/internal/secret', '/open311x'])(
    'answers %s with a 404 problem',
    async (path) => {
      const answer = await api(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ code: 'RESOURCE.NOT_FOUND' });
    },
  );

  it('says who the caller is by a signed token, and nothing the caller claims', async () => {
    const body = JSON.stringify({ title: '井盖缺失' });
    const answer = await raw(
      [
        'POST /api/v1/petitions HTTP/1.1',
        'host: evil.example',
        `authorization: Bearer ${await gateway.token('handler-a')}`,
        'content-type: application/json',
        'x-forwarded-for: 6.6.6.6',
        'x-forwarded-host: evil.example',
        'forwarded: for=6.6.6.6',
        'x-real-ip: 6.6.6.6',
        'x-wangge-account: admin',
        'cookie: secret=1',
        'x-hop: 1',
        'connection: close, x-hop',
        'idempotency-key: k1',
      ],
      body,
    );
    expect(answer).toMatch(/^HTTP\/1.1 201 /);
    expect(answer).not.toMatch(/of-intake|stand-in/);
    const { headers, body: passed } = gateway.intake.last;
    expect(passed).toBe(body);
    expect(headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'idempotency-key': 'k1',
      'content-type': 'application/json',
    });
    for (const name of ['forwarded', 'x-real-ip', 'x-wangge-account', 'cookie', 'x-hop'])
      expect(headers[name]).toBeUndefined();
    const actor = await identityVerifierOf(gateway).verify(headers['authorization']!.slice('Bearer '.length));
    expect(actor).toEqual({ id: 'handler-a', grants: [{ role: 'unit-handler', unit: 'unit-a' }] });
  });

  it('signs one identity token for many requests', async () => {
    const headers = await as('handler-a');
    await api('/api/v1/petitions', { headers });
    const first = gateway.intake.last.headers['authorization'];
    await api('/api/v1/petitions', { headers });
    expect(gateway.intake.last.headers['authorization']).toBe(first);
    const { iat, exp } = decodeJwt(first!.slice('Bearer '.length));
    expect(exp! - iat!).toBe(60);
  });

  it('passes strangers on without any identity', async () => {
    await api('/api/v1/public/petitions/1?code=x', { headers: { cookie: 'wangge-1=forged' } });
    expect(gateway.intake.last.headers['authorization']).toBeUndefined();
  });

  it.each([
    ['a forged token', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsImF1ZCI6Indhbmdt2UifQ.'],
    ['another scheme', 'Basic YWRtaW46YWRtaW4='],
    ['no token', 'Bearer '],
  ])('refuses %s with 401', async (_what, authorization) => {
    const before = gateway.intake.seen.length;
    const answer = await api('/api/v1/petitions', { headers: { authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(gateway.intake.seen).toHaveLength(before);
  });

  it('refuses a body over 1 MiB with 413, and takes evidence up to 20 MiB', async () => {
    const headers = await as('handler-a', { 'content-type': 'application/octet-stream' });
    const large = await api('/api/v1/petitions', { method: 'POST', headers, body: 'x'.repeat(1024 * 1024 + 1) });
    expect([large.status, ((await large.json()) as { code: string }).code]).toEqual([413, 'REQUEST.TOO_LARGE']);
    const taken = await api('/api/v1/evidence', { method: 'POST', headers, body: 'x'.repeat(19 * 1024 * 1024) });
    expect(taken.status).toBe(201);
    expect(gateway.intake.last.body).toBe(`${19 * 1024 * 1024} characters`);
    const before = gateway.intake.seen.length;
    const tooLarge = await api('/api/v1/evidence', {
      method: 'POST',
      headers,
      body: 'x'.repeat(20 * 1024 * 1024 + 1),
    }).catch(() => undefined);
    expect(tooLarge?.status ?? 413).toBe(413);
    expect(gateway.intake.seen).toHaveLength(before);
  });

  it('breaks off an upload of unknown length at 20 MiB', async () => {
    const before = gateway.intake.seen.length;
    const block = new Uint8Array(1024 * 1024);
    let left = 22;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => ((left -= 1) < 0 ? controller.close() : controller.enqueue(block)),
    });
    const answer = await api('/api/v1/evidence', {
      method: 'POST',
      headers: await as('handler-a', { 'content-type': 'application/octet-stream' }),
      body,
      duplex: 'half',
    }).catch(() => undefined);
    expect(answer?.status ?? 413).toBe(413);
    expect(gateway.intake.seen).toHaveLength(before);
  });
});

describe('a service that fails', () => {
  it('that is slow is answered with a 503 problem in time', async () => {
    const began = Date.now();
    const answer = await api('/api/v1/petitions/slow', { headers: await as('handler-a') });
    expect(answer.status).toBe(503);
    expect(Date.now() - began).toBeLessThan(2_900);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'SERVICE.UNAVAILABLE' });
    expect(text).not.toMatch(/undici|ECONN|\bat /);
  });

  it('that breaks off in the middle ends the connection', async () => {
    await expect(
      api('/api/v1/petitions/broken', { headers: await as('handler-a') }).then((answer) => answer.text()),
    ).rejects.toThrow();
  });

  it('that is down is answered with a 503 problem, and served again when it is back', async () => {
    const headers = await as('handler-a');
    await gateway.dispatch.stop();
    const down = await api('/api/v1/units', { headers });
    expect([down.status, down.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await api('/health/ready')).status).toBe(503);
    await gateway.dispatch.start();
    expect((await api('/api/v1/units', { headers })).status).toBe(200);
    expect((await api('/health/ready')).status).toBe(200);
  });

  it('that can no longer say what a person may do leaves the last answer in force', async () => {
    const headers = await as('handler-a');
    gateway.dispatchAnswers = false;
    try {
      expect((await api('/api/v1/units', { headers })).status).toBe(200);
    } finally {
      gateway.dispatchAnswers = true;
    }
  });
});

describe('limits for strangers', () => {
  it('count by the socket, whatever X-Forwarded-For says, and leave accounts alone', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      const answer = await api(i % 2 === 0 ? '/api/v1/petitions' : '/open311/v2/requests.json', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.0.0.${i}` },
        body: '{}',
      });
      statuses.push(answer.status);
      if (answer.status === 429) {
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(await answer.json()).toMatchObject({ code: 'REQUEST.TOO_MANY' });
      }
    }
    expect(statuses).toEqual([...Array<number>(8).fill(201), ...Array<number>(4).fill(429)]);
    const signedIn = await api('/api/v1/petitions', {
      method: 'POST',
      headers: await as('handler-a', { 'content-type': 'application/json' }),
      body: '{}',
    });
    expect(signedIn.status).toBe(201);
    expect((await api('/api/v1/public/petitions/1?code=x')).status).toBe(200);
  });
});

describe('an api key', () => {
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const type = 'application/x-www-form-urlencoded';
    return (await api(path, { method: 'POST', headers: { 'content-type': type, ...headers }, body })).status;
  };

  it('in an Open311 form has a limit of its own, wherever it stands', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 24; i += 1)
      statuses.push(
        i % 2 === 0
          ? await post('/open311/v2/requests.json', `service_code=x&api_key=${API_KEY.text}`)
          : await post('/open311/v2/requests.json', 'service_code=x', { 'x-api-key': API_KEY.text }),
      );
    expect(statuses).toEqual([...Array<number>(20).fill(201), ...Array<number>(4).fill(429)]);
    expect(gateway.intake.last.body).toBe('service_code=x');
  });

  it('that is not valid, or stands elsewhere, lifts nothing', async () => {
    // The strangers' posts of this address are used up by the tests before.
    const guessed = `wg311_${'g'.repeat(32)}`;
    expect(await post('/open311/v2/requests.json', `api_key=${guessed}`)).toBe(429);
    expect(await post('/api/v1/petitions', '', { 'x-api-key': API_KEY.text })).toBe(429);
  });
});

describe('the description of the API', () => {
  it('merges the services, renames what they describe differently, and hides what is not reachable', async () => {
    const merged = (await (await api('/api/v1/openapi.json')).json()) as {
      paths: Record<
        string,
        { get: { responses: Record<string, { content: Record<string, { schema: { $ref: string } }> }> } }
      >;
      components: { schemas: Record<string, { title: string }> };
    };
    expect(Object.keys(merged.paths)).toEqual(
      expect.arrayContaining(['/api/v1/petitions', '/api/v1/grids', '/auth/me', '/health/ready']),
    );
    expect(merged.paths['/internal/secret']).toBeUndefined();
    expect(merged.components.schemas).toMatchObject({ Page: { title: 'intake' }, DispatchPage: { title: 'dispatch' } });
    expect(merged.paths['/api/v1/grids']!.get.responses['200']!.content['application/json']!.schema.$ref).toBe(
      '#/components/schemas/DispatchPage',
    );
  });

  it('has a page that loads nothing from elsewhere', async () => {
    const page = await api('/docs');
    expect(page.status).toBe(200);
    expect(await page.text()).not.toMatch(/https?:\/\//);
    expect((await api('/docs/assets/swagger-ui-bundle.js')).status).toBe(200);
    expect((await api('/docs/assets/package.json')).status).toBe(404);
  });
});
