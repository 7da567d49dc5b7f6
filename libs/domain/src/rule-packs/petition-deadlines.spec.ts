import { SEED_CALENDAR } from '../calendar/seed-calendar';
import { ALL_PACKS } from './all-packs';
import { answerDeadline } from './answer-deadline';

interface Extra {
  /** `FROM/TO`, a bare date is its beginning, no TO is open. */
  readonly suspend?: readonly string[];
  readonly extend?: number;
  readonly provisional?: true;
}
/** Clock, start (09:00 in Shanghai where no time is given), due date, why, and what else. */
type Row = readonly [clock: string, start: string, due: string | null, why: string, extra?: Extra];

/*
 * Worked out by hand from the articles, 民法典 Art. 201 and 203 and the State Council's notices:
 * 2024 off 01-01, 02-10…17, 04-04…06, 05-01…05, 06-10, 09-15…17, 10-01…07; worked 02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12
 * 2025 off 01-01, 01-28…02-04, 04-04…06, 05-01…05, 05-31…06-02, 10-01…08; worked 01-26 02-08 04-27 09-28 10-11
 * 2026 off 01-01…03, 02-15…23, 04-04…06, 05-01…05, 06-19…21, 09-25…27, 10-01…07; worked 01-04 02-14 02-28 05-09 09-20 10-10
 * First dates: 2024-01-01 is a Monday, 2025-01-01 a Wednesday, 2026-01-01 a Thursday.
 */

