import { DAY_MS } from '../calendar/local-date';
import { parseDuration } from '../clocks/duration';
import { exactAmount } from '../clocks/measures';
import { type Actor, holdsForUnit } from '../people/actor';
import { type Act, type CaseState, PETITIONER } from './case-state';
import type { Process, Refused } from './process';

export type MatterStage =
  | 'received'
  | 'registered'
  | 'assigned'
  | 'disputed'
  | 'handling'
  | 'answered'
  | 'verified'
  | 'closed'
  | 'refused'
  | 'transferred'
  | 'withdrawn'
  | 'merged';

export type MatterCommand =
  | 'register'
  | 'refuse'
  | 'transfer'
  | 'merge'
  | 'assign'
  | 'withdraw-assignment'
  | 'accept'
  | 'object'
  | 'add-handler'
  | 'reply'
  | 'urge'
  | 'supervise'
  | 'request-extension'
  | 'approve-extension'
  | 'reject-extension'
  | 'suspend'
  | 'resume'
  | 'mediate'
  | 'tolerate'
  | 'feedback'
  | 'verify'
  | 'rework'
  | 'call-back'
  | 'rate'
  | 'close'
  | 'reopen'
  | 'withdraw';

const ruleRefused = (message: string): Refused => ({ code: 'PETITION.RULE_REFUSED', message });
const text = (act: Act, field: string): string | undefined => act.data?.[field] as string | undefined;
const withHandler = (state: CaseState, act: Act): Partial<CaseState> => ({
  handledBy: [...new Set([...state.handledBy, act.actor.id])],
});
const runningClocks = (state: CaseState) =>
  state.clocks.filter((clock) => clock.status === 'running' || clock.status === 'suspended');

/** Whether the actor handles for this unit. */
const handlesFor = (actor: Actor, unit: string | undefined): boolean => holdsForUnit(actor, 'unit-handler', unit);

/**
 * The clock that a command names. Where it names none: the stage's own, or the one of the co-handling unit that asks.
 * A co-handling unit reaches no clock but its own.
 */
export function clockMeant(state: CaseState, act: Pick<Act, 'data' | 'actor'>, status: 'running' | 'suspended') {
  const named = act.data?.['clockId'] as string | undefined;
  const candidates = runningClocks(state).filter((clock) => clock.status === status);
  const joint = candidates.filter((clock) => clock.unit !== undefined && handlesFor(act.actor, clock.unit));
  const isJointOnly = !handlesFor(act.actor, state.responsible?.unit) && handlesForJoint(state, act.actor);
  if (named === undefined) return (isJointOnly ? undefined : candidates.find((clock) => !clock.unit)) ?? joint[0];
  return (isJointOnly ? joint : candidates).find((clock) => clock.id === named);
}

const handlesForJoint = (state: CaseState, actor: Actor): boolean =>
  state.jointHandlers.some((handler) => handlesFor(actor, handler.unit));

/** 首接负责: where a unit gives the case back, it is again with the unit that received it first. */
const backToFirstReceiver = (state: CaseState): CaseState['responsible'] =>
  state.firstReceiver === undefined ? undefined : { unit: state.firstReceiver };

/** Length of an extension in milliseconds: days, or an ISO 8601 duration. */
const lengthOf = (days: unknown): number | undefined =>
  typeof days === 'number' ? days * DAY_MS : typeof days === 'string' ? parseDuration(days) : undefined;

const notByWhoHandled = (state: CaseState, act: Act): Refused | undefined =>
  state.handledBy.includes(act.actor.id)
    ? { code: 'PETITION.SAME_HANDLER', message: `${act.actor.id} handled this case and does not judge it` }
    : undefined;

/**
 * A hotline or city-management matter, the seven steps of 数字城管:
 * 信息采集 案卷建立 任务派遣 任务处理 处理反馈 核查结案 综合评价.
 */
