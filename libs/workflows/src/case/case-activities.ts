import type { Act, CaseState } from '@wangge/domain/cases/case-state';
import { afterChange, changeOf, type StateChange } from '@wangge/domain/cases/state-change';

/** Where the responsibility matrix sends a case; absent `unit` is a gap, then a person dispatches. */
export interface Route {
  /** The grid of a case that was filed by a point which could not be placed at once. */
  readonly gridCode?: string;
  readonly district?: string;
  readonly unit?: string;
  readonly person?: string;
  readonly supervisingUnit?: string;
}

/** What came of recording acts. The record decides: a case always goes on from what it returns. */
export interface Recorded {
  /** False when the record had moved on in another way; the acts changed nothing then. */
  readonly applied: boolean;
  /** The state of the record, or what the acts changed in the one that was given. */
  readonly result: { readonly state: CaseState } | { readonly change: StateChange };
}

/** What recording acts that were applied answers. */
export function appliedTo(before: CaseState, after: CaseState): Recorded {
  const change = changeOf(before, after);
  return { applied: true, result: change ? { change } : { state: after } };
}

/** The state that a case goes on from. */
export const stateAfter = (before: CaseState, { result }: Recorded): CaseState =>
  'state' in result ? result.state : afterChange(before, result.change);

/** What a case's workflow needs done outside. All are short, idempotent and one transaction each, so they run as local activities. */
export interface CaseActivities {
  /** The case as the record has it, and for a new case where the matrix sends it (`null` while nobody answers). */
  openCase(input: { number: string }): Promise<{ state: CaseState; route: Route | null }>;
  /** Asks the matrix; fails while nobody answers, so that it is tried again. */
  askRoute(input: { number: string }): Promise<Route>;
  /**
   * Applies acts to the case one after the other and writes row, audit trail and outbox in one transaction, once for
   * each command id.
   * @param input.at ISO instant of the acts
   */
  recordActs(input: { state: CaseState; acts: readonly Act[]; at: string }): Promise<Recorded>;
}
