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

  it('are all there of a petition that went through every instance', async () => {
    const OPINION = {
      claims: ['退还预付款'],
      facts: '余额属实。',
      opinion: '不予支持。',
      legalBasis: ['合同约定第五条'],
    };
    const served = {
      date: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
      manner: '直接送达',
    };
    const { number, queryCode } = await system.file({
      kind: 'petition',
      matterItem: 'prepaid-card',
      title: `${name}的预付卡不退`,
      petitioners: [{ name }],
      channel: 'letter',
    });
    const ask = (command: string) =>
      system.ask('POST', `/public/petitions/${number}/${command}?code=${queryCode!}`, { body: { reason: '不服' } });
    await system.do(number, 'register', 'petition-officer');
    await system.do(number, 'assign', 'petition-officer', { unit: 'unit-a' });
    await system.do(number, 'accept', 'handler-a');
    await system.do(number, 'request-extension', 'handler-a', { days: 20 });
    await system.do(number, 'approve-extension', 'head-a', { reason: '涉及多家门店' });
    await system.do(number, 'reply', 'handler-a', { ...OPINION, outcome: 'not-supported' });
    await system.do(number, 'confirm-served', 'handler-a', served);
    expect((await ask('request-review')).status).toBe(200);
    await system.do(number, 'reply-review', 'appraiser-officer', { ...OPINION, outcome: 'upheld' });
    await system.do(number, 'confirm-served', 'appraiser-officer', served);
    expect((await ask('request-re-review')).status).toBe(200);
    await system.do(number, 'reply-re-review', 'campaign-owner', { ...OPINION, outcome: 'upheld' });

    const { body } = await until(
      () => list(`/public/petitions/${number}/documents?code=${queryCode!}`),
      (answer) => answer.body.items.length === 7 && answer.body.items.every(({ status }) => status === 'ready'),
    );
    expect(body.items.map(({ kind }) => kind)).toEqual([
      ...['registration-receipt', 'transfer', 'acceptance', 'extension', 'opinion', 'review', 're-review'],
    ]);
    // Each in the name of its organ, with what its articles demand, and with the petitioner's own words and name.
    const says: Record<string, readonly string[]> = {
      'registration-receipt': ['郑州市信访局', '《信访工作条例》第二十二条', number],
      transfer: ['郑州市信访局', '转送郑州市城市管理局'],
      acceptance: ['郑州市城市管理局', '予以受理', '《信访工作条例》第三十四条'],
      extension: ['郑州市城市管理局', '延长20日', '涉及多家门店'],
      opinion: ['郑州市城市管理局', '余额属实', '不予支持', '合同约定第五条', '三十日内', '复查'],
      review: ['郑州市人民政府办公室', '余额属实', '三十日内', '复核'],
      're-review': ['不再受理'],
    };
    for (const { id, kind } of body.items) {
      const { bytes } = await bytesOf(`/public/petitions/${number}/documents/${id}?code=${queryCode!}`);
      const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
      for (const part of [`${name}：`, `${name}的预付卡不退`, ...says[kind]!])
        expect([kind, part, text.replace(/\s/g, '').includes(part)]).toEqual([kind, part, true]);
    }
  });
});
