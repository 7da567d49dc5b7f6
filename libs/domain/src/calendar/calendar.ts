import { firstDayOfYear, isWeekend, parseDate } from './local-date';

/** What the State Council's notice says of a year. All dates are `YYYY-MM-DD` and of that year. */
export interface CalendarYear {
  /** Dates on which nobody works, weekends within a festival included. */
  readonly holidays: readonly string[];
  /** Saturdays and Sundays that are worked (调休上班). */
  readonly makeUpDays: readonly string[];
  /** Date → festival, for the explanation. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Holidays and make-up working days. A year that is absent has not been published: its weekdays count, provisionally. */
export interface Calendar {
  /** One word for a calendar as a whole; of one that is published year by year a word for each: `2025.1 2026.2`. */
  readonly version: string;
  readonly years: Readonly<Record<number, CalendarYear>>;
}

/** What a date is. */
export type DayKind = 'working' | 'weekend' | 'holiday' | 'makeUp';

/** A calendar made ready for counting. */
export interface WorkingDays {
  /** Kind of a day number. */
  kindOf(day: number): DayKind;
  /** Whether the year of the day is published. */
  isPublished(day: number): boolean;
  /** Festival of a holiday or make-up day, where the calendar names it. */
  nameOf(day: number): string | undefined;
}

const compiled = new WeakMap<Calendar, WorkingDays>();

/** The calendar by day number; made once for each calendar. Calendars are values: a changed one is another object. */
export function workingDaysOf(calendar: Calendar): WorkingDays {
  const known = compiled.get(calendar);
  if (known) return known;
  const special = new Map<number, DayKind>();
  const names = new Map<number, string>();
  const published: [number, number][] = [];
  for (const [year, days] of Object.entries(calendar.years)) {
    published.push([firstDayOfYear(Number(year)), firstDayOfYear(Number(year) + 1)]);
    for (const date of days.holidays) special.set(parseDate(date)!, 'holiday');
    for (const date of days.makeUpDays) special.set(parseDate(date)!, 'makeUp');
    for (const [date, name] of Object.entries(days.names ?? {})) names.set(parseDate(date)!, name);
  }
  const made: WorkingDays = {
    kindOf: (day) => special.get(day) ?? (isWeekend(day) ? 'weekend' : 'working'),
    isPublished: publishedTest(published),
    nameOf: (day) => names.get(day),
  };
  compiled.set(calendar, made);
  return made;
}

/** Whole stretches of published years, so that asking day by day costs nothing. */
function publishedTest(years: readonly [number, number][]): (day: number) => boolean {
  const stretches: [number, number][] = [];
  for (const [from, to] of [...years].sort((a, b) => a[0] - b[0])) {
    const last = stretches.at(-1);
    if (last && last[1] === from) last[1] = to;
    else stretches.push([from, to]);
  }
  return (day) => stretches.some(([from, to]) => day >= from && day < to);
}

const isWorkingKind = (kind: DayKind): boolean => kind === 'working' || kind === 'makeUp';

/** Whether a day number is worked. */
export const isWorked = (days: WorkingDays, day: number): boolean => isWorkingKind(days.kindOf(day));

/**
 * Whether a date `YYYY-MM-DD` is a working day. `provisional` when its year is not in the calendar: then weekdays are.
 * @throws RangeError when the text is no date
 */
export function isWorkingDay(calendar: Calendar, date: string): { working: boolean; provisional: boolean } {
  const day = parseDate(date);
  if (day === undefined) throw new RangeError(`no date: ${date}`);
  const days = workingDaysOf(calendar);
  return { working: isWorked(days, day), provisional: !days.isPublished(day) };
}

/** The calendar with a year published anew. */
export function withYear(calendar: Calendar, year: number, days: CalendarYear, version: string): Calendar {
  return { version, years: { ...calendar.years, [year]: days } };
}

/** What of a calendar's version stands for the years from one to another: what counts in them rests on nothing else. */
export const versionOfYears = ({ version }: Calendar, from: number, to: number): string =>
  version
    .split(' ')
    .filter((word) => !/^\d{4}\./.test(word) || (from <= parseInt(word) && parseInt(word) <= to))
    .join(' ');