/** 信访工作条例 Art. 22: 15 calendar days from receipt; Art. 23: 15 calendar days from receipt by the organ. */
// prettier-ignore
const FIFTEEN_DAYS: readonly Row[] = [
  ['registration', '2024-01-02', '2024-01-17', 'Jan 3 is the 1st, 17 the 15th: a Wednesday'],
  ['registration', '2024-01-05', '2024-01-22', 'Jan 20 is a Saturday, Monday is 22'],
  ['registration', '2024-01-20', '2024-02-04', '11 in January, Feb 4 the 15th: a Sunday that is worked'],
  ['registration', '2024-01-26', '2024-02-18', '5 in January, Feb 10 begins the festival; after 17 Sunday 18 is worked'],
  ['registration', '2024-02-02', '2024-02-18', 'Feb 17 is the festival’s last date, Sunday 18 is worked'],
  ['registration', '2024-02-03', '2024-02-18', 'Feb 18 itself, the Sunday that is worked'],
  ['registration', '2024-02-14', '2024-02-29', 'a start within the festival; the leap day is the 15th: a Thursday'],
  ['registration', '2024-02-15', '2024-03-01', '14 until the leap day, Mar 1 the 15th: a Friday'],
  ['registration', '2024-03-20', '2024-04-07', '11 in March, Apr 4 is 清明; after 6 Sunday 7 is worked'],
  ['registration', '2024-04-13', '2024-04-28', 'Apr 28 is a Sunday that is worked'],
  ['registration', '2024-04-16', '2024-05-06', '14 in April, May 1; off until Sunday 5'],
  ['registration', '2024-04-26', '2024-05-11', '4 in April, May 11 a Saturday that is worked'],
  ['registration', '2024-05-26', '2024-06-11', '5 in May, Jun 10 is Dragon Boat, a Monday'],
  ['registration', '2024-08-30', '2024-09-14', '1 in August, Sep 14 a Saturday that is worked'],
  ['registration', '2024-08-31', '2024-09-18', 'Sep 15 begins Mid-Autumn, off until Tuesday 17'],
  ['registration', '2024-09-14', '2024-09-29', 'Sep 29 is a Sunday that is worked'],
  ['registration', '2024-09-16', '2024-10-08', '14 in September, Oct 1; off until Monday 7'],
  ['registration', '2024-09-27', '2024-10-12', '3 in September, Oct 12 a Saturday that is worked'],
  ['registration', '2024-12-17', '2025-01-02', '14 in December, Jan 1 is off, 2 a Thursday'],
  ['registration', '2025-01-11', '2025-01-26', 'Jan 26 is a Sunday that is worked'],
  ['registration', '2025-01-13', '2025-02-05', 'Jan 28 begins the festival, off until Tuesday Feb 4'],
  ['registration', '2025-01-24', '2025-02-08', '7 in January, Feb 8 a Saturday that is worked'],
  ['registration', '2025-03-20', '2025-04-07', '11 in March, Apr 4 a Friday of 清明, off until Sunday 6'],
  ['registration', '2025-04-12', '2025-04-27', 'Apr 27 is a Sunday that is worked'],
  ['registration', '2025-04-18', '2025-05-06', '12 in April, May 3; off until Monday 5'],
  ['registration', '2025-05-17', '2025-06-03', '14 in May, Jun 1 is Dragon Boat, off until Monday 2'],
  ['registration', '2025-09-13', '2025-09-28', 'Sep 28 is a Sunday that is worked'],
  ['registration', '2025-09-20', '2025-10-09', '10 in September, Oct 5; off until Wednesday 8'],
  ['registration', '2025-09-26', '2025-10-11', '4 in September, Oct 11 a Saturday that is worked'],
  ['registration', '2025-12-18', '2026-01-04', '13 in December, Jan 2; off until 3, Sunday 4 is worked'],
  ['registration', '2025-12-20', '2026-01-04', '11 in December, Jan 4 itself'],
  ['registration', '2026-01-30', '2026-02-14', '1 in January, Feb 14 a Saturday that is worked'],
  ['registration', '2026-01-31', '2026-02-24', 'Feb 15 begins the festival, off until Monday 23'],
  ['registration', '2026-02-13', '2026-02-28', 'Feb 28 is a Saturday that is worked'],
  ['registration', '2026-03-21', '2026-04-07', '10 in March, Apr 5 is 清明, off until Monday 6'],
  ['registration', '2026-04-20', '2026-05-06', '10 in April, May 5 is the last date off'],
  ['registration', '2026-04-24', '2026-05-09', '6 in April, May 9 a Saturday that is worked'],
  ['registration', '2026-06-05', '2026-06-22', 'Jun 20 is Dragon Boat, off until Sunday 21'],
  ['registration', '2026-09-05', '2026-09-20', 'Sep 20 is a Sunday that is worked'],
  ['registration', '2026-09-11', '2026-09-28', 'Sep 26 is Mid-Autumn, off until Sunday 27'],
  ['registration', '2026-09-25', '2026-10-10', '5 in September, Oct 10 a Saturday that is worked'],
  ['registration', '2026-12-10', '2026-12-25', 'a Friday'],
  ['notice', '2024-06-10', '2024-06-25', 'a start on a holiday is not counted either: Jun 25, a Tuesday'],
  ['notice', '2025-06-30', '2025-07-15', 'a Tuesday'],
  ['notice', '2026-02-16', '2026-03-03', 'a start within the festival: 12 in February, Mar 3 a Tuesday'],
  ['notice', '2026-03-31T23:59:59+08:00', '2026-04-15', 'the hour does not matter: a Wednesday'],
  ['notice', '2026-03-31T16:00:00Z', '2026-04-16', '00:00 of Apr 1 in Shanghai: a Thursday'],
  ['notice', '2026-07-17', '2026-08-03', '14 in July, Aug 1 a Saturday, Monday is 3'],
];

