import { dayOf, formatDay, formatInstant, parseDate, startOfDay } from '../calendar/local-date';
import { ANSWERED_TO_THE_END } from '../rule-packs/petition-rules';
import { type Act, type CaseState, PETITIONER } from './case-state';
import { hasRelation } from './decide';
import type { Instance, Opinion, OpinionOutcome, PetitionFile, PetitionRoute } from './petition-file';
import type { CommandRule, Refused } from './process';
import {
  addHandler,
  answerJointly,
  approveExtension,
  callBack,
  clockMeant,
  isOnlyAsked,
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

/** Every command on a petition, in the order in which a petition comes to them. */
export const PETITION_COMMANDS = [
  'register',
  'locate',
  'assign',
  'transfer',
  'refer-dispute',
  'withdraw-assignment',
  'accept',
  'refuse',
  'refuse-repeat',
  'object',
  'agree-objection',
  'reject-objection',
  'recuse',
  'redirect',
  'add-handler',
  'feedback',
  'mediate',
  'request-extension',
  'approve-extension',
  'reject-extension',
  'suspend',
  'resume',
  'urge',
  'supervise',
  'reply',
  'confirm-served',
  'request-review',
  'reply-review',
  'request-re-review',
  'reply-re-review',
  'verify',
  'rework',
  'call-back',
  'rate',
  'close',
  'reopen',
  'withdraw',
] as const;
export type PetitionCommand = (typeof PETITION_COMMANDS)[number];

/** What a petition carries; empty before anything happened to it. */
export const fileOf = (state: CaseState): PetitionFile => state.petition ?? { opinions: [] };
const filed = (state: CaseState, more: Partial<PetitionFile>): Partial<CaseState> => ({
  petition: { ...fileOf(state), ...more },
});
const holder = (unit: string | undefined, person?: string): Partial<CaseState> => ({
  responsible: unit === undefined ? undefined : { unit, ...(person === undefined ? {} : { person }) },
});
const localDate = (instant: string): string => formatDay(dayOf(Date.parse(instant)));

const routed = (state: CaseState, act: Act): Partial<CaseState> => {
  const route = (act.data?.['route'] as PetitionRoute | undefined) ?? 'ordinary';
  const ledTo =
    route === 'ordinary'
      ? undefined
      : { procedure: text(act, 'procedure')!, basis: text(act, 'basis')!, reason: act.reason };
  return filed(state, { route, ledTo });
};

const gaveOpinion = (state: CaseState, unit: string | undefined): boolean =>
  fileOf(state).opinions.some((opinion) => opinion.unit === unit);

const notPermitted = (zh: string, en: string): Refused => ({ code: 'PETITION.NOT_PERMITTED', message: { zh, en } });

/** 第22条, 第23条: the petition office decides before it routes a case, then the organ that received it. */
function decidesAcceptance(state: CaseState, act: Act): Refused | undefined {
  const relations = state.stage === 'registered' ? (['officer'] as const) : (['handler', 'head'] as const);
  return relations.some((relation) => hasRelation(relation, state, act.actor))
    ? undefined
    : notPermitted('是否受理由现在持有本事项的机关决定', 'whether it is accepted is decided by who has it now');
}

const isUnderReview = (state: CaseState): boolean => state.stage === 'review' || state.stage === 're-review';

/** The organ that gave an opinion stays with the case while the one above decides, and sees how it ends. */
export const keptAsReviewed = (state: CaseState, unit: string): CaseState['jointHandlers'] => [
  ...state.jointHandlers.filter((handler) => handler.unit !== unit),
  { unit, status: 'reviewed' },
];

/** An opinion of one instance, by the organ that holds the case; who decided before does not decide again. */
function opinionOf(instance: Instance, words: CommandRule['text']): CommandRule {
  return {
    text: words,
    by: ['handler', 'head'],
    ...(instance === 'handling'
      ? {}
      : {
          refuse: (state: CaseState, act: Act): Refused | undefined =>
            notByWhoHandled(state, act) ??
            (gaveOpinion(state, state.responsible?.unit)
              ? ruleRefused('不得复查、复核本机关作出的意见', 'an organ does not decide the review of its own opinion')
              : undefined),
        }),
    effect: (state, act, at) => {
      const opinion: Opinion = {
        instance,
        unit: state.responsible!.unit,
        by: act.actor.id,
        givenAt: at,
        ...(text(act, 'outcome') ? { outcome: text(act, 'outcome') as OpinionOutcome } : {}),
      };
      return {
        ...withHandler(state, act),
        ...holder(state.responsible!.unit, act.actor.id),
        extensionRequest: undefined,
        ...filed(state, { opinions: [...fileOf(state).opinions, opinion] }),
      };
    },
  };
}

/**
 * 第35条, 第36条: the petitioner asks the organ one level above for another decision. The limit is for asking, not for our
 * recording it: a written request that was received in time is taken up by an officer after the opinion became final, too.
 * @param stage where the limit runs
 * @param limit its clock
 * @param contested the instance whose opinion is contested
 */
function requestOf(
  words: CommandRule['text'],
  { stage, limit, contested }: { stage: string; limit: string; contested: Instance },
): CommandRule {
  const isLate = (state: CaseState) => state.stage !== stage;
  const refuseLate = (state: CaseState, act: Act): Refused | undefined => {
    const clock = state.clocks.findLast(({ kind }) => kind === limit);
    if (act.actor.id === PETITIONER.id || !clock?.expired || fileOf(state).opinions.at(-1)?.instance !== contested)
      return {
        code: 'PETITION.WRONG_STAGE',
        message: {
          zh: '当前环节已不能对该意见申请复查、复核',
          en: `nobody contests the opinion any more while ${state.stage}`,
        },
      };
    if (isOnlyAsked(act)) return undefined;
    const date = text(act, 'receivedOn');
    return date === undefined || date > clock.dueDate!
      ? ruleRefused(
          `期限已于 ${clock.dueDate} 届满，只受理此前收到的申请，请在 receivedOn 填写收到日期`,
          `after ${clock.dueDate} only a request that was received until then is taken up: receivedOn says when`,
        )
      : undefined;
  };
  return {
    text: words,
    by: ['petitioner', 'officer'],
    superiorOf: (state) => state.supervisingUnit,
    refuse: (state, act) => {
      const late = isLate(state) ? refuseLate(state, act) : undefined;
      const date = text(act, 'receivedOn');
      if (late || date === undefined) return late;
      if (act.actor.id === PETITIONER.id)
        return ruleRefused(
          '书面申请的收到日期只能由信访工作人员填写',
          'only an officer says when a written request was received',
        );
      return date < (fileOf(state).opinions.at(-1)?.servedOn ?? '')
        ? ruleRefused('意见送达之前不能申请复查、复核', 'nobody contests an opinion before it is served')
        : undefined;
    },
    effect: (state, act, at) => {
      // Being carried out, the case is again with the organ that handled it first, below the one whose opinion is contested.
      const isHandedBack = state.supervisingUnit === fileOf(state).opinions.at(-1)?.unit;
      return {
        ...holder(isHandedBack ? act.found?.superior : state.supervisingUnit),
        supervisingUnit: isHandedBack ? undefined : act.found?.superior,
        jointHandlers: state.responsible ? keptAsReviewed(state, state.responsible.unit) : state.jointHandlers,
        ...filed(state, { requestedAt: instantOn(text(act, 'receivedOn'), at) }),
      };
    },
  };
}

/** The instant from which something counts that happened on a local date: now where that is today, otherwise the date's beginning. */
function instantOn(date: string | undefined, at: string): string {
  const day = date === undefined ? undefined : parseDate(date);
  return day === undefined || date === localDate(at) ? at : formatInstant(startOfDay(day));
}

/** What each command on a petition is, whatever the stage, with its article where the law has one. */
export const petitionCommands: Readonly<Record<PetitionCommand, CommandRule>> = {
  register: { text: { zh: '登记', en: 'Register' }, by: ['officer'] },
  locate: {
    text: { zh: '确定网格', en: 'Find the grid' },
    by: ['system'],
    effect: (_, act) => ({ gridCode: text(act, 'gridCode'), district: text(act, 'district') }),
  },
  assign: {
    text: { zh: '转送交办', en: 'Assign' },
    by: ['officer', 'superior'],
    superiorOf: (_, act) => text(act, 'unit'),
    refuse: (state, act) => {
      const unit = text(act, 'unit');
      // 第24条: who accepts what is disputed is decided by the common superior, or by the joint conference where there is none.
      if (state.stage === 'disputed' && !hasRelation('superior', state, act.actor))
        return notPermitted('由共同的上一级机关决定受理机关', 'the common superior decides who accepts');
      if (state.stage !== 'disputed' && !hasRelation('officer', state, act.actor))
        return notPermitted('由信访工作机构转送、交办', 'the petition office routes');
      if (unit === undefined) return undefined;
      if (state.stage === 'registered' && state.objectedBy.includes(unit))
        return ruleRefused(
          `转送机关已同意本事项不属于 ${unit} 办理`,
          `the sender agreed that the case is not for ${unit}`,
        );
      return isUnderReview(state) && gaveOpinion(state, unit)
        ? ruleRefused('不得复查、复核本机关作出的意见', 'an organ does not decide the review of its own opinion')
        : undefined;
    },
    effect: (state, act, at) => {
      const unit = text(act, 'unit')!;
      const assigned = {
        ...holder(unit, text(act, 'person')),
        supervisingUnit: text(act, 'supervisingUnit') ?? act.found?.superior,
      };
      return isUnderReview(state)
        ? assigned
        : {
            ...assigned,
            firstReceiver: state.firstReceiver ?? unit,
            ...filed(state, { organReceivedAt: at }),
          };
    },
  },
  transfer: {
    text: { zh: '转送其他机关', en: 'Transfer to another authority' },
    by: ['officer'],
    effect: (_, act) => ({ transferredTo: text(act, 'to') }),
  },
  'refer-dispute': {
    text: { zh: '提请指定受理', en: 'Refer the dispute to the common superior' },
    by: ['officer'],
    effect: (state, act) => ({
      responsible: undefined,
      supervisingUnit: text(act, 'supervisingUnit') ?? state.supervisingUnit,
    }),
  },
  'withdraw-assignment': { ...withdrawAssignment, text: { zh: '撤回交办', en: 'Withdraw the assignment' } },
  accept: {
    text: { zh: '受理', en: 'Accept' },
    by: ['handler', 'head'],
    pins: true,
    effect: (state, act) => ({
      ...holder(state.responsible!.unit, act.actor.id),
      firstReceiver: state.responsible!.unit,
      ...routed(state, act),
    }),
  },
  refuse: {
    text: { zh: '不予受理', en: 'Refuse' },
    by: ['officer', 'handler', 'head'],
    refuse: (state, act) =>
      decidesAcceptance(state, act) ??
      (state.stage === 'designated' && text(act, 'ground') === 'not-ours'
        ? ruleRefused(
            '本机关系指定管辖，管辖已有决定，不能再提出异议',
            'the organ was designated; that the case is not its own was decided',
          )
        : undefined),
    effect: (state, act) =>
      filed(state, {
        refusal: {
          ground: text(act, 'ground')!,
          ...(text(act, 'goTo') ? { goTo: text(act, 'goTo') } : {}),
          reason: act.reason,
        },
      }),
  },
  'refuse-repeat': {
    text: { zh: '重复信访不再受理', en: 'Refuse as answered to the end' },
    by: ['officer', 'handler', 'head'],
    refuse: (state, act) =>
      decidesAcceptance(state, act) ??
      (text(act, 'earlier') === state.number
        ? ruleRefused('不能以本事项作为原信访事项', 'a case is not an earlier one of itself')
        : undefined),
    effect: (state, act) =>
      filed(state, {
        earlier: text(act, 'earlier'),
        refusal: { ground: ANSWERED_TO_THE_END, reason: act.reason },
      }),
  },
  object: { ...object, text: { zh: '提出异议', en: 'Object: not ours' } },
  'agree-objection': {
    text: { zh: '同意异议', en: 'Agree to the objection' },
    by: ['officer'],
    effect: () => ({ responsible: undefined }),
  },
  'reject-objection': {
    text: { zh: '驳回异议', en: 'Reject the objection' },
    by: ['officer'],
    effect: (state) => ({ objectedBy: state.objectedBy.filter((unit) => unit !== state.responsible?.unit) }),
  },
  recuse: {
    text: { zh: '回避', en: 'Recuse' },
    by: ['handler', 'head', 'officer', 'superior'],
    refuse: (state, act) => {
      const person = text(act, 'person') ?? act.actor.id;
      const decides = (['head', 'officer', 'superior'] as const).some((one) => hasRelation(one, state, act.actor));
      if (person !== act.actor.id && !decides)
        return ruleRefused('他人的回避由单位负责人决定', 'another person’s recusal is decided by the head');
      return state.recused?.includes(person)
        ? ruleRefused(`${person} 已经回避`, `${person} is recused already`)
        : undefined;
    },
    effect: (state, act) => {
      const person = text(act, 'person') ?? act.actor.id;
      const { responsible } = state;
      return {
        recused: [...(state.recused ?? []), person],
        ...(responsible && responsible.person === person ? holder(responsible.unit, text(act, 'successor')) : {}),
      };
    },
  },
  redirect: {
    text: { zh: '导入其他程序', en: 'Lead to another procedure' },
    by: ['handler', 'head'],
    effect: (state, act) => ({ ...routed(state, act), extensionRequest: undefined }),
  },
  'add-handler': addHandler,
  feedback: {
    text: { zh: '反馈', en: 'Give feedback' },
    by: ['handler', 'joint-handler'],
    clock: 'answer',
    refuse: (state, act) => {
      const joint = hasRelation('joint-handler', state, act.actor);
      if (state.stage === 'handling')
        return joint
          ? undefined
          : ruleRefused(
              '办理期间由协办单位反馈，主办单位作出答复',
              'while it is handled co-handling units give feedback; the lead unit replies',
            );
      return hasRelation('handler', state, act.actor)
        ? undefined
        : ruleRefused('由执行单位反馈', 'the unit that carries it out gives feedback');
    },
    effect: (state, act) =>
      state.stage === 'handling'
        ? answerJointly(state, act)
        : {
            ...withHandler(state, act),
            ...(state.stage === 'own-procedure' ? filed(state, { procedureEnded: true }) : {}),
          },
  },
  mediate: {
    ...mediate,
    text: { zh: '调解和解', en: 'Mediate or settle' },
    effect: (state, act) => ({
      ...withHandler(state, act),
      ...(text(act, 'agreement') === undefined
        ? {}
        : { ...filed(state, { settled: true }), extensionRequest: undefined }),
    }),
  },
  'request-extension': {
    ...requestExtension,
    refuse: (state, act) => {
      const clock = clockMeant(state, act, 'running');
      return clock && clock.extensionMax === undefined
        ? ruleRefused('该期限依规定不得延长', 'the rules know no extension of this time limit')
        : requestExtension.refuse?.(state, act);
    },
  },
  'approve-extension': {
    ...approveExtension,
    // 第34条: by the head of the organ; the petitioner is told why.
    by: ['head'],
    effect: (state, act) => ({
      extensionRequest: undefined,
      ...filed(state, { extension: { days: state.extensionRequest!.days, reason: act.reason } }),
    }),
  },
  'reject-extension': { ...rejectExtension, by: ['head'] },
  suspend,
  resume,
  urge,
  supervise: { ...supervise, by: ['officer', 'superior'] },
  reply: opinionOf('handling', { zh: '出具处理意见', en: 'Give the opinion' }),
  'confirm-served': {
    text: { zh: '确认送达', en: 'Confirm service' },
    by: ['handler', 'head', 'officer'],
    refuse: (state, act) => {
      const given = fileOf(state).opinions.at(-1)?.givenAt;
      const date = text(act, 'date');
      return date !== undefined && given !== undefined && date < localDate(given)
        ? ruleRefused('送达日期不能早于作出意见的日期', 'an opinion is not served before it is given')
        : undefined;
    },
    effect: (state, act, at) => {
      const { opinions } = fileOf(state);
      const date = text(act, 'date');
      const served: Opinion = {
        ...opinions.at(-1)!,
        servedOn: date ?? localDate(at),
        servedAt: instantOn(date, at),
      };
      return filed(state, { opinions: [...opinions.slice(0, -1), served] });
    },
  },
  'request-review': requestOf(
    { zh: '请求复查', en: 'Ask for a review' },
    { stage: 'served', limit: 'review-request', contested: 'handling' },
  ),
  'reply-review': opinionOf('review', { zh: '出具复查意见', en: 'Give the review opinion' }),
  'request-re-review': requestOf(
    { zh: '请求复核', en: 'Ask for a re-review' },
    { stage: 'review-served', limit: 're-review-request', contested: 'review' },
  ),
  'reply-re-review': opinionOf('re-review', { zh: '出具复核意见', en: 'Give the re-review opinion' }),
  verify: { ...verify, by: ['officer'] },
  rework: { ...rework, by: ['officer'] },
  'call-back': callBack,
  rate,
  close: {
    text: { zh: '办结', en: 'Close' },
    by: ['handler', 'head', 'officer'],
    refuse: (state) =>
      fileOf(state).procedureEnded
        ? undefined
        : ruleRefused('尚未记录程序终结的结果', 'how the procedure ended is not recorded yet'),
  },
  reopen: {
    ...reopen,
    // 第44条: what was wrongly refused is put right by the organ above.
    by: ['officer', 'superior'],
    effect: (state, act, at) => ({
      ...reopen.effect?.(state, act, at),
      objectedBy: [],
      transferredTo: undefined,
      petition: { opinions: [], reopenedFrom: state.stage },
    }),
  },
  withdraw,
};
