import { request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Injectable,
  Module,
  type OnApplicationShutdown,
  Param,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { FastifyRequest } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import pino from 'pino';
import { z } from 'zod';
import type { Actor } from '@wangge/domain/people/actor';
import { type ProcessEnvironment, processEnvironment, readEnvironment } from '../configuration/environment';
import { HealthRegistry } from '../health/health-registry';
import { IdempotencyKey } from '../http/idempotency-key';
import { pageFields } from '../http/pagination';
import { Refusal } from '../http/problem';
import { boundedText } from '../http/validation';
import { CurrentActor, Public } from '../identity/identity.guard';
import { type IdentityKey, publicKeysOf } from '../identity/identity-keys';
import { signIdentity } from '../identity/identity-token';
import { Permit } from '../permissions/permit.guard';
import { loggerOptions } from '../telemetry/logger';
import { buildService } from './start-service';
import { type Draining, stopService } from './shutdown';

jest.setTimeout(60_000);

class FileLetter extends createZodDto(
  z.strictObject({
    title: boundedText(20),
    pages: z.number().int().min(1).max(9),
    from: z.union([
      z.strictObject({ gridCode: z.string().max(12) }),
      z.strictObject({ lon: z.number(), lat: z.number() }),
    ]),
  }),
) {}
class ListLetters extends createZodDto(
  z.strictObject({ ...pageFields, stage: z.enum(['open', 'closed']).optional() }),
) {}

let release: () => void;
let held: Promise<void>;
const shutDown = jest.fn();

@Injectable()
class Dependency implements OnApplicationShutdown {
  failing = false;
  constructor(@Inject(HealthRegistry) health: HealthRegistry) {
    health.register('database', () => {
      if (this.failing) throw new Error('connect ECONNREFUSED postgres://wangge:secret@db:5432');
    });
    health.register('mail', () => new Promise(() => undefined), { critical: false });
  }
  onApplicationShutdown() {
    shutDown();
  }
}

@Controller('letters')
class LettersController {
  @Public()
  @Post()
  file(@Body() body: FileLetter, @IdempotencyKey() key: string | undefined, @CurrentActor() actor: Actor | undefined) {
    return { body, key: key ?? null, by: actor?.id ?? null };
  }
  @Get()
  list(@Query() query: ListLetters, @CurrentActor() actor: Actor) {
    return { ...query, by: actor.id };
  }
  @Get('trail')
  @Permit('read', 'AuditTrail')
  trail() {
    return { items: [] };
  }
  @Public()
  @Get('address')
  address(@Req() { ip }: FastifyRequest) {
    return { ip };
  }
  @Public()
  @Get('fails/:how')
  fails(@Param('how') how: string): never {
    if (how === 'refusal')
      throw new Refusal('PETITION.WRONG_STAGE', {
        detail: { zh: '已办结', en: 'Closed' },
        extra: { stage: 'closed', availableCommands: ['reopen'], status: 200 },
      });
    if (how === 'database')
      throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    throw new Error('secret of the house');
  }
  @Public()
  @Post('slow')
  @HttpCode(200)
  async slow() {
    await held;
    return { done: true };
  }
}

@Module({ controllers: [LettersController], providers: [Dependency] })
class LettersModule {}

let app: NestFastifyApplication;
let draining: Draining;
let origin: string;
let key: IdentityKey;
const lines: string[] = [];
let environment: ProcessEnvironment;

async function start(): Promise<void> {
  const logger = pino(loggerOptions('letters', 'info'), { write: (line: string) => void lines.push(line) });
  ({ app, draining } = await buildService({ name: 'letters', module: LettersModule }, environment, logger));
  await app.listen(0, '127.0.0.1');
  origin = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  key = { ...(await exportJWK(privateKey)), kid: 'k1' } as IdentityKey;
  environment = readEnvironment(processEnvironment, {
    WANGGE_ENV: 'production',
    WANGGE_HTTP_PORT: '0',
    WANGGE_IDENTITY_JWKS: JSON.stringify(publicKeysOf({ keys: [key] })),
    WANGGE_METRICS_TOKEN: 'metrics-token-of-the-test',
  });
  held = new Promise((resolve) => (release = resolve));
  await start();
});
afterAll(async () => {
  release();
  await app?.close();
});

