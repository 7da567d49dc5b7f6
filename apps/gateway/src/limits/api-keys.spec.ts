import { ApiKeys, apiKeyIn } from './api-keys';

const KEY = `wg311_${'a-Z_'.repeat(8)}`;
const OTHER = `wg311_${'b'.repeat(32)}`;
const request = (more: { headers?: Record<string, string>; query?: object; body?: unknown }) =>
  apiKeyIn({ headers: {}, query: {}, body: undefined, ...more });

describe('a key in a request', () => {
  it.each([
    ['its header', { headers: { 'x-api-key': KEY } }],
    ['the query', { query: { api_key: KEY } }],
    [
      'a form',
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: Buffer.from(`description=%E5%9D%91&api_key=${KEY}&lat=1`),
      },
    ],
    [
      'a form of parts',
      {
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: Buffer.from(`--x\r\nContent-Disposition: form-data; name="api_key"\r\n\r\n${KEY}\r\n--x--\r\n`),
      },
    ],
    [
      'a part with a type',
      {
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: Buffer.from(
          `--x\r\nContent-Disposition: form-data; name="api_key"\r\nContent-Type: text/plain\r\n\r\n${KEY}\r\n--x--\r\n`,
        ),
      },
    ],
  ])('is found in %s', (_where, more) => {
    expect(request(more)).toBe(KEY);
  });

  it.each([
    ['nothing', {}],
    ['something else', { headers: { 'x-api-key': 'secret' } }],
    ['an empty one', { query: { api_key: '' } }],
    ['a list', { query: { api_key: [KEY, OTHER] } }],
    [
      'another field of a form',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: Buffer.from(`my_api_key=${KEY}`) },
    ],
    ['a body of another type', { headers: { 'content-type': 'text/plain' }, body: Buffer.from(`api_key=${KEY}`) }],
  ])('is not found in %s', (_where, more) => {
    expect(request(more)).toBeUndefined();
  });
});

describe('valid keys', () => {
  // printf '%s' wg311_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb | sha256sum
  const HASH = '95e06219113988bb7d2f93440879657f6a471defcfb09f6c1feb5c22ebe44cab';
  let now = 0;
  let asked: object[] = [];
  let answer: object | undefined;
  let guesses = 0;
  let sut: ApiKeys;
  const ask = () => sut.of(OTHER, async () => void (guesses += 1));

  beforeEach(() => {
    [now, asked, guesses, answer] = [0, [], 0, { found: true, id: 'k1', limitPerMinute: 600 }];
    sut = new ApiKeys(
      {
        ask: async <Answer>(question: string, content: object) => {
          asked.push({ question, content });
          if (!answer) throw new Error('nobody answers');
          return answer as Answer;
        },
      },
      () => now,
    );
  });

  it('are asked for by hash, once a minute', async () => {
    expect(await ask()).toEqual({ id: 'k1', limitPerMinute: 600 });
    now = 59_999;
    await ask();
    expect(asked).toEqual([{ question: 'intake.question.api-key.v1', content: { hash: HASH } }]);
    now = 60_000;
    await ask();
    expect([asked.length, guesses]).toEqual([2, 2]);
  });

  it('stay valid while nobody answers, and end with the next answer', async () => {
    await ask();
    answer = undefined;
    now = 60_000;
    expect(await ask()).toEqual({ id: 'k1', limitPerMinute: 600 });
    answer = { found: false };
    now = 61_999;
    expect(await ask()).toBeDefined();
    now = 62_000;
    expect(await ask()).toBeUndefined();
    expect(asked).toHaveLength(3);
  });

  it('a guess is no key, and costs', async () => {
    answer = { found: false };
    expect(await ask()).toBeUndefined();
    expect(guesses).toBe(1);
    await expect(
      new ApiKeys({ ask: () => Promise.reject(new Error('not asked')) }).of(OTHER, () =>
        Promise.reject(new Error('429')),
      ),
    ).rejects.toThrow('429');
  });
});
