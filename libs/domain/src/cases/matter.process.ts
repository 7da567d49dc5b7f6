import { type CaseState, PETITIONER } from './case-state';
import type { Process } from './process';
import {
  addHandler,
  answerJointly,
  approveExtension,
  callBack,
  handlesFor,
  mediate,
  notByWhoHandled,
  object,
  rate,
  rejectExtension,
  reopen,
  requestExtension,
  resume,
  rework,
  ruleRefused,
  supervise,
  suspend,
  text,
  urge,
  verify,
  withdraw,
  withdrawAssignment,
  withHandler,
} from './shared-commands';

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

/** 首接负责: where a unit gives the case back, it is again with the unit that received it first. */
const backToFirstReceiver = (state: CaseState): CaseState['responsible'] =>
  state.firstReceiver === undefined ? undefined : { unit: state.firstReceiver };

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
      fulfils: true,
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
        text(act, 'into') === state.number
          ? ruleRefused('事项不能并入自身', 'a case is not merged into itself')
          : undefined,
      effect: (_, act) => ({ mergedInto: text(act, 'into') }),
    },
    assign: {
      text: { zh: '派遣', en: 'Assign' },
      by: ['system', 'officer', 'supervisor'],
      refuse: (state, act) =>
        state.stage === 'handling' && text(act, 'unit') === state.responsible?.unit
          ? ruleRefused(`${state.responsible?.unit} 已承办本事项`, `${state.responsible?.unit} has the case already`)
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
      ...withdrawAssignment,
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
      ...object,
      effect: (state, act, at) => ({ ...object.effect?.(state, act, at), responsible: backToFirstReceiver(state) }),
    },
    'add-handler': addHandler,
    reply: {
      text: { zh: '联办回复', en: 'Answer as co-handling unit' },
      by: ['joint-handler'],
      clock: 'answer',
      refuse: (state, act) =>
        state.jointHandlers.some((handler) => handler.status === 'asked' && handlesFor(act.actor, handler.unit))
          ? undefined
          : ruleRefused('联办单位已经回复', 'the co-handling unit answered already'),
      effect: answerJointly,
    },
    urge,
    supervise,
    'request-extension': { ...requestExtension, by: ['handler', 'joint-handler'] },
    'approve-extension': approveExtension,
    'reject-extension': rejectExtension,
    suspend,
    resume,
    mediate,
    tolerate: {
      text: { zh: '容错', en: 'Tolerate' },
      by: ['officer', 'supervisor'],
      refuse: (state, act) =>
        state.tolerated ? ruleRefused('已作出容错认定', 'it is tolerated already') : notByWhoHandled(state, act),
      effect: () => ({ tolerated: true }),
    },
    feedback: { text: { zh: '处理反馈', en: 'Give feedback' }, by: ['handler'], effect: withHandler },
    verify,
    rework,
    'call-back': callBack,
    rate,
    close: { text: { zh: '结案', en: 'Close' }, by: ['officer'] },
    reopen: {
      ...reopen,
      refuse: (state, act) =>
        act.actor.id === PETITIONER.id && state.satisfied === true
          ? ruleRefused('已评价满意的，不能再要求重新办理', 'whoever was satisfied has no right to have it reopened')
          : reopen.refuse?.(state, act),
      // The unit that handled it stays responsible until another accepts.
      effect: (state, act, at) => ({
        ...reopen.effect?.(state, act, at),
        responsible: { unit: state.responsible!.unit },
      }),
    },
    withdraw,
  },
};
