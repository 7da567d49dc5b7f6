import type { ClockRule } from '../clocks/clock-rule';
import { type Due, computeDue } from '../clocks/compute-due';
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

const dueOf = (clock: ClockState, rule: ClockRule, law: LawInForce): Due =>
  computeDue({
    rule,
    startedAt: clock.startedAt,
    suspensions: clock.suspensions,
    extensionDays: clock.extensionDays,
    calendar: law.calendar,
    workingTime: law.pack.workingTime,
  });

function withPlan(clock: ClockState, due: Due, next: ClockMoment | undefined): ClockState {
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

/** Computes the due instant anew from the rule, the start, the ledger and the extension; moments that came stay come. */
function planned(clock: ClockState, law: LawInForce): ClockState {
  const rule = ruleOf(clock.kind, law)!;
  const due = dueOf(clock, rule, law);
  return withPlan(clock, due, due.dueAt === null ? undefined : momentsOf(rule, due.dueAt)[clock.fired]);
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
        calendarVersion: '',
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

/** Rungs are the same by their id, warnings by how long before the due instant they come. */
const sameMoment = (one: ClockMoment, other: ClockMoment): boolean =>
  one.kind === other.kind && (one.kind === 'warn' ? one.at === other.at : one.rung === other.rung);

/**
 * How many moments of the new plan have come. One that came stays come while its instant lies in the past; where the new
 * plan puts it into the future it comes again. Of warnings that the new plan puts into the past only the last one comes,
 * and none where the clock has run out.
 */
function firedOf(moments: readonly ClockMoment[], came: readonly ClockMoment[], at: string): number {
  const past = (moment: ClockMoment | undefined) => moment !== undefined && Date.parse(moment.at) <= Date.parse(at);
  let fired = moments.findLastIndex((moment) => past(moment) && came.some((one) => sameMoment(one, moment))) + 1;
  while (moments[fired]?.kind === 'warn' && past(moments[fired + 1])) fired += 1;
  return fired;
}

/**
 * The clock under another calendar or another version of its pack. A running one gets a new due instant and goes on from
 * what has come already; a suspended one has no due instant, and only takes over what the rule says of it. A clock that
 * ended, or whose kind the pack does not have, stays as it is.
 * @param law.before the law that the clock was planned by
 */
export function replanClock(
  clock: ClockState,
  law: { readonly before: LawInForce; readonly after: LawInForce },
  at: string,
): ClockState {
  const rule = ruleOf(clock.kind, law.after);
  if (!rule || (clock.status !== 'running' && clock.status !== 'suspended')) return clock;
  const { extensionMax: _most, counts: _counts, ...rest } = clock;
  const ruled: ClockState = {
    ...rest,
    article: rule.article,
    label: rule.text.zh,
    ...(isExact(rule.unit) ? { counts: rule.unit } : {}),
    ...(rule.extension ? { extensionMax: rule.extension.maxDays } : {}),
  };
  if (clock.status === 'suspended') return ruled;
  const due = dueOf(ruled, rule, law.after);
  const moments = momentsOf(rule, due.dueAt!);
  const before = momentsOf(ruleOf(clock.kind, law.before) ?? rule, due.dueAt!);
  if (due.dueAt === clock.dueAt && JSON.stringify(moments) === JSON.stringify(before))
    return withPlan(ruled, due, moments[clock.fired]);
  const fired = firedOf(moments, before.slice(0, clock.fired), at);
  const expired = moments.slice(0, fired).some(({ kind }) => kind === 'expire');
  return withPlan({ ...ruled, fired, expired }, due, moments[fired]);
}
