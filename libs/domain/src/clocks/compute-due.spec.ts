import { SEED_CALENDAR } from '../calendar/seed-calendar';
import { petitionNational } from '../rule-packs/petition-national';
import type { ClockRule } from './clock-rule';
import { computeDue } from './compute-due';
import { DeadlineError } from './deadline-error';

const rule = (unit: ClockRule['unit'], amount: number | string, more: Partial<ClockRule> = {}): ClockRule => ({
  id: 'clock',
  unit,
  amount,
  startsOn: 'received',
  article: '信访工作条例 第34条',
  text: { zh: '示例', en: 'Sample' },
  onExpiry: [],
  ...more,
});
const roll = (days: number) => rule('calendarDay', days, { rollToWorkingDay: true });
const plain = (days: number) => rule('calendarDay', days);
const work = (days: number) => rule('workingDay', days);
const elapsed = (amount: number | string) => rule('elapsed', amount);
const hours = (amount: number | string) => rule('workingHour', amount);

interface Extra {
  /** `FROM/TO`; without an offset +08:00 is meant, a bare date is its beginning, no TO is open. */
  readonly suspend?: readonly string[];
  readonly extend?: number | string;
  readonly provisional?: true;
  readonly workingTime?: readonly { from: string; to: string }[];
}
/** Rule, start (+08:00 where no offset is given), due date or instant, why, and what else. */
type Row = readonly [rule: ClockRule, start: string, due: string | null, why: string, extra?: Extra];

/*
 * Worked out by hand from the counting rule and the State Council's notices:
 * 2024 off 01-01, 02-10…17, 04-04…06, 05-01…05, 06-10, 09-15…17, 10-01…07; worked 02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12
 * 2025 off 01-01, 01-28…02-04, 04-04…06, 05-01…05, 05-31…06-02, 10-01…08; worked 01-26 02-08 04-27 09-28 10-11
 * 2026 off 01-01…03, 02-15…23, 04-04…06, 05-01…05, 06-19…21, 09-25…27, 10-01…07; worked 01-04 02-14 02-28 05-09 09-20 10-10
 */
// prettier-ignore
const CALENDAR_DAYS: readonly Row[] = [
  [roll(60), '2026-01-03T09:00:00', '2026-03-04', 'Jan 4–31 are 28, February 56, Mar 4 is the 60th, a Wednesday'],
  [roll(15), '2026-01-03T09:00:00', '2026-01-19', 'Jan 18 is a Sunday, Monday follows'],
  [roll(15), '2026-01-30T09:00:00', '2026-02-14', 'Jan 31 is the 1st, Feb 14 the 15th: a Saturday that is worked'],
  [roll(15), '2026-01-31T09:00:00', '2026-02-24', 'Feb 15 begins Spring Festival, which ends on Monday 23'],
  [roll(30), '2026-01-24T09:00:00', '2026-02-24', 'Jan 25–31 are 7, Feb 23 is the 30th and the festival’s last date'],
  [roll(30), '2026-01-29T09:00:00', '2026-02-28', 'Jan 30 and 31 are 2, Feb 28 the 30th: a Saturday that is worked'],
  [roll(30), '2026-01-30T09:00:00', '2026-03-02', 'Jan 31 is 1, February 29, Mar 1 the 30th: a Sunday'],
  [roll(15), '2024-01-26T09:00:00', '2024-02-18', 'Jan 27–31 are 5, Feb 10 the 15th; after the festival Sunday 18 is worked'],
  [roll(15), '2024-01-20T09:00:00', '2024-02-04', 'Jan 21–31 are 11, Feb 4 the 15th: a Sunday that is worked'],
  [roll(30), '2024-01-30T09:00:00', '2024-02-29', 'Jan 31 is 1, the leap day the 30th: a Thursday'],
  [roll(1), '2024-02-28T09:00:00', '2024-02-29', 'the date after Feb 28 in a leap year'],
  [roll(1), '2024-02-29T09:00:00', '2024-03-01', 'the date after the leap day, a Friday'],
  [roll(1), '2025-02-28T09:00:00', '2025-03-03', 'no leap day in 2025: Mar 1 is a Saturday, Monday is 3'],
  [roll(60), '2023-12-31T09:00:00', '2024-02-29', 'January has 31, February 29 in 2024: the 60th'],
  [roll(60), '2025-12-31T09:00:00', '2026-03-02', 'January and February are 59, Mar 1 the 60th: a Sunday'],
  [roll(15), '2025-01-13T09:00:00', '2025-02-05', 'Jan 28 begins Spring Festival, which ends on Feb 4; 5 is a Wednesday'],
  [roll(15), '2025-01-11T09:00:00', '2025-01-26', 'Jan 26 is a Sunday that is worked'],
  [roll(5), '2025-02-03T09:00:00', '2025-02-08', 'Feb 8 is a Saturday that is worked'],
  [roll(15), '2025-12-17T09:00:00', '2026-01-04', 'Dec 18–31 are 14, Jan 1 the 15th; off until 3, Sunday 4 is worked'],
  [roll(15), '2024-12-17T09:00:00', '2025-01-02', 'Jan 1 is off, 2 is a Thursday'],
  [roll(15), '2024-04-20T09:00:00', '2024-05-06', 'Apr 21–30 are 10, May 5 the 15th, the last date of Labour Day'],
  [roll(30), '2024-09-01T09:00:00', '2024-10-08', 'Sep 2–30 are 29, Oct 1 the 30th; off until 7'],
  [roll(30), '2025-09-06T09:00:00', '2025-10-09', 'Sep 7–30 are 24, Oct 6 the 30th; off until 8'],
  [roll(30), '2026-09-01T09:00:00', '2026-10-08', 'Oct 1 is the 30th; off until 7, 8 is a Thursday'],
  [roll(15), '2026-06-05T09:00:00', '2026-06-22', 'Jun 20 is the Saturday of Dragon Boat, Monday is 22'],
  [roll(15), '2026-09-05T09:00:00', '2026-09-20', 'Sep 20 is a Sunday that is worked'],
  [plain(15), '2026-01-31T09:00:00', '2026-02-15', 'without the roll a festival is a last date like another'],
  [plain(1), '2026-01-03T09:00:00', '2026-01-04', 'the next date'],
  [roll(60), '2026-01-03T23:59:59', '2026-03-04', 'the hour of the start does not matter'],
  [roll(60), '2026-01-03T15:59:59.999Z', '2026-03-04', '23:59:59.999 of Jan 3 in Shanghai'],
  [roll(60), '2026-01-03T16:00:00Z', '2026-03-05', '00:00 of Jan 4 in Shanghai, so one later: a Thursday'],
  [roll(60), '2026-01-03T00:00:00+09:00', '2026-03-03', '23:00 of Jan 2 in Shanghai, so one earlier: a Tuesday'],
  [roll(60), '2026-01-02T17:00:00-05:00', '2026-03-04', '06:00 of Jan 3 in Shanghai'],
];

