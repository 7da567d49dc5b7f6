import { composeDocument, type Fields, missingFields } from './compose-document';
import { DOCUMENT_KINDS, type DocumentKind } from './document-kinds';
import { TEMPLATES, templateOf, templateOn } from './templates';

const FIELDS: Fields = {
  number: '20260103-0000012',
  title: '夜间施工噪声',
  receivedOn: '二〇二六年一月三日',
  actOn: '二〇二六年一月五日',
  organ: '郑州市城市管理局',
  petitioners: '张三',
  you: '你',
  claims: '停止夜间施工',
  reason: '不属于本单位职权范围',
  registrationDue: '二〇二六年一月十九日',
  registrationBasis: '《信访工作条例》第二十二条',
  handlingDue: '二〇二六年三月四日',
  handlingBasis: '《信访工作条例》第三十四条',
  extensionDays: '20日',
  extendedTo: '二〇二六年三月二十四日',
  to: '郑州市生态环境局',
  facts: '夜间施工十一次',
  opinion: '予以支持',
  legalBasis: '《噪声污染防治法》第四十三条',
  procedure: '行政复议程序',
  basis: '《行政复议法》第十一条',
  earlier: '20250103-0000001',
  mediator: '赵调解员',
  otherParty: '某建设公司',
  dispute: '夜间施工',
  agreement: '一次性补偿2000元',
  performance: '七日内转账',
};

/** Read from the articles: what each document has to say, and which remedy with which time limit it has to name. */
const DEMANDED: readonly [DocumentKind, readonly string[]][] = [
  // 信访工作条例 Art. 22: registered, dealt with within 15 days.
  [
    'registration-receipt',
    ['20260103-0000012', '夜间施工噪声', '二〇二六年一月三日', '《信访工作条例》第二十二条', '二〇二六年一月十九日'],
  ],
  // Art. 23: received, way and procedure; Art. 34: the time limit; Art. 35: the remedy.
  [
    'acceptance',
    [
      '《信访工作条例》第二十三条',
      '予以受理',
      '处理途径和程序',
      '二〇二六年三月四日',
      '《信访工作条例》第三十五条',
      '三十日内',
      '复查',
    ],
  ],
  // Art. 23: where to go instead.
  ['refusal', ['《信访工作条例》第二十三条', '不予受理', '不属于本单位职权范围', '郑州市生态环境局', '行政复议']],
  // Art. 31: led to its procedure, with the reason. Art. 36: the same claim again is answered with the earlier number.
  ['redirection', ['《信访工作条例》第三十一条', '行政复议程序', '《行政复议法》第十一条', '不属于本单位职权范围']],
  ['refusal', ['20250103-0000001', '《信访工作条例》第三十六条', '不再受理']],
  ['transfer', ['《信访工作条例》第二十三条', '转送郑州市生态环境局', '十五日内']],
  // Art. 34: at most 30 days, approved by the head, with its reason.
  [
    'extension',
    ['《信访工作条例》第三十四条', '负责人批准', '延长20日', '二〇二六年三月二十四日', '不属于本单位职权范围'],
  ],
  // Art. 32: claims, facts and reasons, opinion, legal basis; Art. 35: 30 days to ask for a review.
  [
    'opinion',
    [
      '停止夜间施工',
      '夜间施工十一次',
      '予以支持',
      '《噪声污染防治法》第四十三条',
      '《信访工作条例》第三十五条',
      '三十日内',
      '复查',
    ],
  ],
  // Art. 35, 36: 30 days to ask for a re-review.
  [
    'review',
    [
      '停止夜间施工',
      '夜间施工十一次',
      '予以支持',
      '《噪声污染防治法》第四十三条',
      '《信访工作条例》第三十六条',
      '三十日内',
      '复核',
    ],
  ],
  // Art. 36 paragraph 3: the same claim is not taken again.
  ['re-review', ['予以支持', '《信访工作条例》第三十六条', '终结', '不再受理']],
  // 人民调解法 Art. 29: parties; facts and responsibility; content, way and time of performance; when it takes effect. Art. 32, 33.
  [
    'mediation',
    [
      '张三',
      '某建设公司',
      '夜间施工',
      '一次性补偿2000元',
      '七日内转账',
      '赵调解员',
      '签名、盖章或者按指印',
      '生效',
      '第三十二条',
      '第三十三条',
      '三十日内',
      '司法确认',
    ],
  ],
];

const textOf = (kind: DocumentKind, fields: Fields): string =>
  composeDocument(templateOf(kind, 1)!, fields)
    .blocks.map(({ text }) => text)
    .join('\n');

describe('templates', () => {
  it.each(DEMANDED)('%s says what its articles demand', (kind, demanded) => {
    const text = textOf(kind, FIELDS);
    for (const part of demanded) expect(text).toContain(part);
  });

  it('leaves no placeholder in a text', () => {
    for (const kind of Object.keys(DOCUMENT_KINDS) as DocumentKind[]) expect(textOf(kind, FIELDS)).not.toMatch(/[{}]/);
  });

  it('has every kind, each version once, and an article or ground beside each demand', () => {
    expect(new Set(TEMPLATES.map(({ kind }) => kind))).toEqual(new Set(Object.keys(DOCUMENT_KINDS)));
    expect(new Set(TEMPLATES.map(({ kind, version }) => `${kind}/${version}`)).size).toBe(TEMPLATES.length);
    for (const { demands } of TEMPLATES)
      expect(Object.values(demands).every((article) => article.length > 0)).toBe(true);
  });

  it('names what is missing of an opinion, in the words of Art. 32', () => {
    const template = templateOf('opinion', 1)!;
    expect(missingFields(template, FIELDS)).toEqual([]);
    expect(missingFields(template, { ...FIELDS, facts: undefined, legalBasis: '' })).toEqual(['facts', 'legalBasis']);
  });

  it('leaves out what nobody gave and the law does not demand', () => {
    expect(textOf('refusal', { ...FIELDS, to: undefined })).not.toContain('郑州市生态环境局');
    expect(textOf('mediation', { ...FIELDS, performance: undefined })).not.toContain('履行的方式和期限');
  });

  it('sets each line of a text as a paragraph', () => {
    const { blocks } = composeDocument(templateOf('opinion', 1)!, { ...FIELDS, facts: '其一\n\n其二' });
    expect(blocks.map(({ text }) => text)).toEqual(expect.arrayContaining(['其一', '其二']));
  });

  // The regulations are in force from 2022-05-01 (Art. 50).
  it.each([
    ['2022-04-30', undefined],
    ['2022-05-01', 1],
    ['2026-03-04', 1],
  ])('on %s takes version %p', (date, version) => expect(templateOn('opinion', date)?.version).toBe(version));
});
