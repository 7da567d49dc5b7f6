import { DAY_MS } from '../calendar/local-date';
import { parseDuration } from '../clocks/duration';
import { exactAmount } from '../clocks/measures';
import { type Actor, holdsForUnit } from '../people/actor';
import type { Act, CaseState } from './case-state';
import type { CommandRule, Refused } from './process';

/** Commands that are the same on every kind of case, and what their rules are made of. */

export const ruleRefused = (zh: string, en: string): Refused => ({
  code: 'PETITION.RULE_REFUSED',
  message: { zh, en },
});

/** A text that came with an act. */
export const text = (act: Pick<Act, 'data'>, field: string): string | undefined =>
  act.data?.[field] as string | undefined;

/** What is possible is asked, nothing is done: an act has an id. */
export const isOnlyAsked = (act: Act): boolean => act.commandId === '';

/** Keeps who acted among those who handled the case. */
export const withHandler = (state: CaseState, act: Act): Partial<CaseState> => ({
  handledBy: [...new Set([...state.handledBy, act.actor.id])],
});

/** Whether the actor handles for this unit. */
export const handlesFor = (actor: Actor, unit: string | undefined): boolean =>
  holdsForUnit(actor, 'unit-handler', unit);

const handlesForJoint = (state: CaseState, actor: Actor): boolean =>
  state.jointHandlers.some((handler) => handlesFor(actor, handler.unit));

/**
 * The clock that a command names. Where it names none: the stage's own, or the one of the co-handling unit that asks.
 * A co-handling unit reaches no clock but its own.
 */
export function clockMeant(state: CaseState, act: Pick<Act, 'data' | 'actor'>, status: 'running' | 'suspended') {
  const named = text(act, 'clockId');
  const candidates = state.clocks.filter((clock) => clock.status === status);
  const joint = candidates.filter((clock) => clock.unit !== undefined && handlesFor(act.actor, clock.unit));
  const isJointOnly = !handlesFor(act.actor, state.responsible?.unit) && handlesForJoint(state, act.actor);
  if (named === undefined) return (isJointOnly ? undefined : candidates.find((clock) => !clock.unit)) ?? joint[0];
  return (isJointOnly ? joint : candidates).find((clock) => clock.id === named);
}

/** Length of an extension in milliseconds: days, or an ISO 8601 duration. */
const lengthOf = (days: unknown): number | undefined =>
  typeof days === 'number' ? days * DAY_MS : typeof days === 'string' ? parseDuration(days) : undefined;

export const notByWhoHandled = (state: CaseState, act: Act): Refused | undefined =>
  state.handledBy.includes(act.actor.id)
    ? {
        code: 'PETITION.SAME_HANDLER',
        message: {
          zh: `${act.actor.id} 办理过本事项，不得核查`,
          en: `${act.actor.id} handled this case and does not judge it`,
        },
      }
    : undefined;

/** An extension is decided once, by another person than who asked for it. */
const decidesExtension = (state: CaseState, act: Act): Refused | undefined => {
  if (!state.extensionRequest) return ruleRefused('没有待审批的延期申请', 'no extension is asked for');
  return state.extensionRequest.by === act.actor.id
    ? ruleRefused('延期须由申请人以外的人审批', 'an extension is decided by another person than who asked')
    : undefined;
};

export const withdrawAssignment: CommandRule = {
  text: { zh: '撤回派遣', en: 'Withdraw the assignment' },
  by: ['officer'],
  effect: () => ({ responsible: undefined }),
};

export const object: CommandRule = {
  text: { zh: '退回', en: 'Send back' },
  by: ['handler', 'head'],
  refuse: (state) => {
    const unit = state.responsible!.unit;
    if (state.objectedBy.includes(unit))
      return ruleRefused(`${unit} 已退回过本事项，不得再次退回`, `${unit} sent this case back before`);
    const limit = state.clocks.findLast((clock) => clock.kind === 'objection');
    return limit && (limit.expired || limit.status === 'missed')
      ? ruleRefused('提出退回的时限已过', 'the time to send the case back is over')
      : undefined;
  },
  effect: (state) => ({ objectedBy: [...state.objectedBy, state.responsible!.unit] }),
};

export const addHandler: CommandRule = {
  text: { zh: '联办', en: 'Add a co-handling unit' },
  by: ['officer', 'head'],
  clock: 'join',
  refuse: (state, act) => {
    const unit = text(act, 'unit');
    if (unit === undefined) return undefined;
    return unit === state.responsible?.unit ||
      state.jointHandlers.some((handler) => handler.unit === unit && handler.status === 'asked')
      ? ruleRefused(`${unit} 已在办理本事项`, `${unit} handles this case already`)
      : undefined;
  },
  // A unit that answered may be asked once more.
  effect: (state, act) => ({
    jointHandlers: [
      ...state.jointHandlers.filter((handler) => handler.unit !== text(act, 'unit')),
      { unit: text(act, 'unit')!, status: 'asked' },
    ],
  }),
};