/** Art. 23: 5 working days from receipt by the organ. */
// prettier-ignore
const OBJECTION: readonly Row[] = [
  ['objection', '2024-01-02', '2024-01-09', 'Jan 3 4 5, 8 9'],
  ['objection', '2024-02-05', '2024-02-18', 'Feb 6 7 8 9, then worked Sunday 18 after the festival'],
  ['objection', '2024-04-03', '2024-04-11', 'worked Sunday Apr 7, 8 9 10 11'],
  ['objection', '2024-04-26', '2024-05-07', 'worked Sunday Apr 28, 29 30, May 6 7'],
  ['objection', '2024-05-08', '2024-05-14', 'May 9 10, worked Saturday 11, 13 14'],
  ['objection', '2024-06-06', '2024-06-14', 'Jun 7, 11 12 13 14: Monday 10 is off'],
  ['objection', '2024-09-13', '2024-09-23', 'worked Saturday Sep 14, 18 19 20, 23'],
  ['objection', '2024-09-27', '2024-10-10', 'worked Sunday Sep 29, 30, Oct 8 9 10'],
  ['objection', '2024-10-10', '2024-10-16', 'Oct 11, worked Saturday 12, 14 15 16'],
  ['objection', '2024-12-30', '2025-01-07', 'Dec 31, Jan 2 3, 6 7'],
  ['objection', '2025-01-23', '2025-02-06', 'Jan 24, worked Sunday 26, 27, Feb 5 6'],
  ['objection', '2025-02-04', '2025-02-10', 'Feb 5 6 7, worked Saturday 8, 10'],
  ['objection', '2025-04-03', '2025-04-11', 'Apr 7 8 9 10 11'],
  ['objection', '2025-04-25', '2025-05-06', 'worked Sunday Apr 27, 28 29 30, May 6'],
  ['objection', '2025-05-29', '2025-06-06', 'May 30, Jun 3 4 5 6'],
  ['objection', '2025-09-25', '2025-10-09', 'Sep 26, worked Sunday 28, 29 30, Oct 9'],
  ['objection', '2025-10-09', '2025-10-15', 'Oct 10, worked Saturday 11, 13 14 15'],
  ['objection', '2025-12-30', '2026-01-07', 'Dec 31, worked Sunday Jan 4, 5 6 7'],
  ['objection', '2026-02-11', '2026-02-25', 'Feb 12 13, worked Saturday 14, 24 25'],
  ['objection', '2026-02-26', '2026-03-04', 'Feb 27, worked Saturday 28, Mar 2 3 4'],
  ['objection', '2026-04-02', '2026-04-10', 'Apr 3, 7 8 9 10'],
  ['objection', '2026-05-07', '2026-05-13', 'May 8, worked Saturday 9, 11 12 13'],
  ['objection', '2026-06-17', '2026-06-25', 'Jun 18, 22 23 24 25'],
  ['objection', '2026-09-18', '2026-09-24', 'worked Sunday Sep 20, 21 22 23 24'],
  ['objection', '2026-09-24', '2026-10-09', 'Sep 28 29 30, Oct 8 9'],
  ['objection', '2026-10-08', '2026-10-14', 'Oct 9, worked Saturday 10, 12 13 14'],
  ['objection', '2026-02-11', '2026-02-28', 'Feb 13–24 are out: 12, 25 26 27, worked Saturday 28', { suspend: ['2026-02-13/2026-02-25'] }],
  ['objection', '2026-02-11', '2026-02-25', 'only dates off are suspended', { suspend: ['2026-02-15/2026-02-24'] }],
];

