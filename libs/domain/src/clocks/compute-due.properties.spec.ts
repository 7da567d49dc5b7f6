import fc from 'fast-check';
import { SEED_CALENDAR } from '../calendar/seed-calendar';
import type { ClockRule } from './clock-rule';
import { computeDue } from './compute-due';

/** A loaded machine may need longer than the default. */
jest.setTimeout(60_000);

interface Span {
  from: string;
  to: string;
}
interface Case {
  readonly unit: ClockRule['unit'];
  readonly amount: number;
  readonly roll: boolean;
  /** Minutes since 1970. */
  readonly start: number;
  readonly suspensions: readonly Span[];
  readonly extensionDays: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const OFFSET = 8 * 3_600_000;
const iso = (minutes: number): string => new Date(minutes * MINUTE).toISOString();
const minutesOf = (text: string): number => Date.parse(text) / MINUTE;
const localDate = (milliseconds: number): string => new Date(milliseconds + OFFSET).toISOString().slice(0, 10);
const nextDate = (date: string): string => new Date(Date.parse(date) + DAY).toISOString().slice(0, 10);

const starts = fc.integer({ min: minutesOf('2023-11-01T00:00:00Z'), max: minutesOf('2027-03-01T00:00:00Z') });
const spansFrom = (start: number, reach: number, length: number) =>
  fc.array(
    fc
      .tuple(fc.integer({ min: -reach, max: 4 * reach }), fc.integer({ min: 0, max: length }))
      .map(([after, long]) => ({ from: iso(start + after), to: iso(start + after + long) })),
    { maxLength: 5 },
  );
const caseOf = (unit: ClockRule['unit'], amounts: { min: number; max: number }, reach: number, length: number) =>
  starts.chain((start) =>
    fc.record<Case>({
      unit: fc.constant(unit),
      amount: fc.integer(amounts),
      roll: fc.boolean(),
      start: fc.constant(start),
      suspensions: spansFrom(start, reach, length),
      extensionDays: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 })),
    }),
  );
const dayCases = fc.oneof(
  caseOf('calendarDay', { min: 1, max: 90 }, 25 * 1440, 20 * 1440),
  caseOf('workingDay', { min: 1, max: 60 }, 25 * 1440, 20 * 1440),
);
/** Amounts in minutes. */
const timeCases = fc
  .oneof(caseOf('elapsed', { min: 1, max: 3000 }, 1440, 2000), caseOf('workingHour', { min: 1, max: 1200 }, 1440, 4000))
  .map((one) => ({ ...one, extensionDays: one.extensionDays % 3 }));
const anyCase = fc.oneof(dayCases, timeCases);

function ruleOf({ unit, amount, roll }: Case): ClockRule {
  const days = unit === 'calendarDay' || unit === 'workingDay';
  return {
    id: 'clock',
    unit,
    amount: days ? amount : `PT${amount}M`,
    startsOn: 'received',
    article: '民法典 第201条',
    text: { zh: '示例', en: 'Sample' },
    ...(days ? { rollToWorkingDay: roll } : {}),
    onExpiry: [],
  };
}
const due = (one: Case) =>
  computeDue({
    rule: ruleOf(one),
    startedAt: iso(one.start),
    suspensions: one.suspensions,
    extensionDays: one.extensionDays,
    calendar: SEED_CALENDAR,
  });
const dueTime = (one: Case): number => Date.parse(due(one).dueAt!);

const holidays = new Set(Object.values(SEED_CALENDAR.years).flatMap((year) => year.holidays));
const makeUpDays = new Set(Object.values(SEED_CALENDAR.years).flatMap((year) => year.makeUpDays));
function worked(date: string): boolean {
  if (holidays.has(date)) return false;
  return makeUpDays.has(date) || ![0, 6].includes(new Date(date).getUTCDay());
}

/** The counting rule word by word, date by date. */
function naiveDays(one: Case): string {
  let date = localDate(one.start * MINUTE);
  let left = one.amount + one.extensionDays;
  while (left > 0) {
    date = nextDate(date);
    const out = one.suspensions.some(
      (span) => localDate(Date.parse(span.from)) <= date && date < localDate(Date.parse(span.to)),
    );
    if (!out && (one.unit === 'calendarDay' || worked(date))) left--;
  }
  while (one.roll && !worked(date)) date = nextDate(date);
  return date;
}

