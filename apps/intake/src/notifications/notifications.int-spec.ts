import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseKeyRing, seal } from '@wangge/platform/configuration/keys';
import type { Log } from '@wangge/platform/telemetry/log';
import { createPrismaAdapter } from '@wangge/platform/database/prisma-adapter';
import { ADMINISTRATOR, HANDLER_A } from '@wangge/testing/people';
import { createServiceDatabase, type ServiceDatabase } from '@wangge/testing/service-database';
import { Pool } from 'pg';
import { SMTPServer } from 'smtp-server';
import type { IntakeDatabase } from '../database';
import { PrismaClient } from '../generated/prisma/client';
import { MailDelivery, WebhookDelivery, webhookSignature } from './delivery';
import { NotificationsController } from './notifications.controller';
import { notifySubscribers } from './notify-subscribers';
import { SendNotices } from './send-notices';

const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const KEYS = parseKeyRing(`test:${Buffer.alloc(32, 7).toString('base64')}`);

const event = (step: number, command: string, more: object = {}) => ({
  id: `m-${step}-${Math.random()}`,
  subject: 'petition.x.v1',
  body: {
    number: '20261123-0000001',
    step,
    kind: 'matter',
    command,
    from: 'handling',
    stage: 'handling',
    matterItem: 'road-damage',
    gridCode: '410105002',
    unit: 'unit-a',
    person: 'handler-a',
    ...more,
  },
});

jest.setTimeout(60_000);

