import { type CaseState, nearestDue, PETITIONER } from '@wangge/domain/cases/case-state';
import { availableCommands } from '@wangge/domain/cases/decide';
import type { PetitionFile } from '@wangge/domain/cases/petition-file';
import { processOf } from '@wangge/domain/cases/processes';

/** What is told once it was verified: before, it may still be sent back as not good enough. */
const ANSWERED: readonly string[] = ['verified', 'closed'];

/** A case as the petitioner's question finds it. */
export interface FoundCase {
  readonly state: CaseState;
  readonly title: string;
  /** What the unit answered last, in words; null while it has not. */
  readonly answer: string | null;
}

/** Whom a petitioner asks: the unit that holds the case; after a transfer the authority that has it now. */
export const holderOf = ({ responsible, firstReceiver }: CaseState): string | undefined =>
  responsible?.unit ?? firstReceiver;

/** Name of a unit; its code while nobody can say. */
export type NameOf = (unit: string) => string;

/** What the law has the petitioner told: the instance, every opinion with its service, why it takes longer or is not accepted, where to go. */
function petitionView(state: CaseState, file: PetitionFile, nameOf: NameOf) {
  return {
    instance: processOf(state.kind).stages[state.stage]?.instance ?? null,
    route: file.route ?? null,
    ledTo: file.ledTo ?? null,
    opinions: file.opinions.map(({ instance, unit, givenAt, outcome, servedOn }) => ({
      instance,
      unit,
      unitName: nameOf(unit),
      givenAt,
      outcome: outcome ?? null,
      servedOn: servedOn ?? null,
    })),
    extension: file.extension ?? null,
    refusal: file.refusal ?? null,
    earlier: file.earlier ?? null,
    deadlines: state.clocks
      .filter(({ status }) => status === 'running')
      .map(({ kind, label, article, dueDate, provisional }) => ({ kind, label, article, dueDate, provisional })),
  };
}

/**
 * A case in plain words for whoever filed it: where it stands, who holds it, by when, the answer, what they may do.
 * @param shown the case that this one became part of, or itself: its stage is what the petitioner wants to know
 */
export function publicView({ state, title }: FoundCase, shown: FoundCase, nameOf: NameOf) {
  const process = processOf(shown.state.kind);
  const unit = holderOf(shown.state);
  return {
    number: state.number,
    kind: shown.state.kind,
    title,
    stage: shown.state.stage,
    stageText: process.stages[shown.state.stage]?.text ?? null,
    receivedAt: state.receivedAt,
    unit: unit ?? null,
    unitName: unit === undefined ? null : nameOf(unit),
    transferredTo: shown.state.transferredTo ?? null,
    nextDeadline: nearestDue(shown.state) ?? null,
    answer: ANSWERED.includes(shown.state.stage) ? shown.answer : null,
    mergedInto: state.mergedInto ?? null,
    satisfied: state.satisfied ?? null,
    ...(state.petition ? petitionView(state, state.petition, nameOf) : {}),
    availableCommands: availableCommands(processOf(state.kind), state, PETITIONER),
  };
}
