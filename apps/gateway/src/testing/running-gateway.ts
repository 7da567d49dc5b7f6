import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import Fastify, { type FastifyInstance } from 'fastify';
import { Client } from 'pg';
import pino from 'pino';
import { type AccessAnswer, type ApiKeyAnswer, QUESTIONS } from '@wangge/contracts/questions';
import type { Grant } from '@wangge/domain/people/actor';
import { parseKeyRing } from '@wangge/platform/configuration/keys';
import { buildService } from '@wangge/platform/service/start-service';
import { EncryptionCodec } from '@wangge/platform/temporal/payload-codec';
import { readGatewayEnvironment } from '../configuration/gateway-environment';
import { GatewayModule } from '../gateway.module';

const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: the test runner gives it`);
  return value;
};

const MIGRATIONS = join(__dirname, '..', '..', 'prisma', 'migrations');

/** People that the stand-in for dispatch knows. */
export const PEOPLE: Readonly<Record<string, readonly Grant[]>> = {
  admin: [{ role: 'administrator', grid: '4101' }],
  auditor: [{ role: 'auditor', grid: '410103' }],
  'handler-a': [{ role: 'unit-handler', unit: 'unit-a' }],
};

/** An api key that the stand-in for intake knows, and what it may ask a minute. */
export const API_KEY = { text: `wg311_${'k'.repeat(32)}`, limitPerMinute: 20 } as const;

/** What a service stand-in saw of a request. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface RunningGateway {
  readonly publicUrl: string;
  readonly adminUrl: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly codec: EncryptionCodec;
  readonly database: Client;
  readonly intake: StandIn;
  readonly dispatch: StandIn;
  readonly ui: StandIn;
  /** False: nobody answers questions about people any more. */
  dispatchAnswers: boolean;
  token(account: string): Promise<string>;
  stop(): Promise<void>;
}

/** A server in place of another process: answers what it was asked, remembers it, and can be slow or gone. */
export class StandIn {
  readonly seen: Seen[] = [];
  private server: FastifyInstance | undefined;

  constructor(
    readonly port: number,
    private readonly name: string,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get last(): Seen {
    return this.seen.at(-1)!;
  }

  async start(): Promise<void> {
    const server = Fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024 * 1024 });
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    server.get('/health/ready', () => ({ status: 'ready' }));
    server.get('/openapi.json', () => ({
      openapi: '3.1.0',
      paths: {
        [this.name === 'intake' ? '/api/v1/petitions' : '/api/v1/grids']: {
          get: {
            responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Page' } } } } },
          },
        },
        '/internal/secret': { get: {} },
      },
      components: { schemas: { Page: { title: this.name } } },
    }));
    server.all('/*', async (request, reply) => {
      const body = typeof request.body === 'string' ? request.body : '';
      this.seen.push({
        method: request.method,
        url: request.url,
        headers: request.headers as Seen['headers'],
        body: body.length > 1_000 ? `${body.length} characters` : body,
      });
      if (request.url.includes('slow')) await new Promise((resolve) => setTimeout(resolve, 3_000));
      if (request.url.includes('broken')) {
        reply.hijack();
        reply.raw.writeHead(200, { 'content-length': '1000' });
        reply.raw.write('the beginning');
        setTimeout(() => reply.raw.destroy(), 50);
        return reply;
      }
      return reply
        .header('set-cookie', `of-${this.name}=1`)
        .header('x-powered-by', 'stand-in')
        .status(request.method === 'POST' ? 201 : 200)
        .send({ from: this.name });
    });
    await server.listen({ port: this.port, host: '127.0.0.1' });
    this.server = server;
  }

  async stop(): Promise<void> {
    await this.server?.close();
    this.server = undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A whole gateway on free ports with a database of its own; the processes around it are stand-ins. */
export async function startGateway(more: NodeJS.ProcessEnv = {}): Promise<RunningGateway> {
  const databaseName = `gateway_${randomBytes(6).toString('hex')}`;
  const administrator = new Client({ connectionString: given('WANGGE_TEST_POSTGRES_URL') });
  await administrator.connect();
  await administrator.query(`create database ${databaseName}`);
  const databaseUrl = new URL(given('WANGGE_TEST_POSTGRES_URL'));
  databaseUrl.pathname = `/${databaseName}`;
  const database = new Client({ connectionString: databaseUrl.href });
  await database.connect();
  for (const folder of readdirSync(MIGRATIONS, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    await database.query(readFileSync(join(MIGRATIONS, folder.name, 'migration.sql'), 'utf8'));
  }

  const [intake, dispatch, ui] = [
    new StandIn(await freePort(), 'intake'),
    new StandIn(await freePort(), 'dispatch'),
    new StandIn(await freePort(), 'ui'),
  ];
  await Promise.all([intake.start(), dispatch.start(), ui.start()]);
  const [port, adminPort] = [await freePort(), await freePort()];
  const [publicUrl, adminUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${adminPort}`];
  const environment: NodeJS.ProcessEnv = {
    WANGGE_ENV: 'development',
    WANGGE_HTTP_PORT: `${port}`,
    WANGGE_ADMIN_PORT: `${adminPort}`,
    WANGGE_PUBLIC_URL: publicUrl,
    WANGGE_ADMIN_URL: adminUrl,
    WANGGE_INTAKE_URL: intake.url,
    WANGGE_DISPATCH_URL: dispatch.url,
    TEMPORAL_UI_URL: ui.url,
    DATABASE_URL: databaseUrl.href,
    NATS_URL: 'nats://127.0.0.1:1',
    ...keys(),
    WANGGE_OIDC_MODE: 'embedded',
    ...more,
  };
  const gatewayEnvironment = readGatewayEnvironment(environment);
  const state = { dispatchAnswers: true };
  const asker = {
    ask: async <Answer>(question: string, content: object): Promise<Answer> => {
      if (!state.dispatchAnswers) throw new Error('nobody answers');
      if (question === QUESTIONS.apiKey) return apiKeyAnswer((content as { hash: string }).hash) as Answer;
      const { account } = content as { account: string };
      const grants = PEOPLE[account];
      const answer: AccessAnswer = grants
        ? { found: true, name: `Name of ${account}`, grants }
        : { found: false, grants: [] };
      return answer as Answer;
    },
  };
  const { app } = await buildService(
    { name: 'gateway', module: GatewayModule.with(gatewayEnvironment, asker) },
    gatewayEnvironment,
    pino({ level: 'silent' }),
  );
  await app.init();
  await app.listen(port, '127.0.0.1');
  return Object.assign(state, {
    publicUrl,
    adminUrl,
    environment,
    codec: new EncryptionCodec(parseKeyRing(environment.WANGGE_PAYLOAD_KEYS!)),
    database,
    intake,
    dispatch,
    ui,
    token: (account: string) => operatorToken(publicUrl, environment.WANGGE_OPERATOR_SECRET!, account),
    stop: () => stopAll(app, [intake, dispatch, ui], database, administrator, databaseName),
  });
}