/** Art. 34: 60 calendar days from acceptance, at most 30 more once. */
// prettier-ignore
const HANDLING: readonly Row[] = [
  ['handling', '2026-01-03', '2026-03-04', '28 in January, February 56, Mar 4 the 60th: a Wednesday'],
  ['handling', '2023-12-31', '2024-02-29', '31 and 29: the leap day is the 60th, a Thursday'],
  ['handling', '2024-01-01', '2024-03-01', '30 and 29 are 59, Mar 1 a Friday'],
  ['handling', '2024-02-05', '2024-04-07', '24 and 31 are 55, Apr 5 is 清明; after 6 Sunday 7 is worked'],
  ['handling', '2024-03-01', '2024-04-30', '30 and 30: a Tuesday'],
  ['handling', '2024-03-02', '2024-05-06', '29 and 30 are 59, May 1; off until 5'],
  ['handling', '2024-04-11', '2024-06-11', '19 and 31 are 50, Jun 10 is Dragon Boat'],
  ['handling', '2024-07-31', '2024-09-29', '31 in August, Sep 29 the 60th: a Sunday that is worked'],
  ['handling', '2024-08-02', '2024-10-08', '29 and 30 are 59, Oct 1; off until 7'],
  ['handling', '2024-12-01', '2025-02-05', '30 in December, Jan 30 the 60th, within the festival'],
  ['handling', '2024-12-06', '2025-02-05', '25 and 31 are 56, Feb 4 the festival’s last date'],
  ['handling', '2024-12-10', '2025-02-08', '21 and 31 are 52, Feb 8 a Saturday that is worked'],
  ['handling', '2025-02-04', '2025-04-07', '24 and 31 are 55, Apr 5; off until Sunday 6'],
  ['handling', '2025-02-26', '2025-04-27', '2 and 31 are 33, Apr 27 a Sunday that is worked'],
  ['handling', '2025-08-03', '2025-10-09', '28 and 30 are 58, Oct 2; off until 8'],
  ['handling', '2025-12-16', '2026-02-14', '15 and 31 are 46, Feb 14 a Saturday that is worked'],
  ['handling', '2025-12-17', '2026-02-24', '14 and 31 are 45, Feb 15 begins the festival'],
  ['handling', '2025-12-30', '2026-02-28', '1 and 31 are 32, Feb 28 a Saturday that is worked'],
  ['handling', '2025-12-31', '2026-03-02', '31 and 28 are 59, Mar 1 a Sunday'],
  ['handling', '2026-03-10', '2026-05-09', '21 and 30 are 51, May 9 a Saturday that is worked'],
  ['handling', '2026-07-22', '2026-09-20', '9 and 31 are 40, Sep 20 a Sunday that is worked'],
  ['handling', '2026-08-11', '2026-10-10', '20 and 30 are 50, Oct 10 a Saturday that is worked'],
  ['handling', '2026-11-24', '2027-01-25', '6 and 31 are 37, Jan 23 a Saturday; 2027 is not published', { provisional: true }],
  ['handling', '2026-01-03', '2026-04-03', 'Mar 4 is the 60th, 27 more in March 87, Apr 3 the 90th: a Friday', { extend: 30 }],
  ['handling', '2026-01-04', '2026-04-07', 'one later: Apr 4 is 清明, off until Monday 6', { extend: 30 }],
  ['handling', '2024-12-01', '2025-03-03', 'Jan 30 is the 60th, Jan 31 and February 89, Mar 1 a Saturday', { extend: 30 }],
  ['handling', '2025-12-17', '2026-03-17', 'Feb 15 is the 60th, 13 more 73, Mar 17 the 90th: a Tuesday, the festival no longer matters', { extend: 30 }],
  ['handling', '2025-12-17', '2026-02-25', 'Feb 15 is the 60th, 25 the 70th: a Wednesday', { extend: 10 }],
  ['handling', '2024-01-31', '2024-04-30', '29, 31 and 30 are 90: a Tuesday', { extend: 30 }],
  ['handling', '2024-02-01', '2024-05-06', '28, 31 and 30 are 89, May 1; off until 5', { extend: 30 }],
  ['handling', '2026-07-03', '2026-10-08', '28, 31 and 30 are 89, Oct 1; off until 7', { extend: 30 }],
  ['handling', '2026-07-12', '2026-10-10', '19, 31 and 30 are 80, Oct 10 a Saturday that is worked', { extend: 30 }],
  ['handling', '2024-07-16', '2024-10-14', '15, 31 and 30 are 76, Oct 14 a Monday', { extend: 30 }],
  ['handling', '2026-01-03', '2026-03-20', 'Feb 10–25 are out: 37 until Feb 9, 40 on Feb 28, Mar 20 a Friday', { suspend: ['2026-02-10/2026-02-26'] }],
  ['handling', '2024-12-20', '2025-03-07', 'over the festival: 30 until Jan 19, 53 on Feb 28, Mar 7 a Friday', { suspend: ['2025-01-20/2025-02-06'] }],
  ['handling', '2024-03-20', '2024-06-24', '11 in March, 26 in May are 37, Jun 23 a Sunday', { suspend: ['2024-04-01/2024-05-06'] }],
  ['handling', '2025-08-20', '2025-10-29', 'over the National Day: 39 until Sep 28, Oct 9–29 are 21: a Wednesday', { suspend: ['2025-09-29/2025-10-09'] }],
  ['handling', '2024-02-20', '2024-04-23', 'Feb 28, the leap day and Mar 1 are out: 7, 30 are 37, Apr 23 a Tuesday', { suspend: ['2024-02-28/2024-03-02'] }],
  ['handling', '2025-06-02', '2025-08-18', 'Jun 10–24 once: 13, 31 are 44, Aug 16 a Saturday', { suspend: ['2025-06-10/2025-06-20', '2025-06-18/2025-06-25'] }],
  ['handling', '2026-04-01', '2026-07-06', '29, May without 1–5 55, June 85, Jul 5 a Sunday', { extend: 30, suspend: ['2026-05-01/2026-05-06'] }],
  ['handling', '2025-12-31', '2026-03-02', 'the Monday to which it rolls is suspended and stays', { suspend: ['2026-03-02/2026-03-05'] }],
  ['handling', '2025-12-31', '2026-03-02', 'Sunday Mar 1 itself is out: the 60th is Monday', { suspend: ['2026-03-01/2026-03-02'] }],
  ['handling', '2026-01-03', '2026-03-04', 'no date lies in it', { suspend: ['2026-01-10T10:00:00+08:00/2026-01-10T18:00:00+08:00'] }],
  ['handling', '2026-01-03', null, 'open', { suspend: ['2026-02-01'] }],
];

