import { type PetitionCommand, fileOf, keptAsReviewed, petitionCommands } from './petition-commands';
import { type PetitionRoute, standingOpinion } from './petition-file';
import type { Destination, Process } from './process';
import { text } from './shared-commands';

/** Every stage of a petition, in the order in which it comes to them. */
export const PETITION_STAGES = [
  'received',
  'registered',
  'assigned',
  'handling',
  'opinion',
  'served',
  'review',
  'review-opinion',
  'review-served',
  're-review',
  're-review-opinion',
  'executing',
  'executed',
  'concluded',
  'objected',
  'disputed',
  'designated',
  'own-procedure',
  'separated',
  'closed',
  'refused',
  'transferred',
  'withdrawn',
] as const;
export type PetitionStage = (typeof PETITION_STAGES)[number];

/** 第31条: items (一) leaves the path of petitions, (二) to (五) go a procedure of their own, (六) is handled with an opinion. */
const byRoute: Destination<PetitionStage> = (_, act) => {
  switch (act.data?.['route'] as PetitionRoute | undefined) {
    case undefined:
    case 'ordinary':
      return 'handling';
    case 'litigation':
      return 'separated';
    default:
      return 'own-procedure';
  }
};

/** 第32条: an opinion that supports the claims is to be carried out, and that is followed up; any other one ends the case. */
const byStandingOpinion: Destination<PetitionStage> = (state) =>
  standingOpinion(state.petition)?.outcome === 'supported' ? 'executing' : 'concluded';

/** 第23条: after the sender agreed the case is routed anew; 第24条: where two organs say so their common superior decides. */
const byObjections: Destination<PetitionStage> = (state) => (state.objectedBy.length > 1 ? 'disputed' : 'registered');

/** Commands that every stage has in which somebody owes the next step. */
const WAITING = ['urge', 'supervise'] as const;
const staying = <S extends PetitionStage>(stage: S, commands: readonly PetitionCommand[]) =>
  Object.fromEntries(commands.map((command) => [command, stage])) as Partial<Record<PetitionCommand, S>>;

/** 第35条, 第36条: a written request that came in time and is recorded after the opinion became final. */
const RECEIVED_IN_TIME = { 'request-review': 'review', 'request-re-review': 're-review' } as const;

/**
 * A petition (信访事项) by 信访工作条例 (2022), from receipt to finality over three instances: 办理, 复查, 复核. The names
 * of the clocks are those of the petition packs. Beside the commands of the ordinary course the law needs: refer-dispute
 * (第24条), agree-objection and reject-objection (第23条), recuse (第28条), redirect (第31条), refuse-repeat (第36条).
 */
