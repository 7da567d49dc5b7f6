import { type CaseState, nearestDue, PETITIONER } from '@wangge/domain/cases/case-state';
import { availableCommands } from '@wangge/domain/cases/decide';
import { processOf } from '@wangge/domain/cases/processes';

/**
 * A case in plain words for whoever filed it: where it stands, who holds it, by when, what they may do.
 * @param into the case that this one became part of; its stage is what the petitioner wants to know
 */
export function publicView(state: CaseState, title: string, into?: CaseState) {
  const shown = into ?? state;
  const process = processOf(shown.kind);
  return {
    number: state.number,
    title,
    stage: shown.stage,
    stageText: process.stages[shown.stage]?.text ?? null,
    receivedAt: state.receivedAt,
    unit: shown.responsible?.unit ?? shown.firstReceiver ?? null,
    nextDeadline: nearestDue(shown) ?? null,
    mergedInto: state.mergedInto ?? null,
    satisfied: state.satisfied ?? null,
    availableCommands: availableCommands(processOf(state.kind), state, PETITIONER),
  };
}
