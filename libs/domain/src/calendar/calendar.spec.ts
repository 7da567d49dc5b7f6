import { isWorkingDay, withYear } from './calendar';
import { calendarYearSchema } from './calendar-year.schema';
import { SEED_CALENDAR } from './seed-calendar';

describe('isWorkingDay', () => {
  it.each([
    ['2026-02-13', true, false, 'a Friday'],
    ['2026-02-14', true, false, 'a Saturday worked for Spring Festival'],
    ['2026-02-16', false, false, 'a Monday of Spring Festival'],
    ['2026-03-01', false, false, 'a Sunday'],
    ['2027-01-01', true, true, 'a Friday of a year that is not published'],
    ['2027-01-02', false, true, 'a Saturday of a year that is not published'],
    ['2003-12-31', true, true, 'a Wednesday before the calendar begins'],
  ])('%s: working %s, provisional %s (%s)', (date, working, provisional) => {
    expect(isWorkingDay(SEED_CALENDAR, date)).toEqual({ working, provisional });
  });

  it('follows a year that is published later', () => {
    const later = withYear(
      SEED_CALENDAR,
      2027,
      { holidays: ['2027-01-01'], makeUpDays: ['2027-01-03'] },
      'published-2027',
    );
    expect(isWorkingDay(later, '2027-01-01')).toEqual({ working: false, provisional: false });
    expect(isWorkingDay(later, '2027-01-03')).toEqual({ working: true, provisional: false });
    expect(isWorkingDay(SEED_CALENDAR, '2027-01-01').working).toBe(true);
    expect(later.version).toBe('published-2027');
  });

  it('refuses what is no date', () => {
    expect(() => isWorkingDay(SEED_CALENDAR, '2026-02-30')).toThrow(RangeError);
  });
});

describe('a year to publish', () => {
  it.each([
    ['a date of another year', { holidays: ['2026-01-01'], makeUpDays: [] }],
    ['no date', { holidays: ['2027-02-30'], makeUpDays: [] }],
    ['a date twice', { holidays: ['2027-01-01', '2027-01-01'], makeUpDays: [] }],
    ['a date both off and worked', { holidays: ['2027-01-02'], makeUpDays: ['2027-01-02'] }],
    ['a make-up day on a Friday', { holidays: [], makeUpDays: ['2027-01-08'] }],
    ['a name for a plain date', { holidays: [], makeUpDays: [], names: { '2027-03-01': '元旦' } }],
    ['an unknown field', { holidays: [], makeUpDays: [], weekends: [] }],
  ])('is refused with %s', (_, year) => {
    expect(calendarYearSchema(2027).safeParse(year).success).toBe(false);
  });
});
