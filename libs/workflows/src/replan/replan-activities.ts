/** How far open cases are planned anew; counts of cases. */
export interface Progress {
  /** Found to depend on what was published. */
  readonly touched: number;
  /** Computed anew, moved or not. */
  readonly planned: number;
  /** Whose due date moved. */
  readonly moved: number;
  /** Whose due date stayed while what it rests on changed. */
  readonly confirmed: number;
  /** Running cases that know of it: their timers follow. */
  readonly told: number;
}

/** Answers of long work that is done a portion at a time. */
export interface Portion {
  readonly progress: Progress;
  /** Whether there is more to do. */
  readonly more: boolean;
}

/** What planning open cases anew needs done. Each may be run again at any point: what was done stays done, once. */
export interface ReplanActivities {
  /** Finds the cases that a publication touches. @param input.pass 2 finds those that were written meanwhile by the law before */
  findTouchedCases(input: { publication: string; pass: 1 | 2 }): Promise<Progress>;
  /** Moves the record of the touched cases, batch by batch. Heartbeats. */
  planTouchedCases(input: { publication: string; pass: 1 | 2 }): Promise<Portion>;
  /** Tells the running cases whose record moved, those with the nearest new moment first. Heartbeats. */
  tellRunningCases(input: { publication: string }): Promise<Portion>;
  finishPublication(input: { publication: string }): Promise<Progress>;
}
