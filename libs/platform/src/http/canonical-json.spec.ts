import { canonicalJson } from './canonical-json';
import { requestHash } from './idempotency-key';

describe('canonical JSON', () => {
  it('is the same whatever order the members were written in', () => {
    expect(canonicalJson({ b: [{ z: 1, a: null }], a: '网', c: undefined })).toBe('{"a":"网","b":[{"a":null,"z":1}]}');
    expect(canonicalJson({ 10: 'x', 9: 'y' })).toBe('{"9":"y","10":"x"}');
  });

  it('keeps the order of lists and writes dates as instants', () => {
    expect(canonicalJson([2, 1, new Date('2026-11-23T01:02:03Z')])).toBe('[2,1,"2026-11-23T01:02:03.000Z"]');
  });

  it('a member called __proto__ counts', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"x":1}}'))).toBe('{"__proto__":{"x":1},"b":1}');
  });

  it('the hash tells bodies apart and nothing else', () => {
    // printf '%s' '{"a":1,"b":2}' | sha256sum
    expect(requestHash({ b: 2, a: 1 })).toBe('43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777');
    expect(requestHash({ a: 1, b: '2' })).not.toBe(requestHash({ a: 1, b: 2 }));
    expect(requestHash(undefined)).toBe(requestHash(null));
  });
});
