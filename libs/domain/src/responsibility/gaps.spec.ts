import { reportResponsibility } from './gaps';
import type { ResponsibilityRow } from './matrix';

const row = (matterItem: string, gridCode: string, leadUnit = 'a', more: Partial<ResponsibilityRow> = {}) => ({
  code: `${matterItem}@${gridCode}`,
  matterItem,
  gridCode,
  leadUnit,
  coHandlers: [],
  ...more,
});

/** A city with two districts; the first has two subdistricts, the first of these two communities. */
const grids = ['4101', '410101', '410102', '410101001', '410101002', '410101001001', '410101001002'];
const report = (matterItems: string[], rows: ResponsibilityRow[], units = ['a', 'b']) =>
  reportResponsibility({ grids, matterItems, units: new Set(units), rows }, '2026-11-23');

describe('gaps and overlaps of responsibility', () => {
  it('finds none where a row holds for the whole city', () => {
    expect(report(['noise'], [row('noise', '4101')])).toEqual({ gaps: [], overlaps: [] });
  });

  it('names a gap once, at the top', () => {
    expect(report(['noise'], []).gaps).toEqual([{ matterItem: 'noise', gridCode: '4101', why: 'no-row' }]);
  });

  it('names what a row below leaves open', () => {
    expect(report(['noise'], [row('noise', '410101001001')]).gaps.map((gap) => gap.gridCode)).toEqual([
      '410101001002',
      '410101002',
      '410102',
    ]);
  });

  it('names a district without a row beside one with', () => {
    expect(report(['noise'], [row('noise', '410101')]).gaps).toEqual([
      { matterItem: 'noise', gridCode: '410102', why: 'no-row' },
    ]);
  });

  it('counts a row of a unit that is gone as no answer, and says so', () => {
    expect(report(['noise'], [row('noise', '4101', 'gone'), row('noise', '410101')]).gaps).toEqual([
      { matterItem: 'noise', gridCode: '410102', why: 'unit-gone' },
    ]);
  });

  it('leaves out rows out of their dates, and items not asked for', () => {
    const rows = [row('noise', '4101', 'a', { validUntil: '2026-11-23' }), row('smoke', '4101')];
    expect(report(['noise'], rows).gaps).toHaveLength(1);
  });

  it('names overlaps with their rows and units', () => {
    const rows = [
      row('noise', '4101'),
      row('noise', '410101', 'a'),
      row('noise', '410101', 'b', { code: 'noise@410101~2' }),
      row('noise', '410102', 'b', { code: 'noise@410102~2', validFrom: '2027-01-01' }),
      row('noise', '410102', 'a'),
    ];
    expect(report(['noise'], rows)).toEqual({
      gaps: [],
      overlaps: [
        {
          matterItem: 'noise',
          gridCode: '410101',
          rows: ['noise@410101', 'noise@410101~2'],
          leadUnits: ['a', 'b'],
        },
      ],
    });
  });
});
