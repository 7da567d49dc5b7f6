/** What a clock counts. `elapsed` and `workingHour` count exact time, the others dates. */
export const CLOCK_UNITS = ['calendarDay', 'workingDay', 'workingHour', 'elapsed'] as const;
export type ClockUnit = (typeof CLOCK_UNITS)[number];

/** Who a rung of the escalation ladder turns to. */
export const RUNG_TARGETS = [
  'person',
  'unit-head',
  'supervising-unit',
  'petition-office-head',
  'superior-organ',
  'joint-committee',
] as const;
export type RungTarget = (typeof RUNG_TARGETS)[number];

export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** One step of 逐级问责: who is turned to, how long after the clock ran out, and by when an answer is due. */
export interface Rung {
  readonly id: string;
  /** ISO 8601 duration after dueAt; `PT0S` is at once. */
  readonly after: string;
  readonly to: RungTarget;
  /** ISO 8601 duration within which the person on the rung acts. */
  readonly within: string;
  /** Whether the rung opens an accountability record. */
  readonly accountability?: boolean;
  readonly text: Text;
}

/** By how much a clock may be extended. `computeDue` counts what was granted; who grants it looks here first. */
export interface ExtensionRule {
  /** Days; an ISO 8601 duration for `elapsed` and `workingHour` clocks. */
  readonly maxDays: number | string;
  readonly times: number;
  /** The role or post that approves, in words. */
  readonly approvedBy: string;
  readonly article: string;
}

/** One time limit of a rule pack. */
export interface ClockRule {
  readonly id: string;
  readonly unit: ClockUnit;
  /**
   * Whole days for `calendarDay` and `workingDay`. For `elapsed` an ISO 8601 duration or a number of days of 24 hours; for
   * `workingHour` an ISO 8601 duration in hours, minutes and seconds or a number of hours.
   */
  readonly amount: number | string;
  /** The event or stage that starts it. */
  readonly startsOn: string;
  /** e.g. `信访工作条例 第34条`. */
  readonly article: string;
  /** One sentence that a reader should see. */
  readonly text: Text;
  /** A last date that is no working day moves to the next working day (民法典 第203条). Day clocks only. */
  readonly rollToWorkingDay?: boolean;
  readonly extension?: ExtensionRule;
  /** ISO 8601 durations before dueAt. */
  readonly warnings?: readonly string[];
  readonly onExpiry: readonly Rung[];
}
