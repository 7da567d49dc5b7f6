import { addDuration, parseDuration } from './duration';

describe('parseDuration', () => {
  it.each([
    ['PT0S', 0],
    ['PT2S', 2_000],
    ['PT1.5S', 1_500],
    ['PT30M', 1_800_000],
    ['P1D', 86_400_000],
    ['P1DT1H', 90_000_000],
    ['P1W', 604_800_000],
    ['PT90M', 5_400_000],
    ['P3660D', 316_224_000_000],
  ])('%s is %i ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    'P1Y',
    'P1M',
    '1D',
    'PT1',
    '-P1D',
    'P-1D',
    'P1.5D',
    'pt1s',
    'P3661D',
    'PT1S ',
    'P1WT1H',
    'PT1,5S',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('addDuration', () => {
  it('goes forward and back in Shanghai time', () => {
    expect(addDuration('2026-03-05T00:00:00+08:00', 'P1D', -1)).toBe('2026-03-04T00:00:00+08:00');
    expect(addDuration('2026-03-04T16:00:00Z', 'PT8H', 1)).toBe('2026-03-05T08:00:00+08:00');
  });

  it('refuses what is no instant or no duration', () => {
    expect(() => addDuration('2026-03-05', 'P1D', 1)).toThrow(RangeError);
    expect(() => addDuration('2026-03-05T00:00:00Z', 'P1M', 1)).toThrow(RangeError);
  });
});
