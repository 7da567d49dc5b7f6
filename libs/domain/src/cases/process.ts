import type { Act, CaseState } from './case-state';

/** How a person stands to a case. What a relation means is decided by `hasRelation`. */
export type Relation =
  | 'system'
  | 'petitioner'
  /** Petition officer over the case's grid. */
  | 'officer'
  /** Grid worker of the case's grid. */
  | 'grid-worker'
  /** Handler of the responsible unit. */
  | 'handler'
  /** Handler of a co-handling unit. */
  | 'joint-handler'
  /** Head of the responsible unit. */
  | 'head'
  /** Head of the unit that decides disputes, or a petition officer over the grid. */
  | 'supervisor';

/** Why an act is refused: a code of the error catalogue and a sentence for the log and the developer. */
export interface Refused {
  readonly code: 'PETITION.WRONG_STAGE' | 'PETITION.NOT_PERMITTED' | 'PETITION.SAME_HANDLER' | 'PETITION.RULE_REFUSED';
  readonly message: string;
}

/** What a command is, whatever the stage. */
export interface CommandRule {
  /** Term in the official language and in English. */
  readonly text: { readonly zh: string; readonly en: string };
  readonly by: readonly Relation[];
  /** A rule beyond stage and role; `act.data` is absent when only asking what is possible now. */
  readonly refuse?: (state: CaseState, act: Act) => Refused | undefined;
  /** What changes in the case besides stage and clocks. */
  readonly effect?: (state: CaseState, act: Act, at: string) => Partial<CaseState>;
}

export interface StageRule<Stage extends string, Command extends string> {
  readonly text: { readonly zh: string; readonly en: string };
  /** Clocks of the rule pack that start when the stage is entered and end when it is left, unless the next stage has them too. */
  readonly clocks: readonly string[];
  /** Command → the stage it leads to; a function where that depends on the case. */
  readonly on: Readonly<Partial<Record<Command, Stage | ((state: CaseState) => Stage)>>>;
  /** The case is over: its workflow ends here. */
  readonly final?: true;
}

/** What may happen to a case: one table for validator, API, page and documentation. */
export interface Process<Stage extends string = string, Command extends string = string> {
  readonly first: Stage;
  readonly stages: Readonly<Record<Stage, StageRule<Stage, Command>>>;
  readonly commands: Readonly<Record<Command, CommandRule>>;
}
