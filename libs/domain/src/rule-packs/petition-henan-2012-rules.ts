import { petitionNationalRules } from './petition-national-rules';
import type { Cited, DecisionRule, PetitionNotice, PetitionRules } from './petition-rules';

const article = (number: string) => `河南省信访条例 ${number}`;

/** What the provincial text does not regulate stands as 信访工作条例 has it, under that article. */
const national = <Id extends string>(entries: readonly Cited<Id>[], ...ids: Id[]): Cited<Id>[] =>
  entries.filter((entry) => ids.includes(entry.id));
const { stages, routes, decisions, notices, refusals } = petitionNationalRules;

/** Decisions that the provincial text regulates itself. */
const provincialDecisions: readonly DecisionRule[] = [
  {
    id: 'assign',
    article: article('第26条第（一）项'),
    by: {
      zh: '接受信访的机关；受理主体有争议的由共同上级机关（第22条第四项）',
      en: 'The organ that received it; the common superior where disputed (Art. 22(4))',
    },
    text: { zh: '向直接责任归属机关转办或者交办', en: 'Routed to the organ directly responsible' },
  },
  {
    id: 'accept',
    article: article('第22条第（一）项'),
    by: { zh: '直接责任归属机关，上一级国家机关也可以受理', en: 'The organ directly responsible, or the one above it' },
    text: { zh: '由直接责任归属机关受理', en: 'Accepted by the organ directly responsible' },
  },
  {
    id: 'refuse',
    article: article('第22条第（二）项'),
    by: { zh: '接待机关', en: 'The organ that receives the petitioner' },
    text: { zh: '向来访人指明受理机关或指定受理机关', en: 'It names the organ that accepts' },
  },
  {
    id: 'recuse',
    article: article('第29条'),
    by: { zh: '办理信访的国家机关工作人员', en: 'Whoever handles it' },
    text: {
      zh: '与信访事项或者信访人有直接利害关系的，应当回避',
      en: 'Whoever has a direct interest in the matter or the petitioner withdraws',
    },
  },
  {
    id: 'reply',
    article: article('第26条'),
    by: { zh: '承办机关', en: 'The handling organ' },
    text: {
      zh: '对信访事项的办理结果，应当在规定期限内向信访人出具处理意见书',
      en: 'The outcome is given to the petitioner as a written opinion within the time limit',
    },
  },
  {
    id: 'reply-review',
    article: article('第27条第（一）项'),
    by: { zh: '原承办机关或者原承办机关的上一级机关', en: 'The handling organ or the one above it' },
    text: { zh: '作出复查意见书', en: 'It gives the review opinion' },
  },
  {
    id: 'supervise',
    article: article('第26条第（四）项'),
    by: { zh: '交办机关', en: 'The organ that sent it' },
    text: {
      zh: '认为事实不清、处理不当的，应当及时提出建议或者退回重新办理，必要时督促办理或者直接办理',
      en: 'Where facts are unclear or the handling is wrong it advises, sends back, urges or handles it itself',
    },
  },
];

const provincialNotices: Partial<Record<PetitionNotice, { readonly article: string }>> = {
  routing: { article: article('第26条第（一）项') },
  refusal: { article: article('第22条第（二）项') },
  opinion: { article: article('第26条') },
  'review-opinion': { article: article('第27条第（三）项') },
};

/**
 * 河南省信访条例 (2012) besides its time limits. It knows no six routes, no extension by a named person, no mediation, no
 * 复核 and no objection that needs consent: those entries are the national ones and cite 信访工作条例.
 */
