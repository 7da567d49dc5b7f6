import { type Calendar, versionOfYears, workingDaysOf } from '../calendar/calendar';
import { assertKnownDay, dayOf, formatDay, formatInstant, parseInstant, startOfDay } from '../calendar/local-date';
import { DEFAULT_WORKING_TIME, type WorkingTimeSpan, workingSpansOf } from '../calendar/working-time';
import { CLOCK_UNITS, type ClockRule } from './clock-rule';
import { clockAmount } from './clock-amount';
import { countCalendarDays, countWorkingDays, rollToWorkingDay } from './count-days';
import { countElapsed, countWorkingTime } from './count-time';
import { DeadlineError } from './deadline-error';
import {
  explainDays,
  explainDueDate,
  explainElapsed,
  explainLimit,
  explainOpen,
  explainProvisional,
  explainWorkingTime,
} from './explain';
import { isExact } from './measures';
import { type ReadSuspensions, type SuspensionSpan, readSuspensions, suspendedDays, unionFrom } from './suspensions';

export interface DueRequest {
  readonly rule: ClockRule;
  /** ISO 8601 instant with offset. */
  readonly startedAt: string;
  readonly suspensions?: readonly SuspensionSpan[];
  /** Days granted, added before counting; for `elapsed` and `workingHour` also an ISO 8601 duration. */
  readonly extensionDays?: number | string;
  readonly calendar: Calendar;
  /** Working time of a working day, for `workingHour`; the rule pack's, or 09:00–12:00 and 13:30–17:30. */
  readonly workingTime?: readonly WorkingTimeSpan[];
}

export interface Due {
  /** Local date `YYYY-MM-DD` of the last day; null while a suspension is open. */
  readonly dueDate: string | null;
  /** ISO 8601 instant with +08:00: for day clocks the end of the due date, written as 00:00 of the next date. */
  readonly dueAt: string | null;
  readonly article: string;
  /** Whether it rests on a year whose holidays are not published. */
  readonly provisional: boolean;
  /** Of a calendar published year by year, only the years from the start to the due date. */
  readonly calendarVersion: string;
  /** How it was counted, line by line, for a reader. */
  readonly explanation: readonly string[];
}

/**
 * When a clock runs out. 民法典 第201条 and 第203条; dates are those of Asia/Shanghai.
 *
 * Day clocks: the date of the start is not counted; the due date is the Nth counted date after it, where N is the rule's
 * amount and the extension; dates d with date(from) ≤ d < date(to) of a suspension are not counted; with
 * `rollToWorkingDay` the last date then moves to a working day, whatever is suspended there.
 * `elapsed` and `workingHour`: the instant at which the amount and the extension have gone by, suspended time left out.
 * While a suspension is open there is no due date.
 *
 * The extension is counted as granted; whether it may be granted is for who grants it to ask (`extensionRefusal`).
 * @throws DeadlineError `DEADLINE.INVALID_START`, `INVALID_SUSPENSION`, `INVALID_EXTENSION`, `INVALID_AMOUNT`, `INVALID_UNIT`,
 *   `INVALID_WORKING_TIME`, or `TOO_FAR` beyond 40 years
 */
export function computeDue(request: DueRequest): Due {
  const { rule, calendar } = request;
  if (!CLOCK_UNITS.includes(rule.unit))
    throw new DeadlineError('DEADLINE.INVALID_UNIT', 'rule.unit', `rule.unit: one of ${CLOCK_UNITS.join(', ')}`);
  const workingTime = request.workingTime ?? DEFAULT_WORKING_TIME;
  const start = readStart(request.startedAt);
  const byDate = !isExact(rule.unit);
  const suspensions = readSuspensions(request.suspensions ?? [], byDate);
  const { amount, amountText, extensionText } = clockAmount(rule, request.extensionDays ?? 0, workingTime);
  const head = explainLimit({ rule, start, amountText, extensionText });
  const yearOf = (date: string) => Number(date.slice(0, 4));
  const base = (last: string) => ({
    article: rule.article,
    calendarVersion: versionOfYears(calendar, yearOf(formatDay(dayOf(start))), yearOf(last)),
  });
  if (suspensions.openSince !== undefined)
    return {
      dueDate: null,
      dueAt: null,
      ...base(formatDay(dayOf(start))),
      provisional: false,
      explanation: [...head, explainOpen(suspensions.openSince)],
    };
  const { dueDate, dueAt, provisional, lines } = byDate
    ? byDates(request, start, amount, suspensions)
    : byTime(request, start, amount, suspensions, workingTime);
  return {
    dueDate,
    dueAt,
    ...base(dueDate),
    provisional,
    explanation: [...head, ...lines, ...(provisional ? [explainProvisional()] : [])],
  };
}

function readStart(startedAt: unknown): number {
  const start = typeof startedAt === 'string' ? parseInstant(startedAt) : undefined;
  if (start === undefined)
    throw new DeadlineError(
      'DEADLINE.INVALID_START',
      'startedAt',
      'startedAt: an ISO 8601 instant with offset is needed, e.g. 2026-01-03T09:00:00+08:00',
    );
  assertKnownDay(dayOf(start), 'DEADLINE.INVALID_START', 'startedAt');
  return start;
}

interface Counted {
  readonly dueDate: string;
  readonly dueAt: string;
  readonly provisional: boolean;
  readonly lines: readonly string[];
}

function byDates({ rule, calendar }: DueRequest, start: number, amount: number, suspensions: ReadSuspensions): Counted {
  const unit = rule.unit === 'workingDay' ? 'workingDay' : 'calendarDay';
  const startDay = dayOf(start);
  const days = workingDaysOf(calendar);
  const suspended = suspendedDays(suspensions.closed, startDay + 1);
  const { last, runs, provisional } =
    unit === 'workingDay'
      ? countWorkingDays(startDay, amount, suspended, days)
      : countCalendarDays(startDay, amount, suspended);
  const rolled = rule.rollToWorkingDay ? rollToWorkingDay(last, days) : { day: last, provisional: false };
  return {
    dueDate: formatDay(rolled.day),
    dueAt: formatInstant(startOfDay(rolled.day + 1)),
    provisional: provisional || rolled.provisional,
    lines: [
      ...explainDays(runs, unit),
      ...explainDueDate(last, rolled.day, days.kindOf(last) === 'holiday' ? days.nameOf(last) : undefined),
    ],
  };
}

function byTime(
  { rule, calendar }: DueRequest,
  start: number,
  amount: number,
  suspensions: ReadSuspensions,
  workingTime: readonly WorkingTimeSpan[],
): Counted {
  const suspended = unionFrom(suspensions.closed, start);
  if (rule.unit === 'elapsed') {
    const { due, suspended: moving } = countElapsed(start, amount, suspended);
    return {
      dueDate: formatDay(dayOf(due)),
      dueAt: formatInstant(due),
      provisional: false,
      lines: explainElapsed(moving, due),
    };
  }
  const { due, runs, provisional } = countWorkingTime(
    start,
    amount,
    suspended,
    workingDaysOf(calendar),
    workingSpansOf(workingTime),
  );
  return {
    dueDate: formatDay(dayOf(due)),
    dueAt: formatInstant(due),
    provisional,
    lines: explainWorkingTime(runs, due),
  };
}
