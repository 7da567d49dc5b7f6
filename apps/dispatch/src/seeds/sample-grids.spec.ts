import { boundaryHolds, boxOf, type Boundary } from '@wangge/domain/grids/boundary';
import { checkCoverage } from '@wangge/domain/grids/coverage';
import { GridIndex } from '@wangge/domain/grids/locate';
import { reportResponsibility } from '@wangge/domain/responsibility/gaps';
import type { Grid } from '../grids/grid';
import type { Responsibility } from '../responsibilities/responsibility';
import { sampleRecords } from './plant';

describe('the samples', () => {
  let grids: Grid[];
  let records: Awaited<ReturnType<typeof sampleRecords>>;
  const boundaryOf = (code: string) => grids.find((grid) => grid.code === code)?.boundary as Boundary;

  beforeAll(async () => {
    records = await sampleRecords();
    grids = records.get('grid') as Grid[];
  });

  it('are the same every time', async () => {
    expect(JSON.stringify([...(await sampleRecords())])).toBe(JSON.stringify([...records]));
  });

  it('mark every boundary below the district as a sample', () => {
    const drawn = grids.filter((grid) => grid.boundary && grid.level !== 'district');
    expect(drawn.length).toBeGreaterThan(200);
    expect(drawn.every((grid) => grid.sample)).toBe(true);
    expect(grids.filter((grid) => grid.level === 'district').every((grid) => !grid.sample)).toBe(true);
  });

  it('draw grids inside their parents', () => {
    for (const grid of grids) {
      if (!grid.boundary || grid.level === 'district' || !grid.parentCode) continue;
      const [west, south, east, north] = boxOf(grid.boundary);
      expect([grid.code, boundaryHolds(boundaryOf(grid.parentCode), [(west + east) / 2, (south + north) / 2])]).toEqual(
        [grid.code, true],
      );
    }
  });

  it('draw communities that cover their street without gap or overlap', () => {
    for (const street of ['410103006', '410105002', '410105015', '410106001']) {
      const children = grids.filter((grid) => grid.parentCode === street);
      const found = checkCoverage({ code: street, boundary: boundaryOf(street) }, children);
      expect(found).toMatchObject({ withoutBoundary: [], gapShare: 0, overlapShare: 0 });
    }
  });

  it('leave two items open in one district, and nothing else', () => {
    const report = reportResponsibility(
      {
        grids: grids.map((grid) => grid.code),
        matterItems: (records.get('matter-item') ?? []).map((item) => item.code),
        units: new Set((records.get('unit') ?? []).map((unit) => unit.code)),
        rows: records.get('responsibility') as Responsibility[],
      },
      '2026-11-23',
    );
    expect(report).toEqual({
      gaps: [
        { matterItem: 'construction-dust', gridCode: '410185', why: 'no-row' },
        { matterItem: 'false-advertising', gridCode: '410185', why: 'no-row' },
      ],
      overlaps: [],
    });
  });

  it('are found by a point in far less than a millisecond', () => {
    const index = new GridIndex();
    for (const grid of grids) if (grid.boundary) index.set(grid.code, grid.boundary);
    const points = Array.from(
      { length: 10_000 },
      (_, n) => [112.8 + (n % 100) * 0.014, 34.3 + Math.floor(n / 100) * 0.007] as const,
    );
    const before = process.cpuUsage();
    const found = points.filter((point) => index.locate(point) !== undefined).length;
    // Time of the processor: 10,000 points in less than 5 s.
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
    expect(found).toBeGreaterThan(5_000);
  });
});