function apiKeyAnswer(hash: string): ApiKeyAnswer {
  const { text, limitPerMinute } = API_KEY;
  return createHash('sha256').update(text).digest('hex') === hash
    ? { found: true, id: 'k1', limitPerMinute }
    : { found: false };
}

async function stopAll(
  app: NestFastifyApplication,
  standIns: readonly StandIn[],
  database: Client,
  administrator: Client,
  databaseName: string,
): Promise<void> {
  await app.close();
  await Promise.all(standIns.map((standIn) => standIn.stop()));
  await database.end();
  await administrator.query(`drop database if exists ${databaseName} with (force)`);
  await administrator.end();
}

export async function askForToken(publicUrl: string, secret: string, account: string): Promise<Response> {
  return fetch(`${publicUrl}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:wangge:grant:operator',
      account,
      client_id: 'wangge-operator',
      client_secret: secret,
    }),
  });
}

async function operatorToken(publicUrl: string, secret: string, account: string): Promise<string> {
  const answer = await askForToken(publicUrl, secret, account);
  if (!answer.ok) throw new Error(await answer.text());
  return ((await answer.json()) as { access_token: string }).access_token;
}

function keys(): NodeJS.ProcessEnv {
  const identity = generateKeyPairSync('ed25519');
  const provider = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const named = { kid: 'dev-1', use: 'sig' };
  return {
    WANGGE_IDENTITY_SIGNING_KEY: JSON.stringify({ ...identity.privateKey.export({ format: 'jwk' }), ...named }),
    WANGGE_IDENTITY_JWKS: JSON.stringify({ keys: [{ ...identity.publicKey.export({ format: 'jwk' }), ...named }] }),
    WANGGE_PAYLOAD_KEYS: `dev-1:${randomBytes(32).toString('base64')}`,
    WANGGE_COOKIE_KEYS: randomBytes(32).toString('base64'),
    WANGGE_OIDC_JWKS: JSON.stringify({
      keys: [{ ...provider.privateKey.export({ format: 'jwk' }), ...named, alg: 'RS256' }],
    }),
    WANGGE_OIDC_CLIENT_SECRET: `dev-${randomBytes(24).toString('hex')}`,
    WANGGE_OPERATOR_SECRET: `dev-${randomBytes(24).toString('hex')}`,
  };
}

/** A browser as far as sign-in needs one: keeps cookies of the host, follows redirects, fills in the account form. */
export class Browser {
  readonly cookies = new Map<string, { value: string; path: string }>();
  /** Addresses of the redirects followed last. */
  trail: string[] = [];

  async go(url: string, init: RequestInit = {}): Promise<Response> {
    this.trail = [];
    let [at, request] = [url, init];
    for (let hops = 0; hops < 12; hops += 1) {
      const answer = await this.once(at, request);
      const next = answer.headers.get('location');
      if (answer.status < 300 || answer.status > 399 || next === null) return answer;
      at = new URL(next, at).href;
      this.trail.push(at);
      request = { headers: { accept: 'text/html' } };
    }
    throw new Error('too many redirects');
  }

  /** One request, without following. */
  async once(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const cookie = [...this.cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    if (!headers.has('accept')) headers.set('accept', 'text/html');
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/;\s*/);
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
      if (value === '' || attributes.some((attribute) => /^max-age=0$/i.test(attribute))) this.cookies.delete(name);
      else this.cookies.set(name, { value, path });
    }
    return answer;
  }

  /** Goes to the address, and through the account page as that account. */
  async signIn(gateway: RunningGateway, account: string, url = `${gateway.publicUrl}/auth/login`): Promise<Response> {
    const page = await this.go(url);
    const action = /action="([^"]+)"/.exec(await page.text())?.[1];
    if (action === undefined) throw new Error('this is not the account page');
    return this.go(`${gateway.publicUrl}${action}`, {
      method: 'POST',
      body: new URLSearchParams({ account }),
      headers: { origin: gateway.publicUrl, accept: 'text/html' },
    });
  }
}
