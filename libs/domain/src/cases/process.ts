import type { Act, CaseState } from './case-state';
import type { Instance } from './petition-file';

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
  | 'supervisor'
  /** Head of the organ one level above who holds the case; a petition officer over the grid while none is known. */
  | 'superior';

/** Why an act is refused: a code of the error catalogue and a sentence for the log and the developer. */
export interface Refused {
  readonly code: 'PETITION.WRONG_STAGE' | 'PETITION.NOT_PERMITTED' | 'PETITION.SAME_HANDLER' | 'PETITION.RULE_REFUSED';
  /** Why, for whoever acts. */
  readonly message: { readonly zh: string; readonly en: string };
}

/**
 * What a command does to a clock besides what its stages do: holds one or lets it go on, adds what was asked for, starts
 * one for a co-handling unit or ends that unit's own.
 */
export type ClockEffect = 'suspend' | 'resume' | 'extend' | 'join' | 'answer';

/** What a command is, whatever the stage. */
export interface CommandRule {
  /** Term in the official language and in English. */
  readonly text: { readonly zh: string; readonly en: string };
  readonly by: readonly Relation[];
  /** A rule beyond stage and role; `act.data` is absent when only asking what is possible now. */
  readonly refuse?: (state: CaseState, act: Act) => Refused | undefined;
  /** What changes in the case besides stage and clocks. */
  readonly effect?: (state: CaseState, act: Act, at: string) => Partial<CaseState>;
  readonly clock?: ClockEffect;
  /** The case is pinned to the version of its rule pack in force at this act. */
  readonly pins?: true;
  /** The unit whose superior is looked up for the act, as `found.superior`. */
  readonly superiorOf?: (state: CaseState, act: Act) => string | undefined;
}

/** Where something leads: a stage, or a choice where that depends on the case and on what was said with the act. */
export type Destination<Stage extends string> = Stage | ((state: CaseState, act: Pick<Act, 'data'>) => Stage);

export interface StageRule<Stage extends string, Command extends string> {
  readonly text: { readonly zh: string; readonly en: string };
  /** Clocks of the rule pack that start when the stage is entered and end when it is left, unless the next stage has them too. */
  readonly clocks: readonly string[];
  /** Command → the stage it leads to. */
  readonly on: Readonly<Partial<Record<Command, Destination<Stage>>>>;
  /** Clock → the stage that its expiry itself leads to; expiry of other clocks leads nowhere. */
  readonly expiry?: Readonly<Record<string, Destination<Stage>>>;
  /** What changes in the case when the stage is entered, whatever led to it. */
  readonly enter?: (state: CaseState) => Partial<CaseState>;
  /** The case is over: its workflow ends here. */
  readonly final?: true;
  /** From here on nobody waits for answers of co-handling units; at an end nobody does. */
  readonly endsJointHandling?: true;
  /** Reaching this end is what the running clocks ask for; at another end they are cancelled. */
  readonly fulfils?: true;
  /** Which of the instances of a petition the stage belongs to. */
  readonly instance?: Instance;
}

/** What may happen to a case: one table for validator, API, page and documentation. */
export interface Process<Stage extends string = string, Command extends string = string> {
  readonly first: Stage;
  readonly stages: Readonly<Record<Stage, StageRule<Stage, Command>>>;
  readonly commands: Readonly<Record<Command, CommandRule>>;
  /** Clocks that limit a right, not a duty: nobody is overdue when they run out. */
  readonly rights?: readonly string[];
  /** `startsOn` of a clock's rule → the instant of that event, where it is another than the act's. */
  readonly starts?: Readonly<Record<string, (state: CaseState) => string | undefined>>;
}