export const matterProcess: Process<MatterStage, MatterCommand> = {
  first: 'received',
  stages: {
    received: {
      text: { zh: '信息采集', en: 'Received' },
      clocks: ['registration'],
      on: { register: 'registered', refuse: 'refused', merge: 'merged', withdraw: 'withdrawn' },
    },
    registered: {
      text: { zh: '案卷建立', en: 'Registered' },
      clocks: ['dispatch'],
      on: {
        assign: 'assigned',
        refuse: 'refused',
        transfer: 'transferred',
        merge: 'merged',
        suspend: 'registered',
        resume: 'registered',
        withdraw: 'withdrawn',
      },
    },
    assigned: {
      text: { zh: '任务派遣', en: 'Assigned' },
      clocks: ['acceptance', 'objection'],
      on: {
        accept: 'handling',
        object: (state) => (state.objectedBy.length > 0 ? 'disputed' : 'registered'),
        'withdraw-assignment': 'registered',
        urge: 'assigned',
        supervise: 'assigned',
        suspend: 'assigned',
        resume: 'assigned',
        withdraw: 'withdrawn',
      },
    },
    disputed: {
      text: { zh: '权属争议', en: 'Disputed' },
      clocks: ['dispatch'],
      on: {
        assign: 'assigned',
        urge: 'disputed',
        supervise: 'disputed',
        suspend: 'disputed',
        resume: 'disputed',
        withdraw: 'withdrawn',
      },
    },
    handling: {
      text: { zh: '任务处理', en: 'Handling' },
      clocks: ['handling'],
      on: {
        feedback: 'answered',
        assign: 'assigned',
        'add-handler': 'handling',
        reply: 'handling',
        mediate: 'handling',
        'request-extension': 'handling',
        'approve-extension': 'handling',
        'reject-extension': 'handling',
        suspend: 'handling',
        resume: 'handling',
        tolerate: 'handling',
        urge: 'handling',
        supervise: 'handling',
        withdraw: 'withdrawn',
      },
    },
    answered: {
      text: { zh: '处理反馈', en: 'Answered' },
      clocks: ['verification'],
      on: {
        verify: 'verified',
        rework: 'handling',
        reply: 'answered',
        urge: 'answered',
        supervise: 'answered',
        suspend: 'answered',
        resume: 'answered',
        withdraw: 'withdrawn',
      },
    },
    verified: {
      text: { zh: '核查', en: 'Verified' },
      clocks: ['closing'],
      on: {
        close: 'closed',
        rework: 'handling',
        reply: 'verified',
        'call-back': 'verified',
        urge: 'verified',
        supervise: 'verified',
        suspend: 'verified',
        resume: 'verified',
      },
    },
    closed: {
      text: { zh: '结案', en: 'Closed' },
      clocks: [],
      on: { 'call-back': 'closed', rate: 'closed', tolerate: 'closed', reopen: 'registered' },
      final: true,
    },
    refused: { text: { zh: '不予受理', en: 'Refused' }, clocks: [], on: {}, final: true },
    transferred: { text: { zh: '转送', en: 'Transferred' }, clocks: [], on: {}, final: true },
    withdrawn: { text: { zh: '撤回', en: 'Withdrawn' }, clocks: [], on: {}, final: true },
    merged: { text: { zh: '并案', en: 'Merged' }, clocks: [], on: {}, final: true },
  },
  commands: {
    register: { text: { zh: '受理登记', en: 'Register' }, by: ['system', 'officer'] },
    refuse: { text: { zh: '不予受理', en: 'Refuse' }, by: ['officer'] },
    transfer: {
      text: { zh: '转送', en: 'Transfer to another authority' },
      by: ['officer'],
      effect: (_, act) => ({ transferredTo: text(act, 'to') }),
    },
    merge: {
      text: { zh: '并案', en: 'Merge' },
      by: ['officer'],
      refuse: (state, act) =>
        text(act, 'into') === state.number ? ruleRefused('a case is not merged into itself') : undefined,
      effect: (_, act) => ({ mergedInto: text(act, 'into') }),
    },
    assign: {
      text: { zh: '派遣', en: 'Assign' },
      by: ['system', 'officer', 'supervisor'],
      refuse: (state, act) =>
        state.stage === 'handling' && text(act, 'unit') === state.responsible?.unit
          ? ruleRefused(`${state.responsible?.unit} has the case already`)
          : undefined,
      effect: (state, act) => ({
        responsible: { unit: text(act, 'unit')!, ...(text(act, 'person') ? { person: text(act, 'person') } : {}) },
        ...(text(act, 'gridCode') ? { gridCode: text(act, 'gridCode')!, district: text(act, 'district')! } : {}),
        ...(text(act, 'supervisingUnit') ? { supervisingUnit: text(act, 'supervisingUnit') } : {}),
        firstReceiver: state.firstReceiver ?? text(act, 'unit'),
        extensionRequest: undefined,
      }),
    },
    'withdraw-assignment': {
      text: { zh: '撤回派遣', en: 'Withdraw the assignment' },
      by: ['officer'],
      effect: (state) => ({
        responsible: state.firstReceiver === state.responsible?.unit ? undefined : backToFirstReceiver(state),
      }),
    },
    accept: {
      text: { zh: '受理', en: 'Accept' },
      by: ['handler'],
      effect: (state, act) => ({
        responsible: { unit: state.responsible!.unit, person: act.actor.id },
        firstReceiver: state.responsible!.unit,
      }),
    },
    object: {
      text: { zh: '退回', en: 'Send back' },
      by: ['handler', 'head'],
      refuse: (state) => {
        const unit = state.responsible!.unit;
        if (state.objectedBy.includes(unit)) return ruleRefused(`${unit} sent this case back before`);
        const limit = state.clocks.findLast((clock) => clock.kind === 'objection');
        return limit && (limit.expired || limit.status === 'missed')
          ? ruleRefused('the time to send the case back is over')
          : undefined;
      },
      effect: (state) => ({
        objectedBy: [...state.objectedBy, state.responsible!.unit],
        responsible: backToFirstReceiver(state),
      }),
    },
    'add-handler': {
      text: { zh: '联办', en: 'Add a co-handling unit' },
      by: ['officer', 'head'],
      refuse: (state, act) => {
        const unit = text(act, 'unit');
        if (unit === undefined) return undefined;
        return unit === state.responsible?.unit ||
          state.jointHandlers.some((handler) => handler.unit === unit && handler.status === 'asked')
          ? ruleRefused(`${unit} handles this case already`)
          : undefined;
      },
      // A unit that answered may be asked once more.
      effect: (state, act) => ({
        jointHandlers: [
          ...state.jointHandlers.filter((handler) => handler.unit !== text(act, 'unit')),
          { unit: text(act, 'unit')!, status: 'asked' },
        ],
      }),
    },
    reply: {
      text: { zh: '联办回复', en: 'Answer as co-handling unit' },
      by: ['joint-handler'],
      refuse: (state, act) =>
        state.jointHandlers.some((handler) => handler.status === 'asked' && handlesFor(act.actor, handler.unit))
          ? undefined
          : ruleRefused('the co-handling unit answered already'),
      effect: (state, act) => ({
        ...withHandler(state, act),
        jointHandlers: state.jointHandlers.map((handler) =>
          handlesFor(act.actor, handler.unit) ? { ...handler, status: 'answered' as const } : handler,
        ),
      }),
    },
    urge: { text: { zh: '催办', en: 'Urge' }, by: ['officer', 'head', 'petitioner'] },
    supervise: { text: { zh: '督办', en: 'Supervise' }, by: ['officer', 'supervisor'] },
    'request-extension': {
      text: { zh: '申请延期', en: 'Ask for an extension' },
      by: ['handler', 'joint-handler'],
      refuse: (state, act) => {
        if (state.extensionRequest) return ruleRefused('an extension is asked for already');
        const clock = clockMeant(state, act, 'running');
        if (!clock) return ruleRefused('no such clock runs');
        if (clock.extensionDays !== 0) return ruleRefused('the clock was extended before');
        const days = act.data?.['days'];
        if (typeof days === 'string' && (!clock.counts || exactAmount(clock.counts, days) === undefined))
          return ruleRefused('the clock does not count in such durations');
        const asked = lengthOf(days);
        return asked !== undefined && clock.extensionMax !== undefined && asked > lengthOf(clock.extensionMax)!
          ? ruleRefused(`at most ${clock.extensionMax} may be added`)
          : undefined;
      },
      effect: (state, act) => ({
        extensionRequest: {
          clockId: clockMeant(state, act, 'running')!.id,
          days: act.data?.['days'] as number | string,
          by: act.actor.id,
        },
      }),
    },
    'approve-extension': {
      text: { zh: '批准延期', en: 'Approve the extension' },
      by: ['head', 'officer'],
      refuse: (state, act) => {
        if (!state.extensionRequest) return ruleRefused('no extension is asked for');
        return state.extensionRequest.by === act.actor.id
          ? ruleRefused('an extension is decided by another person than who asked')
          : undefined;
      },
      effect: () => ({ extensionRequest: undefined }),
    },
    'reject-extension': {
      text: { zh: '拒绝延期', en: 'Reject the extension' },
      by: ['head', 'officer'],
      refuse: (state, act) => {
        if (!state.extensionRequest) return ruleRefused('no extension is asked for');
        return state.extensionRequest.by === act.actor.id
          ? ruleRefused('an extension is decided by another person than who asked')
          : undefined;
      },
      effect: () => ({ extensionRequest: undefined }),
    },
    suspend: {
      text: { zh: '挂账', en: 'Suspend a clock' },
      by: ['officer', 'head'],
      refuse: (state, act) => (clockMeant(state, act, 'running') ? undefined : ruleRefused('no such clock runs')),
    },
    resume: {
      text: { zh: '恢复', en: 'Resume a clock' },
      by: ['officer', 'head'],
      refuse: (state, act) =>
        clockMeant(state, act, 'suspended') ? undefined : ruleRefused('no such clock is suspended'),
    },
    mediate: { text: { zh: '调解', en: 'Mediate' }, by: ['handler', 'officer'] },
    tolerate: {
      text: { zh: '容错', en: 'Tolerate' },
      by: ['officer', 'supervisor'],
      refuse: (state, act) => (state.tolerated ? ruleRefused('it is tolerated already') : notByWhoHandled(state, act)),
      effect: () => ({ tolerated: true }),
    },
    feedback: { text: { zh: '处理反馈', en: 'Give feedback' }, by: ['handler'], effect: withHandler },
    verify: { text: { zh: '核查', en: 'Verify' }, by: ['officer', 'grid-worker'], refuse: notByWhoHandled },
    rework: {
      text: { zh: '返工', en: 'Order rework' },
      by: ['officer', 'grid-worker'],
      refuse: notByWhoHandled,
      effect: (state) => ({ reworks: state.reworks + 1 }),
    },
    'call-back': {
      text: { zh: '回访', en: 'Call back' },
      by: ['officer', 'grid-worker'],
      effect: (_, act) =>
        act.data?.['satisfied'] === undefined ? {} : { satisfied: act.data['satisfied'] as boolean },
    },
    rate: {
      text: { zh: '评价', en: 'Rate' },
      by: ['petitioner'],
      effect: (_, act) => ({ satisfied: act.data?.['satisfied'] as boolean }),
    },
    close: { text: { zh: '结案', en: 'Close' }, by: ['officer'] },
    reopen: {
      text: { zh: '重开', en: 'Reopen' },
      by: ['officer', 'petitioner'],
      refuse: (state, act) => {
        if (state.reopenings > 0) return ruleRefused('a case is reopened once');
        return act.actor.id === PETITIONER.id && state.satisfied === true
          ? ruleRefused('whoever was satisfied has no right to have it reopened')
          : undefined;
      },
      // The unit that handled it stays responsible until another accepts.
      effect: (state) => ({
        reopenings: state.reopenings + 1,
        responsible: { unit: state.responsible!.unit },
        satisfied: undefined,
      }),
    },
    withdraw: { text: { zh: '撤回', en: 'Withdraw' }, by: ['petitioner', 'officer'] },
  },
};
