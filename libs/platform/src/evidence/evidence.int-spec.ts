import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { exportJWK, generateKeyPair } from 'jose';
import pino from 'pino';
import { z } from 'zod';
import type { Actor } from '@wangge/domain/people/actor';
import { processEnvironment, readEnvironment } from '../configuration/environment';
import type { IdentityKey } from '../identity/identity-keys';
import { signIdentity } from '../identity/identity-token';
import { buildService } from '../service/start-service';
import { EvidenceAccess } from './evidence-access';
import { evidenceEnvironment, evidenceStoreOf } from './evidence-environment';
import { EvidenceModule } from './evidence.module';
import { type EvidenceStore, USUAL_KINDS } from './evidence-store';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const PROGRAM = Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(100)]);
const TEXT = Buffer.from('路灯坏了，附照片。\n');
const idOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const limits = { maxBytes: 200_000, allowedKinds: USUAL_KINDS };

/** As much of S3 as the store asks for. */
function bucketServer(objects: Map<string, { bytes: Buffer; type: string }>): Server {
  return createServer((request, response) => {
    const name = new URL(request.url!, 'http://s3').pathname;
    if (request.method === 'PUT') {
      void buffer(request).then((bytes) => {
        objects.set(name, { bytes, type: request.headers['content-type'] ?? '' });
        response.end();
      });
      return;
    }
    const object = objects.get(name);
    if (!object)
      return void response
        .writeHead(404, { 'content-type': 'application/xml' })
        .end(request.method === 'HEAD' ? undefined : '<Error><Code>NoSuchKey</Code></Error>');
    response
      .writeHead(200, { 'content-type': object.type, 'content-length': object.bytes.length })
      .end(request.method === 'HEAD' ? undefined : object.bytes);
  });
}

jest.setTimeout(60_000);

let folder: string;
let bucket: Server;
const objects = new Map<string, { bytes: Buffer; type: string }>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-'));
  bucket = bucketServer(objects);
  await new Promise<void>((resolve) => bucket.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  bucket.closeAllConnections();
  await new Promise((resolve) => bucket.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const environmentOf = (source: Record<string, string>) =>
  readEnvironment(z.object(evidenceEnvironment), { WANGGE_DATA: folder, ...source });

describe.each(['disk', 'bucket'])('evidence store on %s', (where) => {
  let store: EvidenceStore;
  beforeAll(() => {
    const { port } = bucket.address() as AddressInfo;
    const inBucket = {
      WANGGE_EVIDENCE_BUCKET: 'wangge',
      WANGGE_EVIDENCE_ENDPOINT: `http://127.0.0.1:${port}`,
      WANGGE_EVIDENCE_ACCESS_KEY: 'a',
      WANGGE_EVIDENCE_SECRET: 'b',
    };
    store = evidenceStoreOf(environmentOf(where === 'disk' ? {} : inBucket));
  });

  it.each([
    ['a picture', PNG, 'image/png'],
    ['a document', PDF, 'application/pdf'],
    ['a text', TEXT, 'text/plain'],
    ['a page, as mere text', Buffer.from('<script>alert(1)</script>'), 'text/plain'],
  ])('keeps %s under its hash, with the kind of its bytes', async (_name, bytes, kind) => {
    const evidence = await store.put(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]), limits);
    expect(evidence).toEqual({ id: idOf(bytes), size: bytes.length, kind });
    expect(await store.put(Readable.from([bytes]), limits)).toEqual(evidence);
    expect(await store.stat(evidence.id)).toEqual(evidence);
    const opened = await store.open(evidence.id);
    expect(opened).toMatchObject(evidence);
    expect((await buffer(opened!.stream)).equals(bytes)).toBe(true);
  });

  it.each([
    ['a program', [PROGRAM], 'EVIDENCE.UNSUPPORTED_KIND'],
    ['bytes of no kind', [Buffer.from([0xff, 0xfe, 0x00, 0x81])], 'EVIDENCE.UNSUPPORTED_KIND'],
    ['nothing', [], 'REQUEST.INVALID'],
    ['too much', Array.from({ length: 21 }, () => Buffer.alloc(10_000, 'a')), 'REQUEST.TOO_LARGE'],
  ])('refuses %s and leaves nothing behind', async (_name, chunks, code) => {
    await expect(store.put(Readable.from(chunks), limits)).rejects.toMatchObject({ code });
    expect(await readdir(join(folder, 'evidence', 'incoming'))).toEqual([]);
  });

  it('stops reading where it is too much', async () => {
    let chunks = 0;
    const endless = new Readable({
      read() {
        chunks++;
        this.push(Buffer.alloc(10_000, 'a'));
      },
    });
    await expect(store.put(endless, limits)).rejects.toMatchObject({ code: 'REQUEST.TOO_LARGE' });
    expect(chunks).toBeLessThan(60);
  });

  it.each(['../../etc/passwd', 'f'.repeat(64), '', idOf(PNG).toUpperCase()])('has nothing under %s', async (id) => {
    expect([await store.stat(id), await store.open(id)]).toEqual([undefined, undefined]);
  });
});

