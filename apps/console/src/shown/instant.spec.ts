import { dueText, instantOfField, instantText } from './instant';

describe('instants', () => {
  it('are shown in local time of the city', () => {
    expect(instantText('2026-11-23T23:57:00Z')).toBe('2026-11-24 07:57');
  });

  it('that end a day are its 24:00', () => {
    expect(dueText('2026-12-02T00:00:00+08:00')).toBe('2026-12-01 24:00');
    expect(dueText('2026-12-02T00:00:30+08:00')).toBe('2026-12-02 00:00');
    expect(dueText('2026-12-02T08:58:21.175+08:00')).toBe('2026-12-02 08:58');
  });

  it('come from a local date-time field with or without seconds', () => {
    expect(instantOfField('2026-11-24T18:00')).toBe('2026-11-24T18:00:00+08:00');
    expect(instantOfField('2026-11-24T18:00:05')).toBe('2026-11-24T18:00:05+08:00');
    expect(instantOfField('')).toBeUndefined();
  });
});
