import type { CaseState } from '@wangge/domain/cases/case-state';
import type { Actor } from '@wangge/domain/people/actor';
import { abilityOf, caseSubject } from '@wangge/platform/permissions/ability';

/** Whether the actor may know that the case exists. */
export function maySee(actor: Actor, state: CaseState): boolean {
  return abilityOf(actor).can(
    'read',
    caseSubject('Petition', {
      unit: state.responsible?.unit ?? null,
      // 首接负责: who received it first answers for it until another has accepted.
      jointUnits: [
        ...state.jointHandlers.map((handler) => handler.unit),
        ...(state.firstReceiver === undefined ? [] : [state.firstReceiver]),
      ],
      supervisingUnit: state.supervisingUnit ?? null,
      gridCode: state.gridCode,
    }),
  );
}
