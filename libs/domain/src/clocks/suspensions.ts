import { assertKnownDay, dayOf, parseDate, parseInstant, startOfDay } from '../calendar/local-date';
import { DeadlineError } from './deadline-error';

/** A suspension (挂账) of a clock. `to` is null or absent while it is open. */
export interface SuspensionSpan {
  readonly from: string;
  readonly to?: string | null;
}

/** More suspensions than any case has; a longer list is refused. */
export const MAX_SUSPENSIONS = 1000;

/** From `from` inclusive to `to` exclusive: instants in milliseconds, or day numbers. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface ReadSuspensions {
  /** Instants of the closed suspensions, as given. */
  readonly closed: readonly Span[];
  /** Instant since which one is open; undefined when none is. */
  readonly openSince: number | undefined;
}

const CODE = 'DEADLINE.INVALID_SUSPENSION';

function readPoint(text: unknown, field: string, datesAllowed: boolean): number {
  const day = typeof text === 'string' && datesAllowed ? parseDate(text) : undefined;
  const instant = day === undefined ? (typeof text === 'string' ? parseInstant(text) : undefined) : startOfDay(day);
  if (instant === undefined)
    throw new DeadlineError(
      CODE,
      field,
      `${field}: an ISO 8601 instant with offset is needed${datesAllowed ? ', or a date YYYY-MM-DD' : ''}`,
    );
  assertKnownDay(dayOf(instant), CODE, field);
  return instant;
}

/**
 * Reads the ledger of a clock.
 * @param datesAllowed for day clocks, where only the local dates matter: `2026-02-01` is then the beginning of that date
 * @throws DeadlineError `DEADLINE.INVALID_SUSPENSION` for a text that is no instant, an end before its beginning, or too many
 */
export function readSuspensions(suspensions: readonly SuspensionSpan[], datesAllowed: boolean): ReadSuspensions {
  if (!Array.isArray(suspensions) || suspensions.length > MAX_SUSPENSIONS)
    throw new DeadlineError(CODE, 'suspensions', `suspensions: a list of at most ${MAX_SUSPENSIONS}`);
  const closed: Span[] = [];
  let openSince: number | undefined;
  suspensions.forEach((suspension: SuspensionSpan | null, index) => {
    const field = `suspensions[${index}]`;
    if (typeof suspension !== 'object' || suspension === null)
      throw new DeadlineError(CODE, field, `${field}: {from, to} is needed`);
    const from = readPoint(suspension.from, `${field}.from`, datesAllowed);
    if (suspension.to === null || suspension.to === undefined) {
      openSince = openSince === undefined ? from : Math.min(openSince, from);
      return;
    }
    const to = readPoint(suspension.to, `${field}.to`, datesAllowed);
    if (to < from) throw new DeadlineError(CODE, `${field}.to`, `${field}: ends before it begins`);
    closed.push({ from, to });
  });
  return { closed, openSince };
}

/** The union of spans, in order and apart; empty spans and what lies before `from` are left out. */
export function unionFrom(spans: readonly Span[], from: number): Span[] {
  const merged: { from: number; to: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const begin = Math.max(span.from, from);
    if (span.to <= begin) continue;
    const last = merged.at(-1);
    if (last && begin <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ from: begin, to: span.to });
  }
  return merged;
}

/** The dates d with date(from) ≤ d < date(to) of each suspension, as their union from a date on. */
export function suspendedDays(spans: readonly Span[], from: number): Span[] {
  return unionFrom(
    spans.map((span) => ({ from: dayOf(span.from), to: dayOf(span.to) })),
    from,
  );
}