/** Art. 35 and 36: 30 calendar days each; the time of a hearing does not count for the re-review. */
// prettier-ignore
const REVIEWS: readonly Row[] = [
  ['review-request', '2024-01-11', '2024-02-18', '20 in January, Feb 10 begins the festival; Sunday 18 is worked'],
  ['review-request', '2024-01-19', '2024-02-18', '12 in January, Feb 18 itself'],
  ['review-request', '2024-01-30', '2024-02-29', '1 in January, the leap day the 30th: a Thursday'],
  ['review-request', '2025-01-05', '2025-02-05', '26 in January, Feb 4 the festival’s last date'],
  ['review-request', '2025-01-09', '2025-02-08', '22 in January, Feb 8 a Saturday that is worked'],
  ['review-request', '2025-12-03', '2026-01-04', '28 in December, Jan 2; off until 3, Sunday 4 is worked'],
  ['review-request', '2025-12-05', '2026-01-04', '26 in December, Jan 4 itself'],
  ['review-request', '2026-01-15', '2026-02-14', '16 in January, Feb 14 a Saturday that is worked'],
  ['review-request', '2026-01-16', '2026-02-24', '15 in January, Feb 15 begins the festival'],
  ['review-request', '2026-01-29', '2026-02-28', '2 in January, Feb 28 a Saturday that is worked'],
  ['review-request', '2026-02-05', '2026-03-09', '23 in February, Mar 7 a Saturday'],
  ['review-request', '2026-09-02', '2026-10-08', '28 in September, Oct 2; off until 7'],
  ['review', '2024-08-31', '2024-09-30', 'a Monday'],
  ['review', '2024-09-01', '2024-10-08', '29 in September, Oct 1; off until 7'],
  ['review', '2025-04-03', '2025-05-06', '27 in April, May 3; off until 5'],
  ['review', '2025-09-11', '2025-10-11', '19 in September, Oct 11 a Saturday that is worked'],
  ['review', '2026-03-07', '2026-04-07', '24 in March, Apr 6 is the last date of 清明'],
  ['review', '2026-04-09', '2026-05-09', '21 in April, May 9 a Saturday that is worked'],
  ['review', '2026-08-21', '2026-09-20', '10 in August, Sep 20 a Sunday that is worked'],
  ['review', '2026-08-28', '2026-09-28', '3 in August, Sep 27 is Mid-Autumn'],
  ['re-review-request', '2024-03-28', '2024-04-28', '3 in March, Apr 27 a Saturday; Sunday 28 is worked'],
  ['re-review-request', '2024-04-11', '2024-05-11', '19 in April, May 11 a Saturday that is worked'],
  ['re-review-request', '2025-03-28', '2025-04-27', '3 in March, Apr 27 a Sunday that is worked'],
  ['re-review-request', '2026-03-31', '2026-04-30', 'a Thursday'],
  ['re-review-request', '2026-05-20', '2026-06-22', '11 in May, Jun 19 is Dragon Boat, off until 21'],
  ['re-review', '2026-05-06', '2026-06-05', '25 in May, Jun 5 a Friday'],
  ['re-review', '2026-05-06', '2026-06-15', 'a hearing takes May 20–27 out: 17 in May, Jun 13 a Saturday', { suspend: ['2026-05-20/2026-05-28'] }],
  ['re-review', '2025-09-20', '2025-10-31', 'a hearing over the National Day: 8 in September, Oct 10–31 are 22: a Friday', { suspend: ['2025-09-29/2025-10-10'] }],
  ['re-review', '2025-03-01', '2025-03-31', 'a hearing within a day takes no date out: a Monday', { suspend: ['2025-03-10T09:00:00+08:00/2025-03-10T17:00:00+08:00'] }],
  ['re-review', '2025-03-01', '2025-04-01', 'one until the next day takes Mar 10 out: a Tuesday', { suspend: ['2025-03-10T09:00:00+08:00/2025-03-11T17:00:00+08:00'] }],
  ['re-review', '2024-05-10', '2024-06-14', 'two hearings: 18 of 21 in May, 12 of 14 in June: a Friday', { suspend: ['2024-05-20/2024-05-23', '2024-06-03/2024-06-05'] }],
  ['re-review', '2026-05-06', null, 'while the hearing goes on', { suspend: ['2026-05-20'] }],
];

