import type { Calendar } from '../calendar/calendar';
import { addDuration } from '../clocks/duration';
import { holdsForUnit } from '../people/actor';
import { type RulePack, clockOf } from '../rule-packs/rule-pack';
import { type Act, type CaseState, type ClockState, nearestDue } from './case-state';
import { replan } from './replan';
import { endClock, extendClock, fireMoment, resumeClock, startClock, suspendClock } from './case-clocks';
import { destinationOf, expiryOf } from './decide';
import type { CommandRule, Process, StageRule } from './process';
import { clockMeant } from './shared-commands';
import { type Upward, upwardOf } from './upward';

/** What dates and limits are computed with: the case's pinned pack and the calendar in force. */
export interface LawInForce {
  readonly pack: RulePack;
  readonly calendar: Calendar;
}

/** A system act on a clock: the moment that its timer stood for has come. */
export const CLOCK_MOMENT = 'clock-moment';

/** What one act did, as it stands in the audit trail. */
export interface Step {
  readonly step: number;
  readonly commandId: string;
  /** The command, or `warn`, `expire`, `escalate` for a clock. */
  readonly command: string;
  readonly from: string;
  readonly to: string;
  readonly actor: string;
  readonly reason: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** What the record looked up for the act. */
  readonly found?: Act['found'];
  /** Where the act took the case to a higher organ: from whom to whom. */
  readonly upward?: Upward;
  readonly at: string;
}

/** What a command does to clocks by itself, whatever the stage that it leads to. */
function clocksOfCommand(
  rule: CommandRule,
  before: CaseState,
  changed: CaseState,
  act: Act,
  at: string,
  law: LawInForce,
): readonly ClockState[] {
  const replace = (clock: ClockState) => changed.clocks.map((other) => (other.id === clock.id ? clock : other));
  switch (rule.clock) {
    case 'suspend':
      return replace(suspendClock(clockMeant(before, act, 'running')!, { at, reason: act.reason, by: act.actor.id }));
    case 'resume':
      return replace(resumeClock(clockMeant(before, act, 'suspended')!, at, law));
    case 'extend': {
      const { clockId, days } = before.extensionRequest!;
      return replace(
        extendClock(
          before.clocks.find((clock) => clock.id === clockId)!,
          days,
          law,
        ),
      );
    }
    case 'join':
      return [
        ...changed.clocks,
        ...startClock('joint-handling', changed.clocks, at, law, act.data?.['unit'] as string),
      ];
    case 'answer':
      return changed.clocks.map((clock) =>
        holdsForUnit(act.actor, 'unit-handler', clock.unit) ? endClock(clock, at, 'done') : clock,
      );
    case undefined:
      return changed.clocks;
  }
}

const isOpen = (clock: ClockState): boolean => clock.status === 'running' || clock.status === 'suspended';

/** Whether nobody waits for answers of co-handling units any more. */
const endsJointHandling = (stage: StageRule<string, string>): boolean =>
  stage.final === true || stage.endsJointHandling === true;

/** The case in its new stage: clocks that the stage does not have end, those that it has besides start. */
function entered(process: Process, from: string, moved: CaseState, at: string, law: LawInForce): CaseState {
  const stage = process.stages[moved.stage]!;
  if (from === moved.stage) return moved;
  const changed: CaseState = { ...moved, ...stage.enter?.(moved) };
  const how = (clock: ClockState) =>
    (stage.final && !stage.fulfils) || (clock.expired && process.rights?.includes(clock.kind)) ? 'cancelled' : 'done';
  const kept = changed.clocks.map((clock) => {
    // A co-handling unit's clock is its own: it runs until the unit answers, or until the case goes on without it.
    if (clock.unit !== undefined) return endsJointHandling(stage) ? endUnanswered(clock, at, how(clock)) : clock;
    return stage.clocks.includes(clock.kind) ? clock : endClock(clock, at, how(clock));
  });
  const running = new Set(kept.filter(isOpen).map((clock) => clock.kind));
  const startOf = (kind: string) => process.starts?.[clockOf(law.pack, kind)?.startsOn ?? '']?.(changed) ?? at;
  const clocks = stage.clocks
    .filter((kind) => !running.has(kind))
    .reduce<readonly ClockState[]>(
      (started, kind) => [...started, ...startClock(kind, started, startOf(kind), law)],
      kept,
    );
  return { ...changed, clocks };
}

/** What was owed and never came was missed when its time was over, and is let go when it was not. */
const endUnanswered = (clock: ClockState, at: string, how: 'done' | 'cancelled'): ClockState => {
  const late = how === 'done' && clock.dueAt !== null && Date.parse(clock.dueAt) < Date.parse(at);
  return endClock(clock, at, late ? 'done' : 'cancelled');
};

