import type { Boundary } from './boundary';
import { checkCoverage } from './coverage';

const box = (west: number, south: number, east: number, north: number): Boundary => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});

describe('the coverage check', () => {
  const parent = { code: '41', boundary: box(0, 0, 10, 10) };

  it('finds nothing where the children fill the parent and only touch', () => {
    const found = checkCoverage(parent, [
      { code: '411', boundary: box(0, 0, 5, 10) },
      { code: '412', boundary: box(5, 0, 10, 10) },
    ]);
    expect(found).toEqual({
      withoutBoundary: [],
      samples: 2500,
      gapShare: 0,
      overlapShare: 0,
      gapExamples: [],
      overlaps: [],
    });
  });

  it('measures a gap and an overlap', () => {
    // Columns 0–4 and 3–8 of ten: a tenth covered twice (3–4), a fifth not at all (8–10).
    const found = checkCoverage(parent, [
      { code: '411', boundary: box(0, 0, 4, 10) },
      { code: '412', boundary: box(3, 0, 8, 10) },
      { code: '413' },
    ]);
    expect(found.withoutBoundary).toEqual(['413']);
    expect(found.gapShare).toBeCloseTo(0.2, 2);
    expect(found.overlapShare).toBeCloseTo(0.1, 2);
    expect(found.gapExamples).toHaveLength(10);
    expect(found.overlaps).toHaveLength(1);
    expect(found.overlaps[0]?.codes).toEqual(['411', '412']);
  });

  it('says nothing about gaps where the parent has no boundary', () => {
    const found = checkCoverage({ code: '41' }, [{ code: '411', boundary: box(0, 0, 5, 10) }]);
    expect(found.gapShare).toBeUndefined();
    expect(found.overlapShare).toBe(0);
  });

  it('says what is missing where no child has a boundary', () => {
    expect(checkCoverage(parent, [{ code: '411' }]).withoutBoundary).toEqual(['411']);
    expect(checkCoverage(parent, []).samples).toBe(0);
  });
});
