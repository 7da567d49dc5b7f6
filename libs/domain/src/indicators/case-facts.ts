import type { CaseState, ClockState } from '../cases/case-state';
import { type PetitionRoute, standingOpinion } from '../cases/petition-file';

/**
 * What the indicators look at in one case, as it stands now. Everything in it follows from the case's state and its
 * channel, so that the facts of a case can always be computed anew.
 */
export interface CaseFacts {
  readonly kind: string;
  readonly channel: string;
  readonly matterItem: string;
  readonly gridCode: string;
  /**
   * Whose case it is: the unit that holds it, of a petition that went on to review the organ that handled it first; null
   * while nobody does.
   */
  readonly unit: string | null;
  readonly receivedAt: string;
  /** A case was made of the report (立案). */
  readonly registered: boolean;
  /** How often it was dispatched to a unit. */
  readonly dispatches: number;
  /** Units that sent it back (退回). */
  readonly returnedBy: readonly string[];
  readonly response: Duty;
  readonly handling: Duty;
  readonly closing: Duty;
  /** Somebody verified the outcome or ordered rework. */
  readonly checked: boolean;
  readonly reworked: boolean;
  /** Closed for good, or closed and reopened; null while it was never closed. */
  readonly solved: boolean | null;
  /** What the petitioner said; null while nobody asked or answered. */
  readonly satisfied: boolean | null;
  /** A person decided that the case is not held against the unit (容错). */
  readonly tolerated: boolean;
  /** Ended by being dealt with: not refused, withdrawn, merged, left to the courts or to a procedure of others. */
  readonly dealtWith: boolean;
  /** How often it was taken to a higher organ (上交). */
  readonly transfersUp: number;
}

/** One timed duty: done in time or not, or not done and due at this instant; both null while it does not run. */
export interface Duty {
  readonly inTime: boolean | null;
  readonly dueAt: string | null;
}

const NOTHING: Duty = { inTime: null, dueAt: null };

/** Rights of others and duties of others, as those of the organs above: that they run out is not held against whose case it is. */
const NOT_THE_HOLDERS: readonly string[] = [
  'objection',
  'joint-handling',
  'callback',
  'review-request',
  'review',
  're-review-request',
  're-review',
];
/** What limits the first answer of the unit: taking a matter, the written notice of a petition (信访工作条例 第23条). */
const RESPONSES: readonly string[] = ['acceptance', 'notice'];
/** Dealt with and over, for good. */
const DONE_STAGES: readonly string[] = ['closed', 'concluded'];
/** 第31条 (二), (三): somebody else's procedure settles the claim. */
const SETTLED_BY_OTHERS: readonly (PetitionRoute | undefined)[] = ['arbitration', 'party-appeal'];
/** The unit's part is done; a petition may still be taken to the organ above. */
const HANDLED_STAGES: readonly string[] = [
  ...['answered', 'verified', 'opinion', 'served', 'review', 'review-opinion', 'review-served', 're-review'],
  ...['re-review-opinion', 'executing', 'executed', ...DONE_STAGES],
];
const TAKEN_STAGES: readonly string[] = ['handling', 'own-procedure', ...HANDLED_STAGES];
/** 第23条: a petition is answered in time by a refusal too, and by being left to the courts. */
const ANSWERED_STAGES: Readonly<Record<string, readonly string[]>> = {
  matter: TAKEN_STAGES,
  petition: [...TAKEN_STAGES, 'refused', 'separated'],
};
const NEVER_REGISTERED: readonly string[] = ['received', 'refused', 'merged', 'withdrawn'];
/** Ended otherwise than by closing: whatever was due is no longer. */
const OVER_STAGES: readonly string[] = ['refused', 'transferred', 'separated', 'withdrawn', 'merged'];

export function factsOf(state: CaseState, channel: string): CaseFacts {
  const runs = (kind: string) => state.clocks.filter((clock) => clock.kind === kind);
  const unit = unitOf(state);
  const isDone = DONE_STAGES.includes(state.stage);
  const responses = state.clocks.filter((clock) => RESPONSES.includes(clock.kind));
  const taken = responses.at(-1);
  const registration = runs('registration').at(0);
  return {
    kind: state.kind,
    channel,
    matterItem: state.matterItem,
    gridCode: state.gridCode,
    unit,
    receivedAt: state.receivedAt,
    // What limits the registering of a petition goes on until it is routed.
    registered:
      registration?.status === 'met' || registration?.status === 'missed' || !NEVER_REGISTERED.includes(state.stage),
    dispatches: Math.max(responses.length, state.objectedBy.length + (unit === null ? 0 : 1)),
    returnedBy: [...new Set(state.objectedBy)],
    response: dutyOf(taken ? [taken] : [], ANSWERED_STAGES[state.kind]!.includes(state.stage)),
    handling: dutyOf(
      // Rework belongs to the unit that holds the case; what an earlier unit was late with does not.
      runs('handling').filter((clock) => !taken || Date.parse(clock.startedAt) >= Date.parse(taken.startedAt)),
      HANDLED_STAGES.includes(state.stage),
    ),
    closing: closingOf(state),
    checked: state.reworks > 0 || state.stage === 'verified' || (isDone && isCheckedAtTheEnd(state)),
    reworked: state.reworks > 0,
    solved: wasClosedAndReopened(state) ? false : isDone ? true : null,
    satisfied: state.satisfied ?? null,
    tolerated: state.tolerated ?? false,
    dealtWith: isDone && !SETTLED_BY_OTHERS.includes(state.petition?.route),
    transfersUp: state.transfersUp ?? 0,
  };
}

/** An organ above that decides a review has the case for that long; it does not become its own by it. */
const unitOf = ({ responsible, petition }: CaseState): string | null =>
  petition?.opinions.at(0)?.unit ?? responsible?.unit ?? null;

/** A petition comes to its end through a check only where something was to be carried out: an opinion that supports it, an agreement. */
const isCheckedAtTheEnd = ({ kind, petition }: CaseState): boolean =>
  kind === 'matter' || petition?.settled === true || standingOpinion(petition)?.outcome === 'supported';

/** A petition is also reopened from a refusal, which never closed it. */
const wasClosedAndReopened = ({ kind, reopenings, petition }: CaseState): boolean =>
  reopenings > 0 && (kind === 'matter' || petition?.reopenedFrom === 'closed');

function dutyOf(clocks: readonly ClockState[], done: boolean): Duty {
  if (clocks.length === 0) return NOTHING;
  if (done) return { inTime: clocks.every((clock) => clock.status !== 'missed'), dueAt: null };
  return { inTime: null, dueAt: clocks.findLast((clock) => clock.status === 'running')?.dueAt ?? null };
}

/** Closed in time is closed with every duty on the way done in time. What was missed already makes the closing due. */
function closingOf(state: CaseState): Duty {
  if (OVER_STAGES.includes(state.stage)) return NOTHING;
  const duties = state.clocks.filter((clock) => !NOT_THE_HOLDERS.includes(clock.kind));
  const missed = duties.find((clock) => clock.status === 'missed');
  if (DONE_STAGES.includes(state.stage)) return { inTime: missed === undefined, dueAt: null };
  let dueAt = missed?.dueAt ?? null;
  for (const clock of duties)
    if (
      clock.status === 'running' &&
      clock.dueAt !== null &&
      (dueAt === null || Date.parse(clock.dueAt) < Date.parse(dueAt))
    )
      dueAt = clock.dueAt;
  return { inTime: null, dueAt };
}
