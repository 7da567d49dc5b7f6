import type { Text } from '../clocks/clock-rule';
import type { PetitionCommand, PetitionStage } from '../cases/petition.process';
import type { PetitionRoute } from '../cases/petition-file';

/** One entry of the rules: the article and the sentence that a reader should see. */
export interface Cited<Id extends string = string> {
  readonly id: Id;
  /** e.g. `信访工作条例 第31条第（一）项`. */
  readonly article: string;
  readonly text: Text;
}

/** Written papers that the law asks for. */
export const PETITION_NOTICES = [
  'receipt',
  'acceptance',
  'refusal',
  'routing',
  'extension',
  'opinion',
  'review-opinion',
  're-review-opinion',
  'mediation-agreement',
] as const;
export type PetitionNotice = (typeof PETITION_NOTICES)[number];

/** What a paper must say; the words are fields of what is recorded with the act. */
export interface NoticeRule extends Cited<PetitionNotice> {
  readonly contains: readonly string[];
}

/** Who decides, in the words of the law. */
export interface DecisionRule extends Cited<PetitionCommand> {
  readonly by: Text;
}

/** What a body of petition rules says besides its time limits. */
export interface PetitionRules {
  /** Stages of the process that the rules speak of. */
  readonly stages: readonly Cited<PetitionStage>[];
  /** Where claims of each kind are led. */
  readonly routes: readonly Cited<PetitionRoute>[];
  /** Grounds on which a petition is not accepted. */
  readonly refusals: readonly Cited[];
  readonly decisions: readonly DecisionRule[];
  readonly notices: readonly NoticeRule[];
  /** How many may come for all where several visit with one claim. */
  readonly jointVisit: { readonly most: number; readonly article: string; readonly text: Text };
}

/** The ground of `refuse-repeat`. */
export const ANSWERED_TO_THE_END = 'answered-to-the-end';