/** What ends with the clocks and the case: a request about a clock that ended, answers that nobody waits for any more. */
function settled(process: Process, state: CaseState): CaseState {
  const { extensionRequest, ...rest } = state;
  const asked = extensionRequest && state.clocks.find((clock) => clock.id === extensionRequest.clockId);
  return {
    ...rest,
    ...(extensionRequest && asked && isOpen(asked) ? { extensionRequest } : {}),
    jointHandlers: endsJointHandling(process.stages[state.stage]!)
      ? state.jointHandlers.map((one) => (one.status === 'asked' ? { ...one, status: 'unanswered' as const } : one))
      : state.jointHandlers,
  };
}

/**
 * The case after an act that `refusalOf` let pass, and what the audit trail says of it. Pure: the same state, act,
 * instant and law give the same answer.
 * @param at ISO instant of the act
 */
export function transition(
  process: Process,
  state: CaseState,
  act: Act,
  at: string,
  law: LawInForce,
): { state: CaseState; step: Step } {
  if (act.command === CLOCK_MOMENT) return clockMoment(process, state, act, at, law);
  const rule = process.commands[act.command]!;
  const to = destinationOf(process, state, act.command, act.data);
  const changed: CaseState = {
    ...state,
    ...rule.effect?.(state, act, at),
    ...(rule.pins ? { rulePack: { id: law.pack.id, version: law.pack.version } } : {}),
    stage: to,
    step: state.step + 1,
  };
  const clocks = clocksOfCommand(rule, state, changed, act, at, law);
  const moved = settled(process, entered(process, state.stage, { ...changed, clocks }, at, law));
  const upward = upwardOf(state, act, moved);
  return {
    state: upward ? { ...moved, transfersUp: (state.transfersUp ?? 0) + 1 } : moved,
    step: {
      step: changed.step,
      commandId: act.commandId,
      command: act.command,
      from: state.stage,
      to,
      actor: act.actor.id,
      reason: act.reason,
      ...(act.data ? { data: act.data } : {}),
      ...(act.found ? { found: act.found } : {}),
      ...(upward ? { upward } : {}),
      at,
    },
  };
}

/**
 * A clock's moment comes. Where the law that is published by now puts it later than the timer that brought it knew, it does not:
 * the case is planned anew instead.
 */
function clockMoment(
  process: Process,
  state: CaseState,
  act: Act,
  at: string,
  law: LawInForce,
): { state: CaseState; step: Step } {
  const clock = state.clocks.find((one) => one.id === act.data?.['clockId'])!;
  const moment = clock.next!;
  const replanned = replan(state, {
    law: { before: law, after: law },
    at,
    commandId: act.commandId,
    reason: '按现行历法重新计算时限',
  });
  const next = replanned?.state.clocks.find((one) => one.id === clock.id)?.next;
  if (replanned && (!next || (next.at !== moment.at && Date.parse(next.at) > Date.parse(at)))) return replanned;
  const isDuty = !process.rights?.includes(clock.kind);
  const to = moment.kind === 'expire' ? expiryOf(process, state, clock.kind) : state.stage;
  const fired: CaseState = {
    ...state,
    clocks: state.clocks.map((one) => (one.id === clock.id ? fireMoment(clock, law) : one)),
    stage: to,
    step: state.step + 1,
    overdue: state.overdue || (isDuty && moment.kind !== 'warn'),
  };
  return {
    state: settled(process, entered(process, state.stage, fired, at, law)),
    step: {
      step: state.step + 1,
      commandId: act.commandId,
      command: moment.kind,
      from: state.stage,
      to,
      actor: act.actor.id,
      reason: act.reason,
      data: {
        clockId: clock.id,
        ...(clock.unit === undefined ? {} : { unit: clock.unit }),
        ...(act.data?.['person'] ? { person: act.data['person'] } : {}),
        ...(act.data?.['deputyFor'] ? { deputyFor: act.data['deputyFor'] } : {}),
        dueAt: clock.dueAt,
        ...(moment.rung ? { rung: moment.rung, to: moment.to, actBy: addDuration(at, moment.within!, 1) } : {}),
        ...(moment.accountability ? { accountability: true, duty: clock.label, ...holderOf(state, clock) } : {}),
        article: clock.article,
      },
      at,
    },
  };
}

/** Who had what the clock limits: of a co-handling unit's clock the case does not know a person. */
const holderOf = ({ responsible }: CaseState, { unit }: ClockState): { holder?: string } =>
  unit === undefined && responsible?.person !== undefined ? { holder: responsible.person } : {};

/** What lists and search attributes show of a case. */
export function summaryOf(state: CaseState): {
  stage: string;
  unit?: string;
  person?: string;
  dueAt?: string;
  overdue: boolean;
} {
  return {
    stage: state.stage,
    unit: state.responsible?.unit,
    person: state.responsible?.person,
    dueAt: nearestDue(state),
    overdue: state.overdue,
  };
}
