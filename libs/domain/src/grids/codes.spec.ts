import { chainOf, levelOf, parentOf, parseCodeLengths } from './codes';

describe('grid codes', () => {
  it('tells the level by the digits', () => {
    expect(levelOf('4101')).toBe('city');
    expect(levelOf('410105')).toBe('district');
    expect(levelOf('410105002')).toBe('subdistrict');
    expect(levelOf('410105002001')).toBe('community');
    expect(levelOf('410105002001003')).toBe('block');
    expect(levelOf('41010')).toBeUndefined();
    expect(levelOf('41010x')).toBeUndefined();
    expect(levelOf('')).toBeUndefined();
  });

  it('goes up by cutting digits', () => {
    expect(parentOf('410105002001')).toBe('410105002');
    expect(parentOf('4101')).toBeUndefined();
    expect(chainOf('410105002001')).toEqual(['410105002001', '410105002', '410105', '4101']);
    expect(chainOf('41')).toEqual([]);
  });

  it('takes other lengths from configuration', () => {
    const lengths = parseCodeLengths('4, 6, 8, 10, 14');
    expect(levelOf('41010502', lengths)).toBe('subdistrict');
    expect(chainOf('4101050201', lengths)).toEqual(['4101050201', '41010502', '410105', '4101']);
  });

  it.each(['4,6,9,12', '4,6,6,12,15', '6,4,9,12,15', 'a,b,c,d,e', '0,6,9,12,15', '4,6,9,12,31'])(
    'refuses lengths %s',
    (text) => {
      expect(() => parseCodeLengths(text)).toThrow('grid code lengths');
    },
  );
});