const call = async (path: string, init: RequestInit & { json?: unknown } = {}) => {
  const { json, headers, ...rest } = init;
  const response = await fetch(`${origin}${path}`, {
    ...rest,
    ...(json !== undefined && { method: 'POST', body: JSON.stringify(json) }),
    headers: {
      ...(json !== undefined && { 'content-type': 'application/json' }),
      'accept-language': 'en',
      ...(headers as Record<string, string>),
    },
  });
  const text = await response.text();
  const body: unknown = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body, text };
};
const letter = { title: ' Street lamp ', pages: 2, from: { gridCode: '410105' } };
const tokenOf = (actor: Actor, ttl?: number) => signIdentity(actor, key, ttl);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('input', () => {
  it('is parsed by the schema and reaches the handler', async () => {
    const { status, body } = await call('/letters', { json: letter, headers: { 'idempotency-key': 'abc 1' } });
    expect({ status, body }).toEqual({
      status: 201,
      body: { body: { ...letter, title: 'Street lamp' }, key: 'abc 1', by: null },
    });
  });

  it('is refused with every wrong field at once, in English', async () => {
    const { status, headers, body } = await call('/letters', {
      json: { title: '  ', pages: 'two', from: { lon: 1 }, colour: 'red' },
    });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: 'urn:wangge:error:REQUEST.INVALID',
      title: 'The request has invalid fields',
      status: 400,
      code: 'REQUEST.INVALID',
      errors: [
        { field: 'title', code: 'too_small', message: 'Must not be blank' },
        { field: 'pages', code: 'invalid_type', message: 'Must be a number' },
        { field: 'from.lat', code: 'invalid_type', message: 'Required' },
        { field: 'colour', code: 'unrecognized_key', message: 'This field is not accepted' },
      ],
    });
  });

  it('is answered in Chinese unless English is asked for', async () => {
    const { body } = await call('/letters', { json: { ...letter, pages: 10 }, headers: { 'accept-language': 'de' } });
    expect(body).toMatchObject({
      title: '请求内容有误',
      errors: [{ field: 'pages', code: 'too_big', message: '数值过大：期望 number <=9' }],
    });
  });

  it.each([
    ['malformed JSON', '{"title":', 'application/json', 400, 'REQUEST.MALFORMED'],
    ['a poisoned prototype', '{"__proto__":{"a":1}}', 'application/json', 400, 'REQUEST.MALFORMED'],
    ['an empty body', '', 'application/json', 400, 'REQUEST.MALFORMED'],
    ['an unknown media type', 'a,b', 'text/csv', 415, 'REQUEST.UNSUPPORTED_MEDIA'],
    [
      'a body over 1 MiB',
      JSON.stringify({ title: 'x'.repeat(1024 * 1024) }),
      'application/json',
      413,
      'REQUEST.TOO_LARGE',
    ],
  ])('%s is refused', async (_name, body, type, status, code) => {
    const answer = await call('/letters', { method: 'POST', body, headers: { 'content-type': type } });
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('an idempotency key that cannot be used is refused', async () => {
    const { status, body } = await call('/letters', { json: letter, headers: { 'idempotency-key': 'x'.repeat(201) } });
    expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ field: 'Idempotency-Key' }] } });
  });

  it.each(['/nowhere', '/letters/%zz', '/api/../letters/none/at/all'])('nothing is at %s', async (path) => {
    const { status, body } = await call(path);
    expect([400, 404]).toContain(status);
    expect(body).toMatchObject({
      type: expect.stringMatching(/^urn:wangge:error:(REQUEST.MALFORMED|RESOURCE.NOT_FOUND)$/) as string,
    });
  });
});