describe('evidence over HTTP', () => {
  const added: string[] = [];
  class Policy extends EvidenceAccess {
    mayAdd(actor: Actor | undefined) {
      return actor !== undefined && actor.id !== 'auditor';
    }
    mayRead(actor: Actor | undefined, id: string) {
      return actor?.id === 'handler-a' || id === idOf(PDF);
    }
    override async added(actor: Actor | undefined, { id }: { id: string }) {
      added.push(`${actor?.id} ${id}`);
    }
  }
  let app: NestFastifyApplication;
  let origin: string;
  let key: IdentityKey;
  beforeAll(async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    key = { ...(await exportJWK(privateKey)), kid: 'k1' } as IdentityKey;
    class Service {}
    Module({ imports: [EvidenceModule.with({ environment: environmentOf({}), access: Policy })] })(Service);
    const environment = readEnvironment(processEnvironment, {
      WANGGE_HTTP_PORT: '0',
      WANGGE_IDENTITY_JWKS: JSON.stringify(key),
    });
    ({ app } = await buildService({ name: 'evidence', module: Service }, environment, pino({ level: 'silent' })));
    await app.listen(0, '127.0.0.1');
    origin = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}/api/v1/evidence`;
  });
  afterAll(() => app?.close());

  const as = async (id: string) => ({ authorization: `Bearer ${await signIdentity({ id, grants: [] }, key)}` });
  const send = async (bytes: Buffer, headers: Record<string, string>, name = 'photo.html') => {
    const form = new FormData();
    form.append('note', 'before the file');
    form.append('file', new Blob([new Uint8Array(bytes)], { type: 'text/html' }), name);
    const response = await fetch(origin, { method: 'POST', body: form, headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('takes a file, whatever name and type it claims, and tells the service', async () => {
    expect(await send(PNG, await as('handler-a'))).toEqual({
      status: 201,
      body: { id: idOf(PNG), size: PNG.length, kind: 'image/png' },
    });
    expect(added).toEqual([`handler-a ${idOf(PNG)}`]);
  });

  it('hands it out as a download that runs nowhere', async () => {
    const response = await fetch(`${origin}/${idOf(PNG)}`, { headers: await as('handler-a') });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(PNG.length),
      'content-disposition': `attachment; filename="${idOf(PNG)}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
    expect(Buffer.from(await response.arrayBuffer()).equals(PNG)).toBe(true);
  });

  it('looks to others as if it were not there', async () => {
    const answers = await Promise.all([
      as('handler-b').then((headers) => fetch(`${origin}/${idOf(PNG)}`, { headers })),
      fetch(`${origin}/${idOf(PNG)}`),
      fetch(`${origin}/${'f'.repeat(64)}`),
      fetch(`${origin}/..%2f..`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await fetch(`${origin}/${idOf(PDF)}`)).status).toBe(200);
  });

  it('is refused before it is stored where the policy says so', async () => {
    expect([(await send(PNG, {})).body.code, (await send(PNG, await as('auditor'))).body.code]).toEqual([
      'IDENTITY.NOT_SIGNED_IN',
      'IDENTITY.NOT_PERMITTED',
    ]);
  });

  it('refuses a program, a body of another type, and one without a file', async () => {
    expect((await send(PROGRAM, await as('handler-a'))).body).toMatchObject({
      status: 415,
      code: 'EVIDENCE.UNSUPPORTED_KIND',
    });
    const json = await fetch(origin, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', ...(await as('handler-a')) },
    });
    expect(await json.json()).toMatchObject({ status: 400, errors: [{ field: 'file', code: 'missing' }] });
    const form = new FormData();
    form.append('note', 'only this');
    expect((await fetch(origin, { method: 'POST', body: form, headers: await as('handler-a') })).status).toBe(400);
  });

  it.each([
    ['whose boundary is missing', 'multipart/form-data', '--x\r\n\r\n--x--\r\n'],
    ['whose boundary is longer than one may be', `multipart/form-data; boundary=${'x'.repeat(300)}`, 'a'],
    ['with a part that has no header', 'multipart/form-data; boundary=x', '--x\r\n[1, 2]--x--\r\n'],
    [
      'that ends in the middle of a file',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\naaaa',
    ],
  ])('refuses a form %s', async (_, type, body) => {
    const answer = await fetch(origin, {
      method: 'POST',
      body,
      headers: { 'content-type': type, ...(await as('handler-a')) },
    });
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ code: 'REQUEST.MALFORMED' })]);
  });

  it('takes 20 MiB and not a byte more', async () => {
    const most = Buffer.alloc(20 * 1024 * 1024, 'a');
    expect(await send(most, await as('handler-a'))).toMatchObject({
      status: 201,
      body: { size: 20_971_520, kind: 'text/plain' },
    });
    const { status, body } = await send(Buffer.concat([most, Buffer.from('a')]), {
      ...(await as('handler-a')),
      'accept-language': 'en',
    });
    expect({ status, detail: body.detail }).toEqual({ status: 413, detail: 'The file is larger than 20 MB' });
  });

  it('answers one who sends far too much, and serves on', async () => {
    const answer = await send(Buffer.alloc(60 * 1024 * 1024, 'a'), await as('handler-a'));
    expect(answer).toMatchObject({ status: 413, body: { code: 'REQUEST.TOO_LARGE' } });
    expect((await send(PNG, await as('handler-a'))).status).toBe(201);
  });

  it('serves on after a sender that breaks off', async () => {
    const broken = new AbortController();
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(
          new TextEncoder().encode('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\naaaa'),
        );
        broken.abort();
      },
    });
    const headers = { 'content-type': 'multipart/form-data; boundary=x', ...(await as('handler-a')) };
    await expect(
      fetch(origin, { method: 'POST', body, headers, duplex: 'half', signal: broken.signal }),
    ).rejects.toThrow();
    expect((await send(TEXT, await as('handler-a'))).status).toBe(201);
    expect(
      (await readFile(join(folder, 'evidence', idOf(TEXT).slice(0, 2), idOf(TEXT).slice(2, 4), idOf(TEXT)))).equals(
        TEXT,
      ),
    ).toBe(true);
  });
});