export const petitionProcess: Process<PetitionStage, PetitionCommand> = {
  first: 'received',
  stages: {
    received: {
      text: { zh: '收到', en: 'Received' },
      clocks: ['registration'],
      on: { register: 'registered', ...staying('received', ['locate', 'urge']), withdraw: 'withdrawn' },
      instance: 'handling',
    },
    registered: {
      text: { zh: '登记', en: 'Registered' },
      clocks: ['registration'],
      on: {
        assign: 'assigned',
        transfer: 'transferred',
        refuse: 'refused',
        'refuse-repeat': 'refused',
        'refer-dispute': 'disputed',
        ...staying('registered', ['locate', ...WAITING]),
        withdraw: 'withdrawn',
      },
      instance: 'handling',
    },
    assigned: {
      text: { zh: '转送交办', en: 'Assigned' },
      clocks: ['notice', 'objection'],
      on: {
        accept: byRoute,
        refuse: 'refused',
        'refuse-repeat': 'refused',
        object: 'objected',
        'withdraw-assignment': 'registered',
        ...staying('assigned', ['locate', 'recuse', ...WAITING]),
        withdraw: 'withdrawn',
      },
      instance: 'handling',
    },
    handling: {
      text: { zh: '办理', en: 'Handling' },
      clocks: ['handling'],
      on: {
        reply: 'opinion',
        redirect: byRoute,
        mediate: (_, act) => (text(act, 'agreement') === undefined ? 'handling' : 'executing'),
        ...staying('handling', [
          'add-handler',
          'feedback',
          'request-extension',
          'approve-extension',
          'reject-extension',
          'suspend',
          'resume',
          'recuse',
          ...WAITING,
        ]),
        withdraw: 'withdrawn',
      },
      instance: 'handling',
    },
    opinion: {
      text: { zh: '处理意见待送达', en: 'Opinion to be served' },
      endsJointHandling: true,
      clocks: [],
      on: { 'confirm-served': 'served', ...staying('opinion', WAITING), withdraw: 'withdrawn' },
      instance: 'handling',
    },
    served: {
      text: { zh: '处理意见已送达', en: 'Opinion served' },
      clocks: ['review-request'],
      on: { 'request-review': 'review', ...staying('served', ['supervise', 'rate']) },
      expiry: { 'review-request': byStandingOpinion },
      instance: 'handling',
    },
    review: {
      text: { zh: '复查', en: 'Review' },
      clocks: ['review'],
      on: {
        'reply-review': 'review-opinion',
        ...staying('review', ['assign', 'suspend', 'resume', 'recuse', ...WAITING]),
        withdraw: byStandingOpinion,
      },
      instance: 'review',
    },
    'review-opinion': {
      text: { zh: '复查意见待送达', en: 'Review opinion to be served' },
      clocks: [],
      on: { 'confirm-served': 'review-served', ...staying('review-opinion', WAITING) },
      instance: 'review',
    },
    'review-served': {
      text: { zh: '复查意见已送达', en: 'Review opinion served' },
      clocks: ['re-review-request'],
      on: { 'request-re-review': 're-review', ...staying('review-served', ['supervise', 'rate']) },
      expiry: { 're-review-request': byStandingOpinion },
      instance: 'review',
    },
    're-review': {
      text: { zh: '复核', en: 'Re-review' },
      clocks: ['re-review'],
      on: {
        'reply-re-review': 're-review-opinion',
        ...staying('re-review', ['assign', 'suspend', 'resume', 'recuse', ...WAITING]),
        withdraw: byStandingOpinion,
      },
      instance: 're-review',
    },
    're-review-opinion': {
      text: { zh: '复核意见待送达', en: 'Re-review opinion to be served' },
      clocks: [],
      on: { 'confirm-served': byStandingOpinion, ...staying('re-review-opinion', WAITING) },
      instance: 're-review',
    },
    executing: {
      text: { zh: '意见执行', en: 'Being carried out' },
      endsJointHandling: true,
      clocks: [],
      on: { feedback: 'executed', ...staying('executing', [...WAITING, 'rate']), ...RECEIVED_IN_TIME },
      // 第32条: the organ whose matter it is carries the opinion out, whoever decided last.
      enter: (state) => {
        const [first, above] = fileOf(state).opinions;
        const last = state.responsible?.unit;
        if (first === undefined || first.unit === last) return {};
        return {
          responsible: { unit: first.unit },
          supervisingUnit: above?.unit ?? last,
          jointHandlers: (last === undefined ? state.jointHandlers : keptAsReviewed(state, last)).filter(
            ({ unit }) => unit !== first.unit,
          ),
        };
      },
    },
    executed: {
      text: { zh: '执行待核查', en: 'Carried out, to be verified' },
      clocks: [],
      on: { verify: 'concluded', rework: 'executing', ...staying('executed', WAITING), ...RECEIVED_IN_TIME },
    },
    concluded: {
      text: { zh: '终结', en: 'Concluded' },
      clocks: [],
      on: { ...staying('concluded', ['call-back', 'rate']), ...RECEIVED_IN_TIME },
      final: true,
      fulfils: true,
    },
    objected: {
      text: { zh: '异议待核实', en: 'Objection to be decided' },
      clocks: ['notice'],
      on: {
        'agree-objection': byObjections,
        'reject-objection': 'designated',
        'refer-dispute': 'disputed',
        ...staying('objected', WAITING),
        withdraw: 'withdrawn',
      },
      instance: 'handling',
    },
    disputed: {
      text: { zh: '受理争议', en: 'Disputed' },
      clocks: ['registration'],
      on: { assign: 'designated', ...staying('disputed', ['refer-dispute', ...WAITING]), withdraw: 'withdrawn' },
      instance: 'handling',
    },
    designated: {
      text: { zh: '指定受理', en: 'Designated' },
      clocks: ['notice'],
      on: {
        accept: byRoute,
        refuse: 'refused',
        'refuse-repeat': 'refused',
        ...staying('designated', ['recuse', ...WAITING]),
        withdraw: 'withdrawn',
      },
      instance: 'handling',
    },
    'own-procedure': {
      text: { zh: '导入相应程序', en: 'In a procedure of its own' },
      endsJointHandling: true,
      clocks: [],
      on: {
        close: 'closed',
        ...staying('own-procedure', ['feedback', 'recuse', ...WAITING]),
        withdraw: 'withdrawn',
      },
    },
    separated: {
      text: { zh: '诉访分离', en: 'Left to the courts' },
      clocks: [],
      on: { reopen: 'registered', ...staying('separated', ['call-back']) },
      final: true,
      fulfils: true,
    },
    closed: {
      text: { zh: '办结', en: 'Closed' },
      clocks: [],
      on: { reopen: 'registered', ...staying('closed', ['call-back', 'rate']) },
      final: true,
      fulfils: true,
    },
    refused: {
      text: { zh: '不予受理', en: 'Refused' },
      clocks: [],
      on: { reopen: 'registered' },
      final: true,
      fulfils: true,
    },
    transferred: {
      text: { zh: '转送其他机关', en: 'Transferred' },
      clocks: [],
      on: { reopen: 'registered' },
      final: true,
      fulfils: true,
    },
    withdrawn: { text: { zh: '撤回', en: 'Withdrawn' }, clocks: [], on: { reopen: 'registered' }, final: true },
  },
  commands: petitionCommands,
  rights: ['objection', 'review-request', 're-review-request'],
  starts: {
    'received-by-organ': (state) => state.petition?.organReceivedAt,
    'reply-served': (state) => state.petition?.opinions.at(-1)?.servedAt,
    'review-served': (state) => state.petition?.opinions.at(-1)?.servedAt,
    'review-requested': (state) => state.petition?.requestedAt,
    're-review-requested': (state) => state.petition?.requestedAt,
  },
};
