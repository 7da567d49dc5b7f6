import { catalogueOf, languageOf } from './catalogue';

describe('language', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['de', 'zh'],
    ['*', 'zh'],
    ['en', 'en'],
    ['EN-gb', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-US,en;q=0.9,zh;q=0.8', 'en'],
    ['fr;q=1, zh-TW;q=0.4, en;q=0.7', 'en'],
    ['en;q=0', 'zh'],
    ['english', 'zh'],
  ])('%s → %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

describe('catalogue', () => {
  const catalogue = catalogueOf({ 'due.in': { zh: '还有{days}天', en: '{days} days left' } } as const);

  it('says a message in the asked language with its parameters', () => {
    expect([catalogue.say('due.in', 'zh', { days: 3 }), catalogue.say('due.in', 'en', { days: 3 })]).toEqual([
      '还有3天',
      '3 days left',
    ]);
    expect(catalogue.say('due.in', 'en', {})).toBe('{days} days left');
  });

  it('knows its own keys only', () => {
    expect([catalogue.has('due.in'), catalogue.has('toString'), catalogue.has('due.out')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
