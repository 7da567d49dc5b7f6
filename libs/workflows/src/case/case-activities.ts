import type { Act, CaseState } from '@wangge/domain/cases/case-state';

/** Where the responsibility matrix sends a case; absent `unit` is a gap, then a person dispatches. */
export interface Route {
  /** The grid of a case that was filed by a point which could not be placed at once. */
  readonly gridCode?: string;
  readonly district?: string;
  readonly unit?: string;
  readonly person?: string;
  readonly supervisingUnit?: string;
}

/** What came of recording acts. The record decides: a case always goes on from the state it returns. */
export interface Recorded {
  /** False when the record had moved on in another way; the acts changed nothing then. */
  readonly applied: boolean;
  readonly state: CaseState;
}

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