/** The answer of a co-handling unit: what changes with it. */
export const answerJointly = (state: CaseState, act: Act): Partial<CaseState> => ({
  ...withHandler(state, act),
  jointHandlers: state.jointHandlers.map((handler) =>
    handlesFor(act.actor, handler.unit) ? { ...handler, status: 'answered' as const } : handler,
  ),
});

export const urge: CommandRule = { text: { zh: '催办', en: 'Urge' }, by: ['officer', 'head', 'petitioner'] };
export const supervise: CommandRule = { text: { zh: '督办', en: 'Supervise' }, by: ['officer', 'supervisor'] };

export const requestExtension: CommandRule = {
  text: { zh: '申请延期', en: 'Ask for an extension' },
  by: ['handler'],
  refuse: (state, act) => {
    if (state.extensionRequest) return ruleRefused('已有待审批的延期申请', 'an extension is asked for already');
    const clock = clockMeant(state, act, 'running');
    if (!clock) return ruleRefused('没有正在计时的该时限', 'no such clock runs');
    if (clock.extensionDays !== 0) return ruleRefused('该时限已延长过一次', 'the clock was extended before');
    const days = act.data?.['days'];
    if (typeof days === 'string' && (!clock.counts || exactAmount(clock.counts, days) === undefined))
      return ruleRefused('该时限不按此单位计算', 'the clock does not count in such durations');
    const asked = lengthOf(days);
    return asked !== undefined && clock.extensionMax !== undefined && asked > lengthOf(clock.extensionMax)!
      ? ruleRefused(`最多可延长 ${clock.extensionMax}`, `at most ${clock.extensionMax} may be added`)
      : undefined;
  },
  effect: (state, act) => ({
    extensionRequest: {
      clockId: clockMeant(state, act, 'running')!.id,
      days: act.data?.['days'] as number | string,
      by: act.actor.id,
    },
  }),
};

export const approveExtension: CommandRule = {
  text: { zh: '批准延期', en: 'Approve the extension' },
  by: ['head', 'officer'],
  clock: 'extend',
  refuse: decidesExtension,
  effect: () => ({ extensionRequest: undefined }),
};

export const rejectExtension: CommandRule = {
  text: { zh: '拒绝延期', en: 'Reject the extension' },
  by: ['head', 'officer'],
  refuse: decidesExtension,
  effect: () => ({ extensionRequest: undefined }),
};

export const suspend: CommandRule = {
  text: { zh: '挂账', en: 'Suspend a clock' },
  by: ['officer', 'head'],
  clock: 'suspend',
  refuse: (state, act) =>
    clockMeant(state, act, 'running') ? undefined : ruleRefused('没有正在计时的该时限', 'no such clock runs'),
};

export const resume: CommandRule = {
  text: { zh: '恢复', en: 'Resume a clock' },
  by: ['officer', 'head'],
  clock: 'resume',
  refuse: (state, act) =>
    clockMeant(state, act, 'suspended') ? undefined : ruleRefused('该时限未处于挂账状态', 'no such clock is suspended'),
};

export const mediate: CommandRule = { text: { zh: '调解', en: 'Mediate' }, by: ['handler', 'officer'] };

export const verify: CommandRule = {
  text: { zh: '核查', en: 'Verify' },
  by: ['officer', 'grid-worker'],
  refuse: notByWhoHandled,
};

export const rework: CommandRule = {
  text: { zh: '返工', en: 'Order rework' },
  by: ['officer', 'grid-worker'],
  refuse: notByWhoHandled,
  effect: (state) => ({ reworks: state.reworks + 1 }),
};

export const callBack: CommandRule = {
  text: { zh: '回访', en: 'Call back' },
  by: ['officer', 'grid-worker'],
  effect: (_, act) => (act.data?.['satisfied'] === undefined ? {} : { satisfied: act.data['satisfied'] as boolean }),
};

export const rate: CommandRule = {
  text: { zh: '评价', en: 'Rate' },
  by: ['petitioner'],
  effect: (_, act) => ({ satisfied: act.data?.['satisfied'] as boolean }),
};

export const reopen: CommandRule = {
  text: { zh: '重开', en: 'Reopen' },
  by: ['officer', 'petitioner'],
  refuse: (state) =>
    state.reopenings > 0 ? ruleRefused('每件事项只能重新办理一次', 'a case is reopened once') : undefined,
  effect: (state) => ({ reopenings: state.reopenings + 1, responsible: undefined, satisfied: undefined }),
};

export const withdraw: CommandRule = { text: { zh: '撤回', en: 'Withdraw' }, by: ['petitioner', 'officer'] };
