import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { CaseState, ClockState } from '@wangge/domain/cases/case-state';
import { availableCommands } from '@wangge/domain/cases/decide';
import { processOf } from '@wangge/domain/cases/processes';
import type { Actor } from '@wangge/domain/people/actor';

/** Columns that a view needs. */
export interface CaseRow {
  readonly state: unknown;
  readonly title: string;
  readonly content: unknown;
  readonly channel: string;
  readonly externalId: string | null;
}

const local = (instant: string): string => formatInstant(Date.parse(instant));

/** One time limit of a case with its ledger. */
export const clockView = ({
  id,
  kind,
  article,
  label,
  unit,
  startedAt,
  dueDate,
  dueAt,
  provisional,
  status,
  suspensions,
  endedAt,
}: ClockState) => ({
  id,
  kind,
  article,
  label,
  ...(unit ? { unit } : {}),
  startedAt: local(startedAt),
  ...(endedAt ? { endedAt: local(endedAt) } : {}),
  dueDate,
  dueAt,
  provisional,
  status,
  suspensions: suspensions.map((one) => ({
    ...one,
    from: local(one.from),
    to: one.to === null ? null : local(one.to),
  })),
});

/** A case as its own people see it (api.md). Petitioners are not part of it. */
export function caseView(row: CaseRow, actor: Actor) {
  const state = row.state as CaseState;
  const content = row.content as { claims: string[]; description?: string; location: object; evidence?: string[] };
  return {
    number: state.number,
    kind: state.kind,
    stage: state.stage,
    step: state.step,
    title: row.title,
    claims: content.claims,
    description: content.description ?? null,
    evidence: content.evidence ?? [],
    channel: row.channel,
    externalId: row.externalId,
    matterItem: state.matterItem,
    gridCode: state.gridCode,
    district: state.district,
    approach: state.selfGovernance ? ('self-governance' as const) : ('enforcement' as const),
    location: content.location,
    rulePack: state.rulePack,
    receivedAt: state.receivedAt,
    responsible: state.responsible ? { unit: state.responsible.unit, person: state.responsible.person ?? null } : null,
    firstReceiver: state.firstReceiver ?? null,
    supervisingUnit: state.supervisingUnit ?? null,
    jointHandlers: state.jointHandlers,
    mergedInto: state.mergedInto ?? null,
    transferredTo: state.transferredTo ?? null,
    satisfied: state.satisfied ?? null,
    tolerated: state.tolerated ?? false,
    extensionRequest: state.extensionRequest ?? null,
    ...(state.petition
      ? { instance: processOf(state.kind).stages[state.stage]?.instance ?? null, petition: state.petition }
      : {}),
    recused: state.recused ?? [],
    transfersUp: state.transfersUp ?? 0,
    reopenings: state.reopenings,
    reworks: state.reworks,
    overdue: state.overdue,
    /** It accuses somebody, for whom it is not there; the matrix does not send it to them. */
    restricted: (state.accused?.length ?? 0) > 0,
    clocks: state.clocks.map(clockView),
    availableCommands: availableCommands(processOf(state.kind), state, actor),
  };
}

export type CaseView = ReturnType<typeof caseView>;
