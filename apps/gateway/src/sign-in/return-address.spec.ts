import { returnAddress } from './return-address';

const of = (asked: string | undefined) =>
  returnAddress(asked, 'https://wangge.example', 'https://admin.wangge.example');

describe('the address to return to', () => {
  it.each([
    [undefined, 'https://wangge.example/'],
    ['', 'https://wangge.example/'],
    ['/petitions?x=1#top', 'https://wangge.example/petitions?x=1#top'],
    ['https://wangge.example/a', 'https://wangge.example/a'],
    ['https://admin.wangge.example/namespaces', 'https://admin.wangge.example/namespaces'],
  ])('%s is ours', (asked, address) => expect(of(asked)).toBe(address));

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'https://wangge.example.evil.example/',
    'https://wangge.example@evil.example/',
    'https://user@wangge.example/',
    'http://wangge.example/',
    'https://wangge.example:8443/',
    'javascript:alert(1)',
    'data:text/html,x',
    '/\t/evil.example',
    '\n//evil.example',
    'petitions',
    `/${'x'.repeat(2_000)}`,
  ])('%j is not', (asked) => expect(of(asked)).toBeUndefined());
});
