import { open, parseKeyRing, seal, SealBroken, sealedWith } from './keys';

const OLD = Buffer.alloc(32, 1).toString('base64');
const NEW = Buffer.alloc(32, 2).toString('base64');
const name = Buffer.from('王小明');

describe('key ring', () => {
  it('seals with the first key and opens with each', () => {
    const before = parseKeyRing(`k1:${OLD}`);
    const after = parseKeyRing(`k2:${NEW}, k1:${OLD}`);
    const sealed = seal(before, name, 'petitioner/7');
    expect(open(after, sealed, 'petitioner/7').toString()).toBe('王小明');
    expect([sealedWith(sealed), sealedWith(seal(after, name, 'petitioner/7'))]).toEqual(['k1', 'k2']);
  });

  it('has the size of its parts: 2 + key id + iv 12 + text 9 + tag 16, and differs each time', () => {
    const ring = parseKeyRing(`k1:${OLD}`);
    const [one, other] = [seal(ring, name, 'a'), seal(ring, name, 'a')];
    expect(one).toHaveLength(2 + 2 + 12 + 9 + 16);
    expect(one.equals(other)).toBe(false);
    expect(open(ring, seal(ring, Buffer.alloc(0), 'a'), 'a')).toHaveLength(0);
  });

  it('does not open elsewhere, altered anywhere, or without its key', () => {
    const ring = parseKeyRing(`k1:${OLD}`);
    const sealed = seal(ring, name, 'petitioner/7');
    expect(() => open(ring, sealed, 'petitioner/8')).toThrow(SealBroken);
    expect(() => open(parseKeyRing(`k2:${NEW}`), sealed, 'petitioner/7')).toThrow('key k1, which is not in the ring');
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed);
      altered[at]! ^= 1;
      expect(() => open(ring, altered, 'petitioner/7')).toThrow(SealBroken);
    }
    for (const short of [Buffer.alloc(0), Buffer.from([1]), sealed.subarray(0, 20)])
      expect(() => open(ring, short, 'petitioner/7')).toThrow(SealBroken);
  });

  it.each([
    ['', 'expected kid:base64'],
    ['k1', 'expected kid:base64'],
    ['k 1:AAAA', 'expected kid:base64'],
    ['k1:AAAA', 'key k1 has 3 bytes, not 32'],
    [`k1:${OLD},k1:${NEW}`, 'key id k1 stands twice'],
  ])('refuses %j', (text, message) => {
    expect(() => parseKeyRing(text)).toThrow(message);
  });
});
