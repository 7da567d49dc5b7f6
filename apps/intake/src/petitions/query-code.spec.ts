import { isQueryCode, queryCodeOf } from './query-code';

const KEY = 'a key of the installation';
const NUMBER = '20261124-0001000';

describe('a query code', () => {
  const code = queryCodeOf(NUMBER, KEY);

  it('is ten characters without letters that look like digits, the same each time, another for each number', () => {
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(queryCodeOf(NUMBER, KEY)).toBe(code);
    expect(queryCodeOf('20261124-0001001', KEY)).not.toBe(code);
    expect(queryCodeOf(NUMBER, 'another key')).not.toBe(code);
  });

  it('is taken in capitals or not', () => {
    expect([code, code.toLowerCase()].map((given) => isQueryCode(NUMBER, given, KEY))).toEqual([true, true]);
  });

  it.each(['', 'A', `${code} `, `${code}A`, code.slice(1), '查询码查询码查询码一', '\u0000', 'ßßßßßßßßßß', '𝟘𝟘𝟘𝟘𝟘'])(
    'is not %j',
    (given) => {
      expect(isQueryCode(NUMBER, given, KEY)).toBe(false);
    },
  );
});
