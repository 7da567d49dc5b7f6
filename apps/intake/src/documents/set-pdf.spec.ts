import { extractText, getDocumentProxy } from 'unpdf';
import { type Letter, setPdf } from './set-pdf';

const LETTER: Letter = {
  organ: '郑州市城市管理局',
  number: '郑信处〔2026〕12号',
  title: '信访事项处理意见书',
  addressee: '张三、欧阳娜',
  date: '二〇二六年三月四日',
  at: new Date('2026-03-04T10:00:00+08:00'),
  signedBy: 'organ',
  blocks: [
    { kind: 'paragraph', text: '你们提出的“夜间施工噪声”信访事项，提出处理意见如下。' },
    { kind: 'heading', text: '一、投诉请求' },
    { kind: 'paragraph', text: '停止夜间施工。' },
    { kind: 'paragraph', text: '可以自收到本意见书之日起三十日内请求复查。' },
  ],
};

/** Line breaks and the spaces that the extraction puts between pieces of a line are no part of the text. */
async function textOf(pdf: Buffer): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const { text } = await extractText(document, { mergePages: true });
  return text.replace(/\s/g, '');
}

describe('a document as PDF', () => {
  it('shows organ, number, title, addressee, body, signature, date and the place of the seal', async () => {
    const { pdf, unset } = await setPdf(LETTER);
    const text = await textOf(pdf);
    for (const part of [
      ...[
        '郑州市城市管理局',
        '郑信处〔2026〕12号',
        '信访事项处理意见书',
        '张三、欧阳娜：',
        '二〇二六年三月四日',
        '（印章）',
        '—1—',
      ],
      ...LETTER.blocks.map((block) => block.text),
    ])
      expect(text).toContain(part);
    // Once at the head, once above the date.
    expect(text.split('郑州市城市管理局')).toHaveLength(3);
    expect(unset).toEqual([]);
  });

  it('is small, because only the characters that are used are embedded', async () => {
    const { pdf } = await setPdf(LETTER);
    expect(pdf.length).toBeLessThan(80_000);
  });

  it('names nobody in its metadata', async () => {
    const { pdf } = await setPdf(LETTER);
    const document = await getDocumentProxy(new Uint8Array(pdf));
    const { info } = await document.getMetadata();
    expect(info).toMatchObject({ Title: '信访事项处理意见书 郑信处〔2026〕12号', Author: '郑州市城市管理局' });
    expect(JSON.stringify(info)).not.toMatch(/张三|欧阳/);
  });

  it('is the same file whenever it is made', async () => {
    const [one, other] = [await setPdf(LETTER), await setPdf(LETTER)];
    expect(one.pdf.equals(other.pdf)).toBe(true);
  });

  it('marks a character that no font has, and says which it is', async () => {
    // U+20BB7, a form of 吉 that stands in names; U+4DAE is rare too, but the font has it.
    const { pdf, unset } = await setPdf({ ...LETTER, addressee: '𠮷田、䶮某' });
    const text = await textOf(pdf);
    expect(unset).toEqual(['U+20BB7']);
    expect(text).toContain('〓田、䶮某：');
    expect(text).toContain('须手写补正：U+20BB7');
  });

  it('has places for the signatures of the parties and the mediator', async () => {
    const { pdf } = await setPdf({ ...LETTER, title: '调解协议书', signedBy: 'parties' });
    const text = await textOf(pdf);
    for (const part of [
      '信访人（签名、盖章或者按指印）：',
      '对方当事人（签名、盖章或者按指印）：',
      '调解员（签名）：',
      '（调解组织印章）',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('张三、欧阳娜：');
  });

  it('never leaves the signature alone on a page', async () => {
    for (let lines = 1; lines <= 60; lines += 1) {
      const blocks = Array.from({ length: lines }, () => ({ kind: 'paragraph', text: '正文。' }) as const);
      const { pdf } = await setPdf({ ...LETTER, blocks });
      const document = await getDocumentProxy(new Uint8Array(pdf));
      const { text } = await extractText(document, { mergePages: false });
      expect([lines, text.at(-1)!.replace(/\s/g, '')]).toEqual([lines, expect.stringContaining('正文。')]);
    }
  }, 60_000);
});