describe('notices', () => {
  let database: ServiceDatabase;
  let pool: Pool;
  let smtp: SMTPServer;
  let mails: string[];
  let http: Server;
  let posts: { headers: IncomingHttpHeaders; body: string }[];
  let answer: number;
  let sender: SendNotices;

  beforeAll(async () => {
    database = await createServiceDatabase(join(__dirname, '../../prisma'));
    pool = new Pool({ connectionString: database.url, max: 4 });
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          mails.push(Buffer.concat(chunks).toString());
          done();
        });
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    http = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        posts.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(answer).end();
      });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  }, 60_000);

  afterAll(async () => {
    await new Promise<void>((resolve) => smtp.close(resolve));
    await new Promise((resolve) => http.close(resolve));
    await pool.end();
    await database.drop();
  });

  beforeEach(async () => {
    [mails, posts, answer] = [[], [], 204];
    await pool.query('delete from subscription');
    const smtpUrl = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
    const deliveries = { email: new MailDelivery(smtpUrl, 'wangge@example.test'), webhook: new WebhookDelivery() };
    sender = new SendNotices(pool, deliveries, KEYS, 'http://wangge.test', SILENT);
  });
  afterEach(async () => sender.stop());

  async function subscribe(
    channel: 'email' | 'webhook',
    account: string,
    events: string[],
    unit: string | null = null,
    secret?: string,
  ) {
    const id = randomUUID();
    const target =
      channel === 'email' ? `${account}@example.test` : `http://127.0.0.1:${(http.address() as AddressInfo).port}/hook`;
    const hide = (text: string) => seal(KEYS, Buffer.from(text), `subscription/${id}`);
    await pool.query(
      'insert into subscription(id, account, channel, target, secret, events, unit) values($1, $2, $3, $4, $5, $6, $7)',
      [id, account, channel, hide(target), secret === undefined ? null : hide(secret), events, unit],
    );
  }
  async function hear(...messages: ReturnType<typeof event>[]) {
    const client = await pool.connect();
    try {
      await notifySubscribers(messages, client);
    } finally {
      client.release();
    }
  }
  async function settled(status: 'sent' | 'dead' | 'pending', count: number, attempts = 1) {
    for (;;) {
      const { rows } = await pool.query<{ n: number }>(
        'select count(*)::int as n from notification where status = $1 and attempts >= $2',
        [status, attempts],
      );
      if (rows[0]!.n === count) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('tells the person and the unit by mail, once each, however often the fact comes', async () => {
    await subscribe('email', 'handler-a', ['expire']);
    await subscribe('email', 'head-a', ['expire'], 'unit-a');
    await subscribe('email', 'handler-b', ['expire']);
    await subscribe('email', 'head-b', ['expire'], 'unit-b');
    await hear(event(7, 'expire'), event(8, 'verify'));
    await hear(event(7, 'expire'));
    sender.start();
    await settled('sent', 2);
    expect(mails).toHaveLength(2);
    expect(mails.map((mail) => /^To: (.*)$/m.exec(mail)?.[1]?.trim()).sort()).toEqual([
      'handler-a@example.test',
      'head-a@example.test',
    ]);
    expect(mails[0]).toMatch(/^Message-ID: <[0-9a-f-]{36}@wangge>/m);
  });

  it('tells whom a rung names, although another handles the case', async () => {
    await subscribe('email', 'head-a', ['escalate']);
    await hear(event(9, 'escalate', { named: 'head-a' }));
    sender.start();
    await settled('sent', 1);
    expect(mails).toHaveLength(1);
  });

  it('signs webhooks so that the receiver can check sender and content', async () => {
    await subscribe('webhook', 'admin', ['close'], 'unit-a', 'a secret of some length');
    await hear(event(10, 'close'));
    sender.start();
    await settled('sent', 1);
    const [{ headers, body }] = posts as [(typeof posts)[0]];
    const [, seconds] = /^t=(\d+),v1=/.exec(String(headers['wangge-signature']))!;
    expect(headers['wangge-signature']).toBe(webhookSignature('a secret of some length', body, Number(seconds)));
    expect(JSON.parse(body)).toMatchObject({
      id: headers['wangge-notification-id'],
      event: { number: '20261123-0000001', command: 'close' },
    });
  });

  it('keeps what is not taken, says why, and gives up only after many tries', async () => {
    answer = 500;
    await subscribe('webhook', 'admin', ['close'], 'unit-a');
    await hear(event(11, 'close'));
    sender.start();
    await settled('pending', 1);
    await pool.query('update notification set attempts = 8, next_at = now()');
    await settled('dead', 1, 9);
    const { rows } = await pool.query<{ last_error: string }>('select last_error from notification');
    expect(rows[0]!.last_error).toBe('answered 500');
    expect(new Set(posts.map(({ headers }) => headers['wangge-notification-id'])).size).toBe(1);
  });

  it('sends a dead one again when an administrator says so, under the same id, on record', async () => {
    answer = 500;
    await subscribe('webhook', 'admin', ['close'], 'unit-a');
    await hear(event(12, 'close'));
    await pool.query('update notification set attempts = 8');
    sender.start();
    await settled('dead', 1, 9);
    answer = 204;
    const { rows } = await pool.query<{ id: string }>('select id from notification');
    const { id } = rows[0]!;
    const prisma = new PrismaClient({ adapter: createPrismaAdapter(database.url) });
    const controller = new NotificationsController(prisma as IntakeDatabase);
    await expect(controller.resend(id, HANDLER_A)).rejects.toMatchObject({ code: 'IDENTITY.NOT_PERMITTED' });
    await expect(controller.resend(randomUUID(), ADMINISTRATOR)).rejects.toMatchObject({ code: 'RESOURCE.NOT_FOUND' });
    expect(await controller.resend(id, ADMINISTRATOR)).toEqual({ id, status: 'pending' });
    await settled('sent', 1);
    await expect(controller.resend(id, ADMINISTRATOR)).rejects.toMatchObject({ code: 'RESOURCE.NOT_FOUND' });
    await prisma.$disconnect();
    expect(new Set(posts.map(({ headers }) => headers['wangge-notification-id']))).toEqual(new Set([id]));
    const audit = await pool.query('select entry from audit where stream = $1', [`notification:${id}`]);
    expect(audit.rows).toEqual([{ entry: { command: 'resend', actor: 'admin' } }]);
  });
});
