import { inForce, localDate, ResponsibilityMatrix, type ResponsibilityRow } from './matrix';

const row = (matterItem: string, gridCode: string, leadUnit: string, more: Partial<ResponsibilityRow> = {}) => ({
  code: `${matterItem}@${gridCode}`,
  matterItem,
  gridCode,
  leadUnit,
  coHandlers: [],
  ...more,
});

describe('the responsibility matrix', () => {
  const today = '2026-11-23';
  const matrix = new ResponsibilityMatrix([
    row('road-damage', '4101', 'city'),
    row('road-damage', '410105', 'district'),
    row('road-damage', '410105002001', 'community'),
    row('noise', '410105', 'police'),
  ]);

  it.each([
    ['road-damage', '410105002001003', 'community'],
    ['road-damage', '410105002001', 'community'],
    ['road-damage', '410105002003', 'district'],
    ['road-damage', '410105', 'district'],
    ['road-damage', '410181001', 'city'],
    ['road-damage', '4101', 'city'],
    ['noise', '410105002', 'police'],
  ])('%s at %s is led by %s', (item, grid, unit) => {
    expect(matrix.lookup(item, grid, today)?.leadUnit).toBe(unit);
  });

  it.each([
    ['noise', '410181001'],
    ['noise', '4101'],
    ['no-such-item', '410105'],
    ['road-damage', '4102'],
    ['road-damage', 'x'],
  ])('%s at %s is a gap', (item, grid) => {
    expect(matrix.lookup(item, grid, today)).toBeUndefined();
  });

  it('passes over rows out of their dates and units that are gone', () => {
    const dated = new ResponsibilityMatrix([
      row('noise', '4101', 'city'),
      row('noise', '410105', 'past', { validUntil: '2026-11-23' }),
      row('noise', '410106', 'future', { validFrom: '2026-11-24' }),
      row('noise', '410108', 'gone'),
    ]);
    expect(dated.lookup('noise', '410105', '2026-11-22')?.leadUnit).toBe('past');
    expect(dated.lookup('noise', '410105', '2026-11-23')?.leadUnit).toBe('city');
    expect(dated.lookup('noise', '410106', '2026-11-23')?.leadUnit).toBe('city');
    expect(dated.lookup('noise', '410106', '2026-11-24')?.leadUnit).toBe('future');
    expect(dated.lookup('noise', '410108', today, (unit) => unit !== 'gone')?.leadUnit).toBe('city');
  });

  it('answers an overlap by the later decision', () => {
    const overlapping = new ResponsibilityMatrix([
      row('noise', '4101', 'newer', { code: 'noise@4101~2', validFrom: '2026-06-01' }),
      row('noise', '4101', 'older', { validFrom: '2026-01-01' }),
    ]);
    expect(overlapping.lookup('noise', '4101', today)?.leadUnit).toBe('newer');
    expect(overlapping.lookup('noise', '4101', '2026-05-31')?.leadUnit).toBe('older');
  });

  it('replaces a row by its code, wherever it moves', () => {
    const moving = new ResponsibilityMatrix([row('noise', '4101', 'a')]);
    moving.set({ ...row('noise', '410105', 'b'), code: 'noise@4101' });
    expect(moving.lookup('noise', '4101', today)).toBeUndefined();
    expect(moving.lookup('noise', '410105', today)?.leadUnit).toBe('b');
  });
});

describe('dates', () => {
  it('are local dates of UTC+8', () => {
    expect(localDate(new Date('2026-11-23T15:59:59Z'))).toBe('2026-11-23');
    expect(localDate(new Date('2026-11-23T16:00:00Z'))).toBe('2026-11-24');
  });

  it('hold from the first day to the day before the end', () => {
    const dated = { validFrom: '2026-01-01', validUntil: '2026-02-01' };
    expect(inForce(dated, '2025-12-31')).toBe(false);
    expect(inForce(dated, '2026-01-01')).toBe(true);
    expect(inForce(dated, '2026-01-31')).toBe(true);
    expect(inForce(dated, '2026-02-01')).toBe(false);
    expect(inForce({}, '2026-02-01')).toBe(true);
  });
});
