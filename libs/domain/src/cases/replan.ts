import { type CaseState, type ClockState, SYSTEM } from './case-state';
import { replanClock } from './case-clocks';
import { processOf } from './processes';
import type { LawInForce, Step } from './transition';

/** The due date of a clock moved: by a calendar that was published, or by a retroactive version of its pack. */
export const REPLAN = 'replan';
/** No due date moved, but what it rests on changed: a year that is provisional no longer, another version of the pack. */
export const CONFIRM_PLAN = 'confirm-plan';

/** When a clock runs out, and whether that rests on a year that is not published. */
interface Plan {
  readonly dueDate: string | null;
  readonly dueAt: string | null;
  readonly provisional: boolean;
}

/** What planning anew did to one clock, as it stands in the audit trail. */
export interface ClockChange {
  readonly clockId: string;
  readonly unit?: string;
  readonly article: string;
  readonly before: Plan;
  readonly after: Plan;
}

export interface Replanning {
  readonly law: { readonly before: LawInForce; readonly after: LawInForce };
  /** ISO instant. */
  readonly at: string;
  readonly commandId: string;
  readonly reason: string;
  /** Id of what was published; absent where a clock is planned anew when its moment comes. */
  readonly publication?: string;
}

export interface Replanned {
  readonly state: CaseState;
  readonly step: Step;
  /** The clocks whose due instant or provisional mark is another one now. */
  readonly changes: readonly ClockChange[];
  /** Whether a due instant moved. */
  readonly moved: boolean;
  /** The nearest moment that comes earlier than it was planned: a running case must know of it before. */
  readonly tellBy?: string;
}

const planOf = ({ dueDate, dueAt, provisional }: ClockState): Plan => ({ dueDate, dueAt, provisional });

/** Everything that planning anew may change in a clock, beside the version of the calendar. */
const traitsOf = (clock: ClockState): string =>
  JSON.stringify([
    planOf(clock),
    [clock.fired, clock.expired, clock.article, clock.label, clock.extensionMax],
    [clock.next?.at, clock.next?.kind, clock.next?.rung, clock.next?.to, clock.next?.within],
    clock.next?.accountability,
  ]);

/**
 * An open case under another calendar or another version of its pack, as one act of the platform; undefined where nothing
 * changes for it. Pure, and the same for every kind of case.
 */
export function replan(state: CaseState, { law, at, ...act }: Replanning): Replanned | undefined {
  const clocks = state.clocks.map((clock) => {
    const planned = replanClock(clock, law, at);
    return traitsOf(planned) === traitsOf(clock) ? clock : planned;
  });
  const { id, version } = law.after.pack;
  const repinned = state.rulePack.id !== id || state.rulePack.version !== version;
  const changed = clocks.filter((clock, index) => clock !== state.clocks[index]);
  if (changed.length === 0 && !repinned) return undefined;
  const before = (clock: ClockState) => state.clocks.find((one) => one.id === clock.id)!;
  const changes = changed
    .map((clock): ClockChange => ({
      clockId: clock.id,
      ...(clock.unit === undefined ? {} : { unit: clock.unit }),
      article: clock.article,
      before: planOf(before(clock)),
      after: planOf(clock),
    }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
  const moved = changes.some((change) => change.before.dueAt !== change.after.dueAt);
  const earlier = changed
    .filter((clock) => isEarlier(clock.next?.at, before(clock).next?.at))
    .map((clock) => clock.next!.at)
    .sort((one, other) => Date.parse(one) - Date.parse(other));
  const takenBack = changed.some((clock) => before(clock).expired && !clock.expired);
  const { rights = [] } = processOf(state.kind);
  const isLate = clocks.some((clock) => clock.expired && !rights.includes(clock.kind));
  return {
    state: {
      ...state,
      clocks,
      rulePack: { id, version },
      step: state.step + 1,
      overdue: takenBack ? isLate : state.overdue,
    },
    step: {
      step: state.step + 1,
      commandId: act.commandId,
      command: moved ? REPLAN : CONFIRM_PLAN,
      from: state.stage,
      to: state.stage,
      actor: SYSTEM.id,
      reason: act.reason,
      data: {
        ...(act.publication === undefined ? {} : { publication: act.publication }),
        ...(repinned ? { rulePack: { before: state.rulePack, after: { id, version } } } : {}),
        clocks: changes,
      },
      at,
    },
    changes,
    moved,
    ...(earlier[0] === undefined ? {} : { tellBy: earlier[0] }),
  };
}

const isEarlier = (after: string | undefined, before: string | undefined): boolean =>
  after !== undefined && (before === undefined || Date.parse(after) < Date.parse(before));
