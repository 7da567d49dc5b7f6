import { createHash } from 'node:crypto';
import { extractText, getDocumentProxy } from 'unpdf';
import { sharedSystem, START_MS } from './shared-installation';
import { type Answer, GAP, mark, type Page, PATIENCE_MS, type System, until } from './system';

jest.setTimeout(2 * PATIENCE_MS);

interface Listed {
  id: string;
  kind: string;
  number: string;
  documentNumber: string | null;
  status: string;
  at: string;
  hash: string | null;
  size: number | null;
}

describe('documents of a case', () => {
  let system: System;
  const name = mark('欧阳');

  beforeAll(async () => {
    system = await sharedSystem();
  }, START_MS);

  const list = (path: string, as?: string): Promise<Answer<Page<Listed>>> => system.get<Page<Listed>>(path, as);

  async function bytesOf(path: string, as?: string): Promise<{ status: number; bytes: Buffer; headers: Headers }> {
    const answer = await fetch(`${system.installation.publicUrl}/api/v1${path}`, {
      headers: as === undefined ? {} : { authorization: `Bearer ${await system.token(as)}` },
    });
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
  }

  async function refused() {
    const { number, queryCode } = await system.file({ ...GAP, petitioners: [{ name }] });
    await system.reach(number, 'registered');
    const body = { reason: '不属于本市职权范围' };
    const key = mark('key');
    // The answer was lost and the command sent again: one act, one document.
    await Promise.all([
      system.act(number, 'refuse', 'petition-officer', body, { key }),
      system.act(number, 'refuse', 'petition-officer', body, { key }),
    ]);
    await system.act(number, 'refuse', 'petition-officer', body, { key });
    return { number, code: queryCode! };
  }

  it('come from the act, once, for the official and for the petitioner', async () => {
    const { number, code } = await refused();
    const { body } = await until(
      () => list(`/petitions/${number}/documents`, 'petition-officer'),
      (answer) => answer.body.items.every((one) => one.status === 'ready') && answer.body.items.length > 0,
    );
    expect(body.items).toMatchObject([{ kind: 'matter-refusal', number, status: 'ready' }]);
    const [document] = body.items;
    expect(document!.documentNumber).toMatch(/^郑信诉不受〔\d{4}〕\d+号$/);
    const official = await bytesOf(`/petitions/${number}/documents/${document!.id}`, 'petition-officer');
    expect(createHash('sha256').update(official.bytes).digest('hex')).toBe(document!.hash);
    expect(official.bytes.length).toBe(document!.size);
    expect(official.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.pdf"$/);
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(official.bytes)), { mergePages: true });
    for (const part of [
      '郑州市信访局',
      `${name}：`,
      '诉求不予受理告知书',
      '不属于本市职权范围',
      document!.documentNumber!,
    ])
      expect(text.replace(/\s/g, '')).toContain(part);

    const own = await list(`/public/petitions/${number}/documents?code=${code}`);
    expect(own.body.items).toMatchObject([{ id: document!.id }]);
    const mine = await bytesOf(`/public/petitions/${number}/documents/${document!.id}?code=${code}`);
    expect(mine.bytes.equals(official.bytes)).toBe(true);
  });

  it('are not there for whoever may not see the case, nor under another case', async () => {
    const { number } = await refused();
    const { body } = await until(
      () => list(`/petitions/${number}/documents`, 'petition-officer'),
      (answer) => answer.body.items[0]?.status === 'ready',
    );
    const { id } = body.items[0]!;
    const other = await system.file();
    for (const as of ['handler-b', 'contractor-a'])
      for (const path of [`/petitions/${number}/documents`, `/petitions/${number}/documents/${id}`])
        expect([as, (await system.get(path, as)).status]).toEqual([as, 404]);
    expect((await system.get(`/petitions/${number}/documents`)).status).toBe(401);
    expect((await system.get(`/public/petitions/${number}/documents?code=0000000000`)).status).toBe(404);
    expect((await system.get(`/public/petitions/${number}/documents/${id}?code=0000000000`)).status).toBe(404);
    expect((await system.get(`/public/petitions/${other.number}/documents/${id}?code=${other.queryCode}`)).status).toBe(
      404,
    );
    expect((await system.get(`/petitions/${number}/documents/not-an-id`, 'petition-officer')).status).toBe(400);
  });
});