/** Minute by minute: the end of the minute in which the last one is counted. */
function naiveTime(one: Case): number {
  const dayLength = one.unit === 'elapsed' ? 1440 : 420;
  const spans = one.suspensions.map((span) => [minutesOf(span.from), minutesOf(span.to)] as const);
  let left = one.amount + one.extensionDays * dayLength;
  let minute = one.start;
  for (; left > 0; minute++) {
    if (spans.some(([from, to]) => from <= minute && minute < to)) continue;
    if (one.unit === 'workingHour') {
      const ofDay = (minute + 480) % 1440;
      const working = (ofDay >= 540 && ofDay < 720) || (ofDay >= 810 && ofDay < 1050);
      if (!working || !worked(localDate(minute * MINUTE))) continue;
    }
    left--;
  }
  return minute * MINUTE;
}

describe('computeDue, whatever the case', () => {
  it('equals counting date by date', () => {
    fc.assert(
      fc.property(dayCases, (one) => expect(due(one).dueDate).toBe(naiveDays(one))),
      { numRuns: 500 },
    );
  });

  it('equals counting minute by minute', () => {
    fc.assert(
      fc.property(timeCases, (one) => expect(dueTime(one)).toBe(naiveTime(one))),
      { numRuns: 300 },
    );
  });

  it('ends day clocks at midnight in Shanghai, the date after the due date', () => {
    fc.assert(
      fc.property(dayCases, (one) => {
        const { dueDate, dueAt } = due(one);
        expect(dueAt).toBe(`${nextDate(dueDate!)}T00:00:00+08:00`);
      }),
    );
  });

  it('does not mind the order of suspensions', () => {
    fc.assert(
      fc.property(
        anyCase.chain((one) =>
          fc.tuple(fc.constant(one), fc.shuffledSubarray([...one.suspensions], { minLength: one.suspensions.length })),
        ),
        ([one, suspensions]) => expect(due({ ...one, suspensions })).toEqual(due(one)),
      ),
    );
  });

  it('is never earlier for a suspension', () => {
    fc.assert(
      fc.property(anyCase, (one) =>
        expect(dueTime(one)).toBeGreaterThanOrEqual(dueTime({ ...one, suspensions: one.suspensions.slice(1) })),
      ),
    );
  });

  it('counts what overlaps once', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(), fc.nat(), fc.nat(), (one, which, a, b) => {
        const outer = one.suspensions[which % Math.max(1, one.suspensions.length)];
        if (!outer) return;
        const length = minutesOf(outer.to) - minutesOf(outer.from) + 1;
        const [from, to] = [a % length, b % length].sort((x, y) => x - y);
        const inner = { from: iso(minutesOf(outer.from) + from!), to: iso(minutesOf(outer.from) + to!) };
        expect(due({ ...one, suspensions: [...one.suspensions, inner, outer] })).toEqual(due(one));
      }),
    );
  });

  it('does not mind a suspension told in two parts', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(), (one, at) => {
        const [first, ...rest] = one.suspensions;
        if (!first) return;
        const cut = iso(minutesOf(first.from) + (at % (minutesOf(first.to) - minutesOf(first.from) + 1)));
        const parts = [{ from: first.from, to: cut }, ...rest, { from: cut, to: first.to }];
        expect(due({ ...one, suspensions: parts })).toEqual(due(one));
      }),
    );
  });

  it('is later for a longer extension, or as late where both roll to one date', () => {
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 1, max: 10 }), (one, more) => {
        const longer = { ...one, extensionDays: one.extensionDays + more };
        expect(dueTime(longer)).toBeGreaterThanOrEqual(dueTime(one));
        if (!ruleOf(one).rollToWorkingDay) expect(dueTime(longer)).toBeGreaterThan(dueTime(one));
      }),
    );
  });

  it('has no due date while a suspension is open', () => {
    fc.assert(
      fc.property(anyCase, starts, (one, since) => {
        const suspensions = [...one.suspensions, { from: iso(since), to: null }];
        const open = computeDue({ rule: ruleOf(one), startedAt: iso(one.start), suspensions, calendar: SEED_CALENDAR });
        expect([open.dueDate, open.dueAt]).toEqual([null, null]);
      }),
    );
  });

  it('mentions every counted day once', () => {
    fc.assert(
      fc.property(dayCases, (one) => {
        const counted = due(one).explanation.flatMap((line) =>
          [...line.matchAll(/计入 (\d+) (?:日|个工作日)/g)].map((match) => Number(match[1])),
        );
        expect(counted.reduce((sum, days) => sum + days, 0)).toBe(one.amount + one.extensionDays);
      }),
    );
  });
});
