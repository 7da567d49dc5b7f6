import type { WorkingTimeSpan } from '../calendar/working-time';
import type { ClockRule, Text } from '../clocks/clock-rule';
import type { PetitionRules } from './petition-rules';

/**
 * The time limits of one body of rules, as data. A case is pinned to the version in force at its acceptance; a change is
 * a new version, never an edit.
 */
export interface RulePack {
  readonly id: string;
  readonly version: number;
  readonly title: Text;
  /** First date in force, `YYYY-MM-DD`. */
  readonly validFrom: string;
  /** Last date in force; absent while it is. */
  readonly validTo?: string;
  /** Names of the statutes that the clocks cite. */
  readonly statutes: readonly string[];
  /** Whether cases accepted under an earlier version move to this one; otherwise they stay with theirs. */
  readonly retroactive?: boolean;
  /** Working time of a working day, for `workingHour` clocks. */
  readonly workingTime: readonly WorkingTimeSpan[];
  readonly clocks: readonly ClockRule[];
  /** What a body of petition rules says besides its time limits; a pack without it leaves that to the process. */
  readonly petition?: PetitionRules;
}

/** The clock of a pack; undefined when it has none of that id. */
export const clockOf = (pack: RulePack, id: string): ClockRule | undefined =>
  pack.clocks.find((clock) => clock.id === id);