export const petitionHenan2012Rules: PetitionRules = {
  stages: [
    {
      id: 'received',
      article: article('第7条'),
      text: {
        zh: '采用书信、电话、走访等形式反映情况，提出意见、建议和要求',
        en: 'Matters are brought by letter, telephone or visit',
      },
    },
    {
      id: 'registered',
      article: article('第26条第（一）项'),
      text: {
        zh: '需要其他有关机关承办的，应当在接收之日起五日内转办或者交办，同时告知信访人',
        en: 'What another organ must handle is routed within five days of receipt and the petitioner is told',
      },
    },
    {
      id: 'assigned',
      article: article('第26条第（一）项'),
      text: { zh: '向直接责任归属机关转办或者交办', en: 'Routed to the organ directly responsible' },
    },
    {
      id: 'objected',
      article: article('第26条第（五）项'),
      text: {
        zh: '转办、交办不当的，退回转办、交办机关，并说明理由',
        en: 'What was wrongly sent is returned to the sender with reasons',
      },
    },
    {
      id: 'disputed',
      article: article('第22条第（四）项'),
      text: {
        zh: '受理主体有争议的，由共同上级机关决定受理机关',
        en: 'Where it is disputed who accepts, the common superior decides',
      },
    },
    {
      id: 'designated',
      article: article('第22条第（四）项'),
      text: { zh: '被决定的机关受理', en: 'The organ that was designated accepts' },
    },
    {
      id: 'refused',
      article: article('第22条第（二）项'),
      text: { zh: '向来访人指明受理机关', en: 'The petitioner is told which organ accepts' },
    },
    {
      id: 'transferred',
      article: article('第22条第（三）项'),
      text: {
        zh: '属于其他机关职责范围的，移送直接责任归属机关，并告知信访人',
        en: 'What belongs to another organ is passed on and the petitioner is told',
      },
    },
    {
      id: 'handling',
      article: article('第26条第（二）项'),
      text: {
        zh: '应当在接收之日起三十日内办理完毕；情况比较复杂的，最长不得超过九十日',
        en: 'Concluded within thirty days of receipt, ninety at most where complex',
      },
    },
    ...national(stages, 'own-procedure'),
    {
      id: 'separated',
      article: article('第23条'),
      text: {
        zh: '应当通过诉讼、行政复议、仲裁解决的，告知信访人依照法定程序办理',
        en: 'For what belongs to litigation, reconsideration or arbitration the petitioner is told to follow that procedure',
      },
    },
    {
      id: 'opinion',
      article: article('第26条'),
      text: {
        zh: '在规定期限内向信访人出具处理意见书',
        en: 'The written opinion is given to the petitioner within the time limit',
      },
    },
    {
      id: 'served',
      article: article('第27条第（一）项'),
      text: {
        zh: '在收到处理意见书之日起三十日内可以申请复查',
        en: 'A review may be asked for within thirty days of receiving the opinion',
      },
    },
    {
      id: 'review',
      article: article('第27条第（一）项'),
      text: {
        zh: '复查机关应当在接受之日起三十日内作出复查意见书',
        en: 'The reviewing organ gives its opinion within thirty days of taking the request',
      },
    },
    {
      id: 'review-opinion',
      article: article('第27条第（三）项'),
      text: {
        zh: '确认原处理结果正确，应当予以维持，出具复查处理意见书并向信访人说明',
        en: 'A right outcome is upheld, in writing and with an explanation to the petitioner',
      },
    },
    ...national(stages, 'review-served', 're-review', 're-review-opinion', 'executing', 'executed'),
    {
      id: 'concluded',
      article: article('第27条第（三）项'),
      text: {
        zh: '对复查结果仍不服，又提不出新的事实和理由，原处理机关及上级机关不再处理',
        en: 'After the review nothing more is done without new facts and reasons',
      },
    },
  ],
  routes,
  refusals: [
    {
      id: 'not-ours',
      article: article('第22条第（三）项'),
      text: {
        zh: '属于其他机关职责范围，移送直接责任归属机关并告知信访人',
        en: 'It belongs to another organ, to which it is passed on; the petitioner is told',
      },
    },
    {
      id: 'litigation',
      article: article('第23条'),
      text: {
        zh: '应当通过诉讼、行政复议、仲裁解决，告知依照法定程序办理',
        en: 'It belongs to litigation, reconsideration or arbitration',
      },
    },
    ...national(refusals, 'under-way-elsewhere'),
    {
      id: 'answered-to-the-end',
      article: article('第27条第（三）项'),
      text: {
        zh: '对复查结果仍不服，又提不出新的事实和理由',
        en: 'Dissatisfied with the review, without new facts and reasons',
      },
    },
  ],
  decisions: decisions.map((decision) => provincialDecisions.find(({ id }) => id === decision.id) ?? decision),
  notices: notices.map((notice) => ({ ...notice, ...provincialNotices[notice.id] })),
  jointVisit: {
    most: 5,
    article: article('第11条'),
    text: {
      zh: '需要采用走访形式的，应当推选代表提出，代表人数不得超过五人',
      en: 'Where a visit is needed, at most five representatives are chosen',
    },
  },
};
