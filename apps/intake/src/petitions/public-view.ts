import { type CaseState, nearestDue, PETITIONER } from '@wangge/domain/cases/case-state';
import { availableCommands } from '@wangge/domain/cases/decide';
import type { PetitionFile } from '@wangge/domain/cases/petition-file';
import { processOf } from '@wangge/domain/cases/processes';

/** What the law has the petitioner told: the instance, every opinion with its service, why it takes longer or is not accepted, where to go. */
function petitionView(state: CaseState, file: PetitionFile) {
  return {
    instance: processOf(state.kind).stages[state.stage]?.instance ?? null,
    route: file.route ?? null,
    ledTo: file.ledTo ?? null,
    opinions: file.opinions.map(({ instance, unit, givenAt, outcome, servedOn }) => ({
      instance,
      unit,
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
 * A case in plain words for whoever filed it: where it stands, who holds it, by when, what they may do.
 * @param into the case that this one became part of; its stage is what the petitioner wants to know
 */
export function publicView(state: CaseState, title: string, into?: CaseState) {
  const shown = into ?? state;
  const process = processOf(shown.kind);
  return {
    number: state.number,
    kind: shown.kind,
    title,
    stage: shown.stage,
    stageText: process.stages[shown.stage]?.text ?? null,
    receivedAt: state.receivedAt,
    unit: shown.responsible?.unit ?? shown.firstReceiver ?? null,
    nextDeadline: nearestDue(shown) ?? null,
    mergedInto: state.mergedInto ?? null,
    satisfied: state.satisfied ?? null,
    ...(state.petition ? petitionView(state, state.petition) : {}),
    availableCommands: availableCommands(processOf(state.kind), state, PETITIONER),
  };
}