// prettier-ignore
const SUSPENDED_CALENDAR_DAYS: readonly Row[] = [
  [roll(60), '2026-01-03T09:00:00', '2026-03-16', 'Jan 10–19 are 10 out: Mar 14, a Saturday', { suspend: ['2026-01-10T10:00:00/2026-01-20T09:00:00'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-04', 'no date lies in it: same date', { suspend: ['2026-01-10T10:00:00/2026-01-10T18:00:00'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-05', 'two hours over midnight take Jan 10 out', { suspend: ['2026-01-10T23:00:00/2026-01-11T01:00:00'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-04', 'of no length', { suspend: ['2026-01-10T10:00:00/2026-01-10T10:00:00'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-19', 'Jan 10–24 once: 15 out, a Thursday', { suspend: ['2026-01-10/2026-01-20', '2026-01-15/2026-01-25'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-19', 'the same in the other order', { suspend: ['2026-01-15/2026-01-25', '2026-01-10/2026-01-20'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-16', 'end to end: Jan 10–19, Mar 14 is a Saturday', { suspend: ['2026-01-10/2026-01-15', '2026-01-15/2026-01-20'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-16', 'one within another counts nothing', { suspend: ['2026-01-10/2026-01-20', '2026-01-12/2026-01-14'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-09', 'begins before the start: Jan 4–7 are out, Mar 8 is a Sunday', { suspend: ['2025-12-20/2026-01-08'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-04', 'wholly before the start', { suspend: ['2025-12-01/2025-12-31'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-04', 'takes out dates until the start’s, which is not counted anyway', { suspend: ['2026-01-01/2026-01-04'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-06', 'Mar 3 is the 59th, 4 and 5 are out, 6 the 60th: a Friday', { suspend: ['2026-03-04/2026-03-06'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-04', 'begins after the last date', { suspend: ['2026-03-05/2026-03-10'] }],
  [roll(15), '2026-01-03T09:00:00', '2026-01-19', 'the Monday to which it rolls is suspended and stays', { suspend: ['2026-01-19/2026-01-22'] }],
  [roll(15), '2026-01-03T09:00:00', '2026-01-19', 'Sunday 18 itself is out: the 15th is Monday 19', { suspend: ['2026-01-18/2026-01-19'] }],
  [roll(30), '2026-02-01T09:00:00', '2026-03-19', 'over the festival: Feb 2–9 are 8, 26–28 11, Mar 19 the 30th: a Thursday', { suspend: ['2026-02-10/2026-02-26'] }],
  [roll(15), '2025-03-01T09:00:00', '2025-05-15', 'Mar 2–4 are 3, then May 4–15 are 12: a Thursday', { suspend: ['2025-03-05/2025-05-04'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-04', '16:00Z is the beginning of Jan 11 in Shanghai, both ends: no date', { suspend: ['2026-01-10T16:00:00Z/2026-01-11T15:59:59Z'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-05', 'a second longer it takes Jan 11 out', { suspend: ['2026-01-10T16:00:00Z/2026-01-11T16:00:00Z'] }],
  [roll(60), '2026-01-03T09:00:00', null, 'open', { suspend: ['2026-01-10T10:00:00'] }],
  [roll(60), '2026-01-03T09:00:00', null, 'one of two open', { suspend: ['2026-01-10/2026-01-20', '2026-02-01T00:00:00'] }],
  [roll(60), '2026-01-03T09:00:00', null, 'open since before the start', { suspend: ['2025-12-20'] }],
];

// prettier-ignore
const EXTENDED: readonly Row[] = [
  [roll(60), '2026-01-03T09:00:00', '2026-04-03', '90 dates: Mar 4 and 30 more, a Friday', { extend: 30 }],
  [roll(60), '2026-01-03T09:00:00', '2026-04-07', '91 dates: Apr 4 is 清明, off until Monday 6', { extend: 31 }],
  [roll(60), '2026-01-03T09:00:00', '2026-04-13', '90 dates with Jan 10–19 out: a Monday', { extend: 30, suspend: ['2026-01-10/2026-01-20'] }],
  [roll(60), '2026-01-03T09:00:00', '2026-03-04', 'by nothing', { extend: 0 }],
  [roll(60), '2026-01-03T09:00:00', null, 'while suspended', { extend: 30, suspend: ['2026-02-01'] }],
  [roll(15), '2026-01-03T09:00:00', '2026-01-19', 'Jan 18 and 1 more: added before counting, so the Sunday is no last date', { extend: 1 }],
  [work(5), '2026-02-02T09:00:00', '2026-02-14', '10 working days: Feb 3–6, 9–13, Saturday 14 is worked', { extend: 5 }],
];

// prettier-ignore
const WORKING_DAYS: readonly Row[] = [
  [work(5), '2026-01-05T09:00:00', '2026-01-12', 'Jan 6–9 are 4, Monday 12 the 5th'],
  [work(5), '2026-02-12T09:00:00', '2026-02-26', 'Feb 13, worked Saturday 14, then 24 25 26'],
  [work(5), '2026-02-14T09:00:00', '2026-02-28', 'Feb 24–27 are 4, worked Saturday 28 the 5th'],
  [work(5), '2026-02-16T09:00:00', '2026-02-28', 'a start within the festival: Feb 24–28'],
  [work(5), '2026-01-01T09:00:00', '2026-01-08', 'worked Sunday Jan 4, then 5 6 7 8'],
  [work(5), '2025-12-29T09:00:00', '2026-01-06', 'Dec 30 31, worked Sunday Jan 4, 5 6'],
  [work(7), '2024-12-27T09:00:00', '2025-01-08', 'Dec 30 31, Jan 2 3, 6 7 8'],
  [work(5), '2024-02-08T09:00:00', '2024-02-21', 'Feb 9, worked Sunday 18, 19 20 21'],
  [work(5), '2024-02-02T09:00:00', '2024-02-08', 'worked Sunday Feb 4, 5 6 7 8'],
  [work(5), '2025-01-24T09:00:00', '2025-02-07', 'worked Sunday Jan 26, 27, Feb 5 6 7'],
  [work(6), '2025-01-24T09:00:00', '2025-02-08', 'and the worked Saturday Feb 8'],
  [work(5), '2024-09-12T09:00:00', '2024-09-20', 'Sep 13, worked Saturday 14, 18 19 20'],
  [work(10), '2024-09-23T09:00:00', '2024-10-11', 'Sep 24–27 are 4, worked Sunday 29, 30, Oct 8–11'],
  [work(11), '2024-09-23T09:00:00', '2024-10-12', 'and the worked Saturday Oct 12'],
  [work(5), '2025-09-26T09:00:00', '2025-10-10', 'worked Sunday Sep 28, 29 30, Oct 9 10'],
  [work(6), '2025-09-26T09:00:00', '2025-10-11', 'and the worked Saturday Oct 11'],
  [work(5), '2024-04-02T09:00:00', '2024-04-10', 'Apr 3, worked Sunday 7, 8 9 10'],
  [work(3), '2024-04-26T09:00:00', '2024-04-30', 'worked Sunday Apr 28, 29 30'],
  [work(5), '2024-05-06T09:00:00', '2024-05-11', 'May 7–10 are 4, worked Saturday 11'],
  [work(1), '2026-07-03T09:00:00', '2026-07-06', 'from Friday to Monday'],
  [work(1), '2026-07-04T09:00:00', '2026-07-06', 'from Saturday to Monday'],
  [work(1), '2024-02-28T09:00:00', '2024-02-29', 'the leap day is a Thursday'],
  [work(1), '2026-01-08T16:30:00Z', '2026-01-12', '00:30 of Friday Jan 9 in Shanghai'],
  [work(5), '2026-01-05T09:00:00', '2026-01-14', 'Jan 6, 9, 12 13 14', { suspend: ['2026-01-07T15:00:00/2026-01-09T08:00:00'] }],
  [work(5), '2026-01-05T09:00:00', '2026-01-12', 'a suspended weekend takes nothing out', { suspend: ['2026-01-10/2026-01-12'] }],
  [work(5), '2026-01-05T09:00:00', '2026-01-16', 'Jan 7–12 are out once: 6, 13 14 15 16', { suspend: ['2026-01-07/2026-01-09', '2026-01-08/2026-01-13'] }],
  [work(5), '2026-02-12T09:00:00', '2026-02-28', 'Feb 14–24 are out: 13, 25 26 27, worked 28', { suspend: ['2026-02-14/2026-02-25'] }],
  [work(5), '2026-02-12T09:00:00', '2026-02-26', 'only festival dates are suspended', { suspend: ['2026-02-15/2026-02-24'] }],
  [work(5), '2026-01-05T09:00:00', null, 'open', { suspend: ['2026-01-07T15:00:00'] }],
];

// prettier-ignore
const PROVISIONAL: readonly Row[] = [
  [work(5), '2026-12-29T09:00:00', '2027-01-05', 'Dec 30 31, and by weekdays Jan 1 4 5', { provisional: true }],
  [work(2), '2026-12-29T09:00:00', '2026-12-31', 'ends before the year that is not published'],
  [roll(15), '2026-12-17T09:00:00', '2027-01-01', 'Friday Jan 1 is a weekday as far as one knows', { provisional: true }],
  [roll(15), '2026-12-18T09:00:00', '2027-01-04', 'Jan 2 is a Saturday, Monday is 4', { provisional: true }],
  [plain(15), '2026-12-18T09:00:00', '2027-01-02', 'without the roll no calendar is needed'],
  [roll(14), '2026-12-13T09:00:00', '2026-12-28', 'Dec 27 is a Sunday; 2026 is published'],
  [roll(60), '2026-12-31T09:00:00', '2027-03-01', 'January and February are 59; Mar 1 is a Monday', { provisional: true }],
  [hours('PT1H'), '2026-12-31T17:00:00', '2027-01-01T09:30:00', 'half an hour on Thursday, half on Friday Jan 1', { provisional: true }],
  [work(1), '2003-06-06T09:00:00', '2003-06-09', 'years before the calendar are not in it either: Friday to Monday', { provisional: true }],
];

// prettier-ignore
const ELAPSED: readonly Row[] = [
  [elapsed('PT30M'), '2026-01-03T23:45:00', '2026-01-04T00:15:00', 'over midnight'],
  [elapsed('PT2S'), '2026-01-03T09:00:00.250', '2026-01-03T09:00:02.250', 'a drill of two seconds'],
  [elapsed('P1D'), '2026-02-28T10:00:00', '2026-03-01T10:00:00', '24 hours'],
  [elapsed(1), '2024-02-28T10:00:00', '2024-02-29T10:00:00', 'a number is days'],
  [elapsed('P1W'), '2026-02-14T10:00:00', '2026-02-21T10:00:00', 'festivals do not matter'],
  [elapsed('PT4H'), '2026-01-03T01:00:00Z', '2026-01-03T13:00:00', '09:00 in Shanghai'],
  [elapsed('PT4H'), '2026-01-03T09:00:00', '2026-01-03T14:00:00', 'an hour longer', { suspend: ['2026-01-03T10:00:00/2026-01-03T11:00:00'] }],
  [elapsed('PT4H'), '2026-01-03T09:00:00', '2026-01-03T15:00:00', '10:00–12:00 once', { suspend: ['2026-01-03T10:00:00/2026-01-03T11:00:00', '2026-01-03T10:30:00/2026-01-03T12:00:00'] }],
  [elapsed('PT4H'), '2026-01-03T09:00:00', '2026-01-03T13:30:00', 'half an hour of it after the start', { suspend: ['2026-01-03T08:00:00/2026-01-03T09:30:00'] }],
  [elapsed('PT4H'), '2026-01-03T09:00:00', '2026-01-03T13:00:00', 'over before the start', { suspend: ['2026-01-03T08:00:00/2026-01-03T09:00:00'] }],
  [elapsed('PT4H'), '2026-01-03T09:00:00', '2026-01-03T13:00:00', 'begins when it is due', { suspend: ['2026-01-03T13:00:00/2026-01-03T16:00:00'] }],
  [elapsed('PT4H'), '2026-01-03T09:00:00', '2026-01-03T15:00:00', 'until 14:30 by the first, in which the second lies: half an hour more', { suspend: ['2026-01-03T13:30:00/2026-01-03T14:00:00', '2026-01-03T12:00:00/2026-01-03T13:30:00'] }],
  [elapsed('PT4H'), '2026-01-03T09:00:00', '2026-01-03T13:00:00', 'of no length', { suspend: ['2026-01-03T10:00:00/2026-01-03T10:00:00'] }],
  [elapsed('PT4H'), '2026-01-03T09:00:00', '2026-01-04T13:00:00', 'a day of extension is 24 hours', { extend: 1 }],
  [elapsed('PT10S'), '2026-01-03T09:00:00', '2026-01-03T09:00:15', 'by a duration', { extend: 'PT5S' }],
  [elapsed('PT4H'), '2026-01-03T09:00:00', null, 'open', { suspend: ['2026-01-03T10:00:00'] }],
];

/** 09:00–12:00 and 13:30–17:30, 7 hours; 2026-01-05 is a Monday. */
// prettier-ignore
const WORKING_HOURS: readonly Row[] = [
  [hours('PT2H'), '2026-01-05T09:00:00', '2026-01-05T11:00:00', 'within the morning'],
  [hours(2), '2026-01-05T09:00:00', '2026-01-05T11:00:00', 'a number is hours'],
  [hours('PT3H'), '2026-01-05T09:00:00', '2026-01-05T12:00:00', 'the end of the morning, not the beginning of the afternoon'],
  [hours('PT4H'), '2026-01-05T09:00:00', '2026-01-05T14:30:00', '3 in the morning, 1 from 13:30'],
  [hours('PT7H'), '2026-01-05T09:00:00', '2026-01-05T17:30:00', 'the whole day'],
  [hours('PT8H'), '2026-01-05T09:00:00', '2026-01-06T10:00:00', 'and an hour on Tuesday'],
  [hours('PT35H'), '2026-01-05T09:00:00', '2026-01-09T17:30:00', 'five whole days'],
  [hours('PT36H'), '2026-01-05T09:00:00', '2026-01-12T10:00:00', 'and an hour on the next Monday'],
  [hours('PT1H'), '2026-01-05T12:30:00', '2026-01-05T14:30:00', 'a start at lunch begins at 13:30'],
  [hours('PT1H'), '2026-01-05T08:00:00', '2026-01-05T10:00:00', 'a start before work begins at 09:00'],
  [hours('PT1H'), '2026-01-05T18:00:00', '2026-01-06T10:00:00', 'a start after work begins on Tuesday'],
  [hours('PT1H'), '2026-01-05T17:30:00', '2026-01-06T10:00:00', 'nothing is left of Monday at its end'],
  [hours('PT1H'), '2026-01-09T17:00:00', '2026-01-12T09:30:00', 'half an hour on Friday, half on Monday'],
  [hours('PT1H'), '2026-01-10T10:00:00', '2026-01-12T10:00:00', 'a start on Saturday begins on Monday'],
  [hours('PT2H'), '2026-02-13T17:00:00', '2026-02-14T10:30:00', 'half an hour on Friday, the rest on the worked Saturday'],
  [hours('PT2H'), '2026-02-14T17:00:00', '2026-02-24T10:30:00', 'half an hour on the worked Saturday, the rest after the festival'],
  [hours('PT1S'), '2026-01-05T11:59:59.500', '2026-01-05T13:30:00.500', 'half a second each side of lunch'],
  [hours('PT2H'), '2026-01-05T09:00:00', '2026-01-05T12:00:00', '09–10 and 11–12', { suspend: ['2026-01-05T10:00:00/2026-01-05T11:00:00'] }],
  [hours('PT4H'), '2026-01-05T09:00:00', '2026-01-05T15:30:00', '2.5 until 11:30, 1.5 from 14:00', { suspend: ['2026-01-05T11:30:00/2026-01-05T14:00:00'] }],
  [hours('PT8H'), '2026-01-05T09:00:00', '2026-01-06T11:30:00', '3 and 3.5 on Monday, 1.5 from 10:00', { suspend: ['2026-01-05T17:00:00/2026-01-06T10:00:00'] }],
  [hours('PT1H'), '2026-01-09T17:00:00', '2026-01-12T09:30:00', 'a suspended weekend takes nothing out', { suspend: ['2026-01-10T00:00:00/2026-01-12T00:00:00'] }],
  [hours('PT1H'), '2026-01-05T09:00:00', '2026-01-05T11:00:00', 'begins before the start', { suspend: ['2026-01-05T08:00:00/2026-01-05T10:00:00'] }],
  [hours('PT2H'), '2026-01-05T09:00:00', '2026-01-05T14:00:00', '09–10, 11:30–12, 13:30–14: 10:00–11:30 once', { suspend: ['2026-01-05T10:00:00/2026-01-05T11:00:00', '2026-01-05T10:30:00/2026-01-05T11:30:00'] }],
  [hours('PT2H'), '2026-01-05T09:00:00', '2026-01-05T11:00:00', 'begins when it is due', { suspend: ['2026-01-05T11:00:00/2026-01-05T12:00:00'] }],
  [hours('PT2H'), '2026-01-05T09:00:00', '2026-01-08T11:00:00', 'suspended for three days from the start', { suspend: ['2026-01-05T09:00:00/2026-01-08T09:00:00'] }],
  [hours('PT2H'), '2026-01-05T09:00:00', '2026-01-06T11:00:00', 'a day of extension is a working day’s 7 hours: 9 in all', { extend: 1 }],
  [hours('PT2H'), '2026-01-05T09:00:00', '2026-01-05T14:30:00', 'by two hours: 4 in all', { extend: 'PT2H' }],
  [hours('PT15H'), '2026-01-05T08:30:00', '2026-01-06T18:00:00', '7.5 on each of two days', { workingTime: [{ from: '08:30', to: '12:00' }, { from: '14:00', to: '18:00' }] }],
  [hours('PT30H'), '2026-01-05T09:00:00', '2026-01-06T15:00:00', 'round the clock: 15 on Monday, 15 on Tuesday', { workingTime: [{ from: '00:00', to: '24:00' }] }],
  [hours('PT2H'), '2026-01-05T09:00:00', null, 'open', { suspend: ['2026-01-05T10:00:00'] }],
];

const withOffset = (text: string): string => (/T.*(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}+08:00`);
const point = (text: string): string => (text.includes('T') ? withOffset(text) : text);
const suspensionOf = (text: string) => {
  const [from, to] = text.split('/');
  return { from: point(from!), to: to === undefined ? null : point(to) };
};
const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

function due([clock, start, , , extra]: Row) {
  return computeDue({
    rule: clock,
    startedAt: withOffset(start),
    suspensions: extra?.suspend?.map(suspensionOf),
    extensionDays: extra?.extend,
    workingTime: extra?.workingTime,
    calendar: SEED_CALENDAR,
  });
}

const TABLES = { CALENDAR_DAYS, SUSPENDED_CALENDAR_DAYS, EXTENDED, WORKING_DAYS, PROVISIONAL, ELAPSED, WORKING_HOURS };

describe.each(Object.entries(TABLES))('computeDue, worked out by hand: %s', (_, rows) => {
  it.each(rows.map((row) => [`${row[0].unit} ${row[0].amount} from ${row[1]} → ${row[2]}: ${row[3]}`, row] as const))(
    '%s',
    (_name, row) => {
      const expected = row[2];
      const exact = expected?.includes('T');
      expect(due(row)).toMatchObject({
        dueDate: exact ? expected!.slice(0, 10) : expected,
        dueAt: expected === null ? null : exact ? `${expected}+08:00` : `${dayAfter(expected)}T00:00:00+08:00`,
        provisional: row[4]?.provisional ?? false,
      });
    },
  );
});

describe('computeDue', () => {
  const national = (clock: string) => petitionNational.clocks.find(({ id }) => id === clock)!;
  const handling = (more: object = {}) =>
    computeDue({
      rule: national('handling'),
      startedAt: '2026-01-03T09:00:00+08:00',
      calendar: SEED_CALENDAR,
      ...more,
    });

  it('answers for the handling of a petition with article and calendar', () => {
    expect(handling()).toEqual({
      dueDate: '2026-03-04',
      dueAt: '2026-03-05T00:00:00+08:00',
      article: '信访工作条例 第34条',
      provisional: false,
      calendarVersion: 'chinese-days-1.5.7',
      explanation: [
        '期限：60 日（自然日），依据 信访工作条例 第34条',
        '起算：2026-01-03（2026-01-03T09:00:00+08:00），开始当日不计入，自次日起算（《民法典》第201条）',
        '2026-01-04 … 2026-03-04 计入 60 日',
        '到期：2026-03-04 24:00',
      ],
    });
  });

  it('explains a festival, worked Saturdays, a suspension and the roll', () => {
    const objection = computeDue({
      rule: national('objection'),
      startedAt: '2026-02-12T09:00:00+08:00',
      suspensions: [{ from: '2026-02-25T09:00:00+08:00', to: '2026-02-26T09:00:00+08:00' }],
      calendar: SEED_CALENDAR,
    });
    expect(objection.explanation).toEqual([
      '期限：5 日（工作日），依据 信访工作条例 第23条',
      '起算：2026-02-12（2026-02-12T09:00:00+08:00），开始当日不计入，自次日起算（《民法典》第201条）',
      '2026-02-13（周五）计入 1 个工作日',
      '2026-02-14（周六）春节调休上班，计入 1 个工作日',
      '2026-02-15 … 2026-02-23 春节放假，9 日不计入',
      '2026-02-24（周二）计入 1 个工作日',
      '2026-02-25（周三）挂账，1 日不计入',
      '2026-02-26 … 2026-02-27 计入 2 个工作日',
      '到期：2026-02-27 24:00',
    ]);
    const registration = computeDue({
      rule: national('registration'),
      startedAt: '2026-01-31T09:00:00+08:00',
      calendar: SEED_CALENDAR,
    });
    expect(registration.explanation.slice(-2)).toEqual([
      '期限最后一日 2026-02-15（周日）为春节放假，顺延至工作日 2026-02-24（《民法典》第203条）',
      '到期：2026-02-24 24:00',
    ]);
  });

  it('is provisional when it rolls from a published year into one that is not', () => {
    const calendar = { version: 'until-2022', years: { 2022: { holidays: ['2022-12-31'], makeUpDays: [] } } };
    // Dec 31 is the 10th date, a Saturday off for 元旦; by weekdays Monday is Jan 2.
    const rolled = computeDue({ rule: roll(10), startedAt: '2022-12-21T09:00:00+08:00', calendar });
    expect(rolled).toMatchObject({ dueDate: '2023-01-02', provisional: true, calendarVersion: 'until-2022' });
  });

  it.each([
    ['within one year', '2026-03-02T09:00:00+08:00', '2026.2'],
    ['over a year end, both', '2026-12-25T09:00:00+08:00', '2026.2 2027.1'],
    ['over the end of what is published, what there is', '2027-12-25T09:00:00+08:00', '2027.1'],
  ])('names of a calendar published year by year the years it counted in: %s', (_, startedAt, calendarVersion) => {
    const year = { holidays: [], makeUpDays: [] };
    const calendar = { version: '2025.1 2026.2 2027.1', years: { 2025: year, 2026: year, 2027: year } };
    expect(computeDue({ rule: roll(10), startedAt, calendar })).toMatchObject({ calendarVersion });
  });

  it('says when an extension goes beyond the rule, and counts it', () => {
    expect(handling({ extensionDays: 30 }).explanation[1]).toBe('延期：增加 30 日，合计 90 日');
    expect(handling({ extensionDays: 31 }).explanation[1]).toBe(
      '延期：增加 31 日，合计 91 日（注意：超过依据允许延长的期限）',
    );
  });

  it('explains at most 400 lines, and counts ten years in about a millisecond', () => {
    const long = () =>
      computeDue({ rule: work(2500), startedAt: '2012-01-03T09:00:00+08:00', calendar: SEED_CALENDAR });
    const suspensions = Array.from({ length: 900 }, (_, week) => {
      const monday = new Date(Date.UTC(2004, 0, 5 + week * 7)).toISOString().slice(0, 10);
      return { from: monday, to: dayAfter(monday) };
    });
    const busy = computeDue({
      rule: plain(3600),
      startedAt: '2004-01-01T09:00:00+08:00',
      suspensions,
      calendar: SEED_CALENDAR,
    });
    expect(busy.explanation.length).toBeLessThanOrEqual(400);
    expect(busy.explanation.some((line) => line.includes('中间省略'))).toBe(true);
    // The best of many rounds, because the machine may be busy with other things.
    const rounds = Array.from({ length: 50 }, () => {
      const before = performance.now();
      long();
      return performance.now() - before;
    });
    expect(Math.min(...rounds)).toBeLessThan(10);
  });

  it.each([
    ['no offset', { startedAt: '2026-01-03T09:00:00' }, 'DEADLINE.INVALID_START', 'startedAt'],
    ['a bare date', { startedAt: '2026-01-03' }, 'DEADLINE.INVALID_START', 'startedAt'],
    ['no date', { startedAt: '2026-02-29T09:00:00+08:00' }, 'DEADLINE.INVALID_START', 'startedAt'],
    ['no time', { startedAt: '2026-02-28T24:00:00+08:00' }, 'DEADLINE.INVALID_START', 'startedAt'],
    ['a zone out of bounds', { startedAt: '2026-02-28T09:00:00+19:00' }, 'DEADLINE.INVALID_START', 'startedAt'],
    ['before 1992', { startedAt: '1991-06-01T09:00:00+08:00' }, 'DEADLINE.INVALID_START', 'startedAt'],
    ['nothing', { startedAt: undefined }, 'DEADLINE.INVALID_START', 'startedAt'],
    [
      'a suspension without offset',
      { suspensions: [{ from: '2026-01-10T00:00:00', to: '2026-01-11T00:00:00Z' }] },
      'DEADLINE.INVALID_SUSPENSION',
      'suspensions[0].from',
    ],
    [
      'a suspension that ends nowhere',
      { suspensions: [{ from: '2026-01-10', to: 'soon' }] },
      'DEADLINE.INVALID_SUSPENSION',
      'suspensions[0].to',
    ],
    [
      'an end before its beginning',
      {
        suspensions: [
          { from: '2026-01-10', to: '2026-01-20' },
          { from: '2026-01-20', to: '2026-01-10' },
        ],
      },
      'DEADLINE.INVALID_SUSPENSION',
      'suspensions[1].to',
    ],
    [
      'an end before its beginning on one date',
      { suspensions: [{ from: '2026-01-10T10:00:00+08:00', to: '2026-01-10T09:00:00+08:00' }] },
      'DEADLINE.INVALID_SUSPENSION',
      'suspensions[0].to',
    ],
    [
      'a date where time is counted',
      { rule: elapsed('PT4H'), suspensions: [{ from: '2026-01-10', to: '2026-01-20' }] },
      'DEADLINE.INVALID_SUSPENSION',
      'suspensions[0].from',
    ],
    [
      'too many suspensions',
      { suspensions: Array.from({ length: 1001 }, () => ({ from: '2026-01-10', to: '2026-01-20' })) },
      'DEADLINE.INVALID_SUSPENSION',
      'suspensions',
    ],
    ['a negative extension', { extensionDays: -1 }, 'DEADLINE.INVALID_EXTENSION', 'extensionDays'],
    ['half a day', { extensionDays: 1.5 }, 'DEADLINE.INVALID_EXTENSION', 'extensionDays'],
    ['a duration on a day clock', { extensionDays: 'P1D' }, 'DEADLINE.INVALID_EXTENSION', 'extensionDays'],
    ['no days at all', { rule: roll(0) }, 'DEADLINE.INVALID_AMOUNT', 'rule.amount'],
    ['half days', { rule: roll(1.5) }, 'DEADLINE.INVALID_AMOUNT', 'rule.amount'],
    [
      'a duration of days on a day clock',
      { rule: rule('calendarDay', 'P60D') },
      'DEADLINE.INVALID_AMOUNT',
      'rule.amount',
    ],
    ['months', { rule: elapsed('P1M') }, 'DEADLINE.INVALID_AMOUNT', 'rule.amount'],
    ['nothing elapsed', { rule: elapsed('PT0S') }, 'DEADLINE.INVALID_AMOUNT', 'rule.amount'],
    ['days of working time', { rule: hours('P1D') }, 'DEADLINE.INVALID_AMOUNT', 'rule.amount'],
    ['an unknown unit', { rule: rule('month' as 'elapsed', 1) }, 'DEADLINE.INVALID_UNIT', 'rule.unit'],
    [
      'working time that overlaps',
      {
        rule: hours('PT1H'),
        workingTime: [
          { from: '09:00', to: '12:00' },
          { from: '11:00', to: '13:00' },
        ],
      },
      'DEADLINE.INVALID_WORKING_TIME',
      'workingTime',
    ],
    ['no working time', { rule: hours('PT1H'), workingTime: [] }, 'DEADLINE.INVALID_WORKING_TIME', 'workingTime'],
    ['fifty years', { suspensions: [{ from: '2026-01-10', to: '2076-01-10' }] }, 'DEADLINE.TOO_FAR', 'rule.amount'],
    [
      'fifty working years',
      { rule: work(5), suspensions: [{ from: '2026-01-04', to: '2076-01-10' }] },
      'DEADLINE.TOO_FAR',
      'rule.amount',
    ],
    [
      'fifty elapsed years',
      { rule: elapsed('PT4H'), suspensions: [{ from: '2026-01-03T02:00:00Z', to: '2076-01-10T00:00:00Z' }] },
      'DEADLINE.TOO_FAR',
      'rule.amount',
    ],
    [
      'fifty years of working time',
      { rule: hours('PT4H'), suspensions: [{ from: '2026-01-03T10:00:00Z', to: '2076-01-10T00:00:00Z' }] },
      'DEADLINE.TOO_FAR',
      'rule.amount',
    ],
  ])('refuses %s', (_, change, code, field) => {
    const refused = () => handling(change);
    expect(refused).toThrow(DeadlineError);
    expect(refused).toThrow(expect.objectContaining({ code, field }) as Error);
  });
});
