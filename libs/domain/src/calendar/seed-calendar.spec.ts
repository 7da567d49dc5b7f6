import { isWorkday } from 'chinese-days';
import data from 'chinese-days/dist/chinese-days.json';
import manifest from 'chinese-days/package.json';
import { isWorkingDay } from './calendar';
import { calendarYearSchema } from './calendar-year.schema';
import { SEED_CALENDAR } from './seed-calendar';

const years = Object.entries(SEED_CALENDAR.years).map(([year, days]) => [Number(year), days] as const);
const sorted = (dates: object) => Object.keys(dates).sort();
const chineseName = (text: string) => text.split(',')[1];

describe('the seed calendar', () => {
  it('is named after the version of the package it was made from', () => {
    expect(SEED_CALENDAR.version).toBe(`chinese-days-${manifest.version}`);
  });

  it('has exactly the holidays and make-up days of the package', () => {
    expect(years.flatMap(([, days]) => days.holidays)).toEqual(sorted(data.holidays));
    expect(years.flatMap(([, days]) => days.makeUpDays)).toEqual(sorted(data.workdays));
  });

  it('names every one of them as the package does', () => {
    const names = Object.assign({}, ...years.map(([, days]) => days.names)) as Record<string, string>;
    const theirs = Object.entries({ ...data.holidays, ...data.workdays }).map(([date, text]) => [
      date,
      chineseName(text),
    ]);
    expect(names).toEqual(Object.fromEntries(theirs));
  });

  it('reaches from 2004 to 2026', () => {
    expect(years.map(([year]) => year)).toEqual(Array.from({ length: 23 }, (_, index) => 2004 + index));
  });

  it('calls every date of those years working where the package does', () => {
    const different: string[] = [];
    for (let at = Date.UTC(2004, 0, 1); at < Date.UTC(2027, 0, 1); at += 86_400_000) {
      const date = new Date(at).toISOString().slice(0, 10);
      const { working, provisional } = isWorkingDay(SEED_CALENDAR, date);
      if (working !== isWorkday(date) || provisional) different.push(date);
    }
    expect(different).toEqual([]);
  });

  it.each(years)('%i is a year that could be published', (year, days) => {
    expect(calendarYearSchema(year).safeParse(days).error?.issues ?? []).toEqual([]);
  });
});