/** 河南省信访条例 Art. 22, 26, 27: 5 and 30 calendar days, 90 in all where complex. */
// prettier-ignore
const HENAN: readonly Row[] = [
  ['registration', '2024-02-13', '2024-02-18', 'a start within the festival; Feb 18 is a Sunday that is worked'],
  ['registration', '2025-01-23', '2025-02-05', 'Jan 28 begins the festival'],
  ['registration', '2026-02-09', '2026-02-14', 'a Saturday that is worked'],
  ['registration', '2026-02-10', '2026-02-24', 'Feb 15 begins the festival'],
  ['notice', '2024-02-24', '2024-02-29', 'the leap day, a Thursday'],
  ['notice', '2026-09-15', '2026-09-20', 'a Sunday that is worked'],
  ['objection', '2024-09-24', '2024-09-29', 'calendar days: a Sunday that is worked'],
  ['objection', '2026-04-30', '2026-05-06', 'May 5 is the last date off'],
  ['objection', '2026-09-24', '2026-09-29', 'calendar days, where the national rules count five working days: a Tuesday'],
  ['handling', '2024-01-12', '2024-02-18', '19 in January, Feb 11; Sunday 18 is worked'],
  ['handling', '2026-01-06', '2026-02-05', '25 in January: a Thursday'],
  ['handling', '2026-01-06', '2026-04-07', '25, 28 and 31 are 84, Apr 6 is the last date of 清明', { extend: 60 }],
  ['handling', '2024-01-31', '2024-04-30', '29, 31 and 30 are 90: a Tuesday', { extend: 60 }],
  ['review-request', '2025-09-01', '2025-10-09', '29 in September, Oct 1; off until 8'],
  ['review', '2025-12-04', '2026-01-04', '27 in December, Jan 3; Sunday 4 is worked'],
  ['re-review', '2026-05-06', '2026-06-15', 'as the national rules have it, the hearing of May 20–27 out', { suspend: ['2026-05-20/2026-05-28'] }],
];

const instant = (text: string): string => (text.includes('T') ? text : `${text}T09:00:00+08:00`);

describe.each<[pack: string, what: string, rows: readonly Row[]]>([
  ['petition-national', 'fifteen days', FIFTEEN_DAYS],
  ['petition-national', 'objection', OBJECTION],
  ['petition-national', 'handling', HANDLING],
  ['petition-national', 'reviews', REVIEWS],
  ['petition-henan-2012', 'every clock', HENAN],
])('%s, %s', (rulePack, _, rows) => {
  it.each(rows.map((row) => [row[0], row[1], row[2], row[3], row[4] ?? {}] as const))(
    '%s from %s is due %s: %s',
    (clock, start, due, _why, { suspend = [], extend, provisional = false }) => {
      const suspensions = suspend.map((span) => {
        const [from, to] = span.split('/');
        return { from: from!, to: to ?? null };
      });
      const answer = answerDeadline(
        { rulePack, clock, startedAt: instant(start), suspensions, ...(extend ? { extensionDays: extend } : {}) },
        { packs: ALL_PACKS, calendar: SEED_CALENDAR },
      );
      expect([answer.dueDate, answer.provisional]).toEqual([due, provisional]);
    },
  );
});
