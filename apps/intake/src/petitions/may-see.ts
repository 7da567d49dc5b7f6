import type { CaseState } from '@wangge/domain/cases/case-state';
import { isAccused } from '@wangge/domain/people/accused';
import type { Actor } from '@wangge/domain/people/actor';
import { abilityOf, type CaseFacts, caseSubject } from '@wangge/platform/permissions/ability';

/** Whether the actor may know that the case exists. */
export function maySee(actor: Actor, state: CaseState): boolean {
  const facts = factsOf(state);
  // 首接负责: who received it first answers for it until another has accepted.
  const jointUnits = [...facts.jointUnits!, ...(state.firstReceiver === undefined ? [] : [state.firstReceiver])];
  return (
    !isAccused(state.accused, actor) && abilityOf(actor).can('read', caseSubject('Petition', { ...facts, jointUnits }))
  );
}

/** Whether the actor may reach the people in the case: those who handle it, and nobody whom it accuses. */
export function mayReachPeople(actor: Actor, state: CaseState): boolean {
  return !isAccused(state.accused, actor) && abilityOf(actor).can('read', caseSubject('PersonalData', factsOf(state)));
}

const factsOf = (state: CaseState): CaseFacts => ({
  unit: state.responsible?.unit ?? null,
  jointUnits: state.jointHandlers.map((handler) => handler.unit),
  supervisingUnit: state.supervisingUnit ?? null,
  gridCode: state.gridCode,
  accusedUnits: state.accused ?? [],
  accusedPersons: state.accused ?? [],
});