describe('address of the caller', () => {
  const forged = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7' };

  it('a forged X-Forwarded-For changes nothing', async () => {
    expect((await call('/letters/address', { headers: forged })).body).toEqual({ ip: '127.0.0.1' });
  });

  it('a trusted proxy says the last address it saw, not the first one claimed', async () => {
    const trusting = { ...environment, WANGGE_TRUSTED_PROXIES: ['127.0.0.0/8'] };
    const other = await buildService({ name: 'letters', module: LettersModule }, trusting, pino({ level: 'silent' }));
    await other.app.listen(0, '127.0.0.1');
    const { port } = other.app.getHttpServer().address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/letters/address`, { headers: forged });
    expect(await answer.json()).toEqual({ ip: '198.51.100.7' });
    await stopService(other.app, other.draining, pino({ level: 'silent' }));
    shutDown.mockClear();
  });
});

describe('failures', () => {
  it('a refusal carries its extra members, and they replace none of the standard ones', async () => {
    const { status, body } = await call('/letters/fails/refusal');
    expect({ status, body }).toEqual({
      status: 409,
      body: {
        type: 'urn:wangge:error:PETITION.WRONG_STAGE',
        title: 'Not possible at this stage',
        status: 409,
        code: 'PETITION.WRONG_STAGE',
        detail: 'Closed',
        stage: 'closed',
        availableCommands: ['reopen'],
      },
    });
  });

  it('a dependency that is down is 503 with Retry-After', async () => {
    const { status, headers, body } = await call('/letters/fails/database');
    expect({ status, retry: headers.get('retry-after'), code: (body as { code: string }).code }).toEqual({
      status: 503,
      retry: '2',
      code: 'SERVICE.UNAVAILABLE',
    });
  });

  it('a fault is 500 without its reason, and logged', async () => {
    lines.length = 0;
    const { status, text, body } = await call('/letters/fails/bug');
    expect({ status, code: (body as { code: string }).code }).toEqual({ status: 500, code: 'SERVICE.INTERNAL' });
    expect(text).not.toContain('secret of the house');
    const logged = lines.map(
      (line) => JSON.parse(line) as { level: string; err?: { message: string }; route?: string },
    );
    expect(logged).toEqual([
      expect.objectContaining({
        level: 'error',
        route: 'GET /letters/fails/:how',
        err: expect.objectContaining({ message: 'secret of the house' }) as object,
      }),
    ]);
  });
});

describe('identity', () => {
  const head: Actor = { id: 'head-a', grants: [{ role: 'unit-head', unit: 'U1' }] };
  const auditor: Actor = { id: 'auditor', grants: [{ role: 'auditor' }] };

  it('a stranger is 401 where the route is not public', async () => {
    const { status, headers, body } = await call('/letters');
    expect({ status, asks: headers.get('www-authenticate'), code: (body as { code: string }).code }).toEqual({
      status: 401,
      asks: 'Bearer',
      code: 'IDENTITY.NOT_SIGNED_IN',
    });
  });

  it('plain headers say nothing', async () => {
    const { status } = await call('/letters', { headers: { 'x-actor': 'admin', 'x-user-id': 'admin' } });
    expect(status).toBe(401);
  });

  it('a signed token says who it is', async () => {
    const { status, body } = await call('/letters?limit=5', { headers: bearer(await tokenOf(head)) });
    expect({ status, body }).toEqual({ status: 200, body: { limit: 5, by: 'head-a' } });
  });

  it('a public route knows who is signed in, and takes a worthless token for none', async () => {
    const known = await call('/letters', { json: letter, headers: bearer(await tokenOf(head)) });
    const unknown = await call('/letters', { json: letter, headers: bearer('worthless') });
    expect([(known.body as { by: string }).by, (unknown.body as { by: null }).by]).toEqual(['head-a', null]);
  });

  it.each(['expired', 'of another audience', 'signed by another key'])('a token %s is refused', async (how) => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const other = { ...(await exportJWK(privateKey)), kid: 'k1' } as IdentityKey;
    const elsewhere = new SignJWT({ grants: [] })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k1' })
      .setIssuer('wangge-gateway')
      .setAudience('elsewhere')
      .setSubject('a')
      .setExpirationTime('1m');
    const token =
      how === 'expired'
        ? await tokenOf(head, -1)
        : how === 'signed by another key'
          ? await signIdentity(head, other)
          : await elsewhere.sign(await (await import('jose')).importJWK(key, 'EdDSA'));
    const { status } = await call('/letters', { headers: bearer(token) });
    expect(status).toBe(401);
  });

  it('a permit lets in whom the rules let in', async () => {
    const refused = await call('/letters/trail', { headers: bearer(await tokenOf(head)) });
    const admitted = await call('/letters/trail', { headers: bearer(await tokenOf(auditor)) });
    expect([refused.status, (refused.body as { code: string }).code, admitted.status]).toEqual([
      403,
      'IDENTITY.NOT_PERMITTED',
      200,
    ]);
  });
});

describe('operations', () => {
  it('is live, and ready while what is critical is up; a check without an answer is given a second', async () => {
    expect(await call('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
    const { status, body } = await call('/health/ready');
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'ready',
      dependencies: {
        database: { status: 'up', critical: true },
        mail: {
          status: 'down',
          critical: false,
          lastError: 'no answer within 1000 ms',
          lastErrorAt: expect.any(String) as string,
        },
      },
    });
  });

  it('is not ready while what is critical is down, and says why without its password', async () => {
    const dependency = app.get(Dependency, { strict: false });
    dependency.failing = true;
    const down = await call('/health/ready');
    dependency.failing = false;
    const up = await call('/health/ready');
    expect({ status: down.status, body: down.body }).toMatchObject({
      status: 503,
      body: {
        status: 'not-ready',
        dependencies: { database: { status: 'down', lastError: 'connect ECONNREFUSED postgres://db:5432' } },
      },
    });
    expect({ status: up.status, body: up.body }).toMatchObject({
      status: 200,
      body: { dependencies: { database: { status: 'up', lastError: expect.any(String) as string } } },
    });
  });

  it('publishes OpenAPI 3.1 with strict schemas', async () => {
    const { status, body } = await call('/openapi.json');
    expect(status).toBe(200);
    expect(body).toMatchObject({ openapi: '3.1.0', paths: { '/letters': { post: {}, get: {} }, '/health/ready': {} } });
    const schema = (body as { components: { schemas: Record<string, unknown> } }).components.schemas.FileLetter;
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false, required: ['title', 'pages', 'from'] });
    expect(JSON.stringify(body)).not.toContain('x-nestjs_zod');
  });

  it('shows metrics by route to loopback and to the token only', async () => {
    const here = await call('/metrics');
    const counted = here.text
      .split('\n')
      .find(
        (line) =>
          line.startsWith('http_server_duration_seconds_count') &&
          line.includes('/letters/fails/:how') &&
          line.includes('"500"'),
      );
    expect(counted).toMatch(/ 1$/);
    const forwarded = await call('/metrics', { headers: { 'x-forwarded-for': '127.0.0.1' } });
    expect([
      forwarded.status,
      (await call('/metrics', { headers: { 'x-forwarded-for': '8.8.8.8', ...bearer('metrics-token-of-the-test') } }))
        .status,
    ]).toEqual([404, 200]);
  });

  it('answers what is not HTTP without falling over', async () => {
    const { port } = new URL(origin);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('BREW coffee\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => (text += data.toString()));
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1.1 400/);
  });
});

describe('stopping', () => {
  /** A connection of its own; resolves with all it was answered once the server has closed it. */
  const rawConnection = () => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    let text = '';
    socket.on('data', (data) => (text += data.toString()));
    return { socket, answer: new Promise<string>((resolve) => socket.on('close', () => resolve(text))) };
  };
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it('finishes what runs, refuses what comes, then runs the hooks', async () => {
    const running = call('/letters/slow', { json: {} });
    const kept = rawConnection();
    kept.socket.write(
      'POST /letters/slow HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}',
    );
    const late = rawConnection();
    late.socket.write('GET /health/live HTTP/1.1\r\n');
    await pause(100);

    const stopping = stopService(app, draining, pino({ level: 'silent' }));
    await pause(50);
    const refused = await new Promise((resolve) => {
      httpRequest(`${origin}/health/live`, (response) => resolve(response.statusCode))
        .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
        .end();
    });
    expect(refused).toBe('ECONNREFUSED');
    late.socket.write('host: a\r\n\r\n');
    expect(await late.answer).toMatch(/^HTTP\/1.1 503 [\s\S]*"code":"SERVICE.UNAVAILABLE"/);
    expect(shutDown).not.toHaveBeenCalled();

    release();
    expect(await running).toMatchObject({ status: 200, body: { done: true } });
    expect(await kept.answer).toMatch(/^HTTP\/1.1 200 OK[\s\S]*connection: close[\s\S]*\{"done":true\}/i);
    await stopping;
    expect(shutDown).toHaveBeenCalledTimes(1);
  });
});
