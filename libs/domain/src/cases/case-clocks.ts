import type { ClockRule } from '../clocks/clock-rule';
import { computeDue } from '../clocks/compute-due';
import { addDuration } from '../clocks/duration';
import { isExact } from '../clocks/measures';
import type { ClockMoment, ClockState } from './case-state';
import type { LawInForce } from './transition';

const ruleOf = (kind: string, law: LawInForce): ClockRule | undefined =>
  law.pack.clocks.find((rule) => rule.id === kind);

/** Warnings, expiry and rungs of a clock in the order in which they come. */
function momentsOf(rule: ClockRule, dueAt: string): ClockMoment[] {
  const moments: ClockMoment[] = [
    ...(rule.warnings ?? []).map((before): ClockMoment => ({ kind: 'warn', at: addDuration(dueAt, before, -1) })),
    { kind: 'expire', at: dueAt },
    ...rule.onExpiry.map((rung): ClockMoment => ({
      kind: 'escalate',
      rung: rung.id,
      to: rung.to,
      within: rung.within,
      ...(rung.accountability ? { accountability: true } : {}),
      at: addDuration(dueAt, rung.after, 1),
    })),
  ];
  const order = { warn: 0, expire: 1, escalate: 2 };
  return moments.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || order[a.kind] - order[b.kind]);
}

/** Computes the due instant anew from the rule, the start, the ledger and the extension; moments that came stay come. */
function planned(clock: ClockState, law: LawInForce): ClockState {
  const rule = ruleOf(clock.kind, law)!;
  const due = computeDue({
    rule,
    startedAt: clock.startedAt,
    suspensions: clock.suspensions,
    extensionDays: clock.extensionDays,
    calendar: law.calendar,
    workingTime: law.pack.workingTime,
  });
  const next = due.dueAt === null ? undefined : momentsOf(rule, due.dueAt)[clock.fired];
  const { next: _, ...rest } = clock;
  return {
    ...rest,
    dueDate: due.dueDate,
    dueAt: due.dueAt,
    provisional: due.provisional,
    calendarVersion: due.calendarVersion,
    ...(next ? { next } : {}),
  };
}

/** A clock of this kind started now; none when the pack has no such clock. Warnings that lie in the past are left out. */
export function startClock(
  kind: string,
  clocks: readonly ClockState[],
  at: string,
  law: LawInForce,
  unit?: string,
): ClockState[] {
  const rule = ruleOf(kind, law);
  if (!rule) return [];
  const runs = clocks.filter((clock) => clock.kind === kind).length;
  return [
    planned(
      {
        id: runs === 0 ? kind : `${kind}-${runs + 1}`,
        kind,
        article: rule.article,
        label: rule.text.zh,
        ...(isExact(rule.unit) ? { counts: rule.unit } : {}),
        ...(unit === undefined ? {} : { unit }),
        startedAt: at,
        dueDate: null,
        dueAt: null,
        provisional: false,
        calendarVersion: law.calendar.version,
        extensionDays: 0,
        ...(rule.extension ? { extensionMax: rule.extension.maxDays } : {}),
        status: 'running',
        suspensions: [],
        fired: 0,
        expired: false,
      },
      law,
    ),
  ];
}

/** Ends a clock: met or missed by its due instant when the work is done, cancelled when the case ended otherwise. */
export function endClock(clock: ClockState, at: string, how: 'done' | 'cancelled'): ClockState {
  if (clock.status !== 'running' && clock.status !== 'suspended') return clock;
  const { next: _, ...rest } = clock;
  const inTime = clock.dueAt === null || Date.parse(at) <= Date.parse(clock.dueAt);
  return {
    ...rest,
    endedAt: at,
    suspensions: clock.suspensions.map((one) => (one.to === null ? { ...one, to: at } : one)),
    status: how === 'cancelled' ? 'cancelled' : inTime ? 'met' : 'missed',
  };
}

/** Opens a suspension; while it is open the clock has no due date (domain.md §2). */
export function suspendClock(clock: ClockState, entry: { at: string; reason: string; by: string }): ClockState {
  const { next: _, ...rest } = clock;
  return {
    ...rest,
    status: 'suspended',
    dueDate: null,
    dueAt: null,
    suspensions: [...clock.suspensions, { from: entry.at, to: null, reason: entry.reason, by: entry.by }],
  };
}

export function resumeClock(clock: ClockState, at: string, law: LawInForce): ClockState {
  const suspensions = clock.suspensions.map((one) => (one.to === null ? { ...one, to: at } : one));
  return planned({ ...clock, status: 'running', suspensions }, law);
}

/** @param days days, or an ISO 8601 duration for clocks that count exact time; a clock is extended once */
export function extendClock(clock: ClockState, days: number | string, law: LawInForce): ClockState {
  return clock.status === 'running'
    ? planned({ ...clock, extensionDays: days }, law)
    : { ...clock, extensionDays: days };
}

/** The clock after its next moment came. */
export const fireMoment = (clock: ClockState, law: LawInForce): ClockState =>
  planned({ ...clock, fired: clock.fired + 1, expired: clock.expired || clock.next?.kind === 'expire' }, law);
