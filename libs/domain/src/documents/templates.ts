import type { DocumentKind } from './document-kinds';

/** What a template's texts are filled from. Dates are in Chinese form. */
export type Field =
  /** Number of the case. */
  | 'number'
  | 'title'
  | 'receivedOn'
  | 'actOn'
  /** Name of the issuing organ. */
  | 'organ'
  /** Names of the petitioners; 信访人 where none was given. */
  | 'petitioners'
  /** 你, or 你们 for several. */
  | 'you'
  | 'claims'
  | 'reason'
  /** Last date and article of clocks of the case. */
  | 'registrationDue'
  | 'registrationBasis'
  | 'handlingDue'
  | 'handlingBasis'
  | 'extensionDays'
  | 'extendedTo'
  /** To whom a case was transferred, or where a refused one belongs. */
  | 'to'
  /** The procedure that a claim was led to, and on what basis. */
  | 'procedure'
  | 'basis'
  /** Number of the case that answered the same claim to the end. */
  | 'earlier'
  | 'facts'
  | 'opinion'
  | 'legalBasis'
  | 'mediator'
  | 'otherParty'
  | 'dispute'
  | 'agreement'
  | 'performance';

/** A piece of the body. `{field}` is filled in; a part with a field that nobody gave is left out unless the template demands the field. */
export type Part =
  | { readonly paragraph: string }
  /** A headed section; each line of the text is a paragraph. */
  | { readonly heading: string; readonly text: string };

export interface DocumentTemplate {
  readonly kind: DocumentKind;
  /** A published version never changes: a document says by which one it was made. */
  readonly version: number;
  /** Acts from this local date on take it. */
  readonly validFrom: string;
  readonly title: string;
  /** What the document must say, with the article that demands it. Without one of these it is not issued. */
  readonly demands: Readonly<Partial<Record<Field, string>>>;
  readonly parts: readonly Part[];
  /** Who signs: the organ with its seal; the parties and the mediator with the mediating organ's seal; the parties before the organ. */
  readonly signedBy: 'organ' | 'parties' | 'parties-alone';
}

const FROM = '2022-05-01';

const about = '{you}提出的“{title}”信访事项（登记编号：{number}）';

/** 信访工作条例 (2022) and 人民调解法 (2010) say what a document contains; the article stands beside each demand. */
export const TEMPLATES: readonly DocumentTemplate[] = [
  {
    kind: 'registration-receipt',
    version: 1,
    validFrom: FROM,
    title: '信访事项登记回执',
    demands: {
      number: '信访工作条例 第22条',
      receivedOn: '信访工作条例 第22条',
      title: '信访工作条例 第22条',
    },
    parts: [
      { paragraph: `${about}，已于{receivedOn}收到，并依照《信访工作条例》第二十二条的规定予以登记。` },
      {
        paragraph:
          '依照{registrationBasis}的规定，该信访事项应当区分情况转送、交办有权处理的机关、单位，或者作出处理，期限至{registrationDue}届满。',
      },
      {
        paragraph:
          '{you}可以凭登记编号和提交时取得的查询码，查询该信访事项的办理机关、办理环节、办理时限和办理结果。请妥善保管查询码，不要告知他人。',
      },
    ],
    signedBy: 'organ',
  },
  {
    kind: 'acceptance',
    version: 1,
    validFrom: FROM,
    title: '信访事项受理告知书',
    demands: {
      number: '信访工作条例 第23条',
      title: '信访工作条例 第23条',
      handlingDue: '信访工作条例 第34条',
    },
    parts: [
      {
        paragraph: `${about}，经审查，属于本单位职权范围。依照《信访工作条例》第二十三条的规定，自{actOn}起予以受理。`,
      },
      {
        paragraph:
          '处理途径和程序：本单位将依照《信访工作条例》第三十一条的规定，听取{you}陈述事实和理由，调查核实，并出具书面处理意见。',
      },
      {
        paragraph:
          '办理期限：依照{handlingBasis}的规定，至{handlingDue}届满。情况复杂需要延长期限的，经本单位负责人批准后，将书面告知{you}延期理由。',
      },
      {
        paragraph:
          '{you}对处理意见不服的，可以依照《信访工作条例》第三十五条的规定，自收到书面答复之日起三十日内请求本单位的上一级机关、单位复查。',
      },
    ],
    signedBy: 'organ',
  },
  {
    kind: 'refusal',
    version: 1,
    validFrom: FROM,
    title: '信访事项不予受理告知书',
    demands: {
      number: '信访工作条例 第23条',
      title: '信访工作条例 第23条',
      reason: '信访工作条例 第23条',
    },
    parts: [
      {
        paragraph: `${about}，于{receivedOn}收到。经审查，依照《信访工作条例》第二十三条等规定，决定不予受理。`,
      },
      { heading: '不予受理的理由', text: '{reason}' },
      {
        paragraph:
          '该信访事项与登记编号{earlier}的信访事项为同一事实和理由，已经复核终结。依照《信访工作条例》第三十六条的规定，不再受理。',
      },
      { heading: '依据', text: '{basis}' },
      { paragraph: '请{you}依法向{to}提出。' },
      {
        paragraph:
          '依法应当通过诉讼、仲裁、行政复议等途径解决的，请在法律规定的期限内向有权处理的机关提出。认为本单位未按规定受理的，可以向本级党委和政府信访部门或者本单位的上一级机关、单位反映，由其依照《信访工作条例》第四十条的规定督办。',
      },
    ],
    signedBy: 'organ',
  },
  {
    kind: 'matter-refusal',
    version: 1,
    validFrom: FROM,
    title: '诉求不予受理告知书',
    demands: { number: '登记编号', title: '诉求内容', reason: '不予受理的理由' },
    parts: [
      { paragraph: '{you}提出的“{title}”诉求（登记编号：{number}），于{receivedOn}收到。经审查，决定不予受理。' },
      { heading: '不予受理的理由', text: '{reason}' },
      { paragraph: '依法应当通过其他途径解决的，请{you}向有权处理的机关、单位提出。' },
    ],
    signedBy: 'organ',
  },
  {
    kind: 'redirection',
    version: 1,
    validFrom: FROM,
    title: '信访事项程序导入告知书',
    demands: {
      number: '信访工作条例 第31条',
      title: '信访工作条例 第31条',
      procedure: '信访工作条例 第31条',
      reason: '信访工作条例 第31条',
    },
    parts: [
      {
        paragraph: `${about}，依照《信访工作条例》第三十一条的规定，应当通过{procedure}处理，不出具信访处理意见书。`,
      },
      { heading: '理由', text: '{reason}' },
      { heading: '依据', text: '{basis}' },
      { paragraph: '请{you}在法律规定的期限内，按照该程序提出请求或者等候处理结果。' },
    ],
    signedBy: 'organ',
  },
  {
    kind: 'transfer',
    version: 1,
    validFrom: FROM,
    title: '信访事项转送告知书',
    demands: {
      number: '信访工作条例 第23条',
      title: '信访工作条例 第23条',
      to: '信访工作条例 第23条',
    },
    parts: [
      {
        paragraph: `${about}，依照《信访工作条例》第二十二条、第二十三条的规定，已于{actOn}转送{to}处理。现将去向告知{you}。`,
      },
      { heading: '转送的理由', text: '{reason}' },
      {
        paragraph:
          '依照《信访工作条例》第二十三条的规定，该机关、单位应当自收到之日起十五日内，书面告知{you}接收情况以及处理途径和程序。',
      },
    ],
    signedBy: 'organ',
  },
  {
    kind: 'matter-transfer',
    version: 1,
    validFrom: FROM,
    title: '诉求转送告知书',
    demands: { number: '登记编号', title: '诉求内容', to: '转送去向' },
    parts: [
      { paragraph: '{you}提出的“{title}”诉求（登记编号：{number}），已于{actOn}转送{to}处理。现将去向告知{you}。' },
      { heading: '转送的理由', text: '{reason}' },
    ],
    signedBy: 'organ',
  },
  {
    kind: 'extension',
    version: 1,
    validFrom: FROM,
    title: '信访事项延期办理告知书',
    demands: {
      number: '信访工作条例 第34条',
      reason: '信访工作条例 第34条',
      extensionDays: '信访工作条例 第34条',
      extendedTo: '信访工作条例 第34条',
    },
    parts: [
      {
        paragraph: `${about}，因情况复杂，未能在原定期限内办结。依照《信访工作条例》第三十四条的规定，经本单位负责人批准，办理期限延长{extensionDays}，延长后的期限至{extendedTo}届满。`,
      },
      { heading: '延期的理由', text: '{reason}' },
    ],
    signedBy: 'organ',
  },
  {
    kind: 'opinion',
    version: 1,
    validFrom: FROM,
    title: '信访事项处理意见书',
    demands: {
      claims: '信访工作条例 第32条',
      facts: '信访工作条例 第32条',
      opinion: '信访工作条例 第32条',
      legalBasis: '信访工作条例 第32条',
    },
    parts: [
      { paragraph: `${about}，本单位已经调查核实，现依照《信访工作条例》第三十二条的规定，提出处理意见如下。` },
      { heading: '一、投诉请求', text: '{claims}' },
      { heading: '二、事实和理由', text: '{facts}' },
      { heading: '三、处理意见', text: '{opinion}' },
      { heading: '四、法律法规依据', text: '{legalBasis}' },
      {
        paragraph:
          '{you}对本处理意见不服的，可以依照《信访工作条例》第三十五条的规定，自收到本意见书之日起三十日内，请求本单位的上一级机关、单位复查。',
      },
    ],
    signedBy: 'organ',
  },
  {
    kind: 'review',
    version: 1,
    validFrom: FROM,
    title: '信访事项复查意见书',
    demands: {
      claims: '信访工作条例 第32条',
      facts: '信访工作条例 第32条',
      opinion: '信访工作条例 第35条',
      legalBasis: '信访工作条例 第32条',
    },
    parts: [
      {
        paragraph: `${about}，{you}对处理意见不服，请求复查。本单位已经调查核实，现依照《信访工作条例》第三十五条的规定，提出复查意见如下。`,
      },
      { heading: '一、复查请求', text: '{claims}' },
      { heading: '二、事实和理由', text: '{facts}' },
      { heading: '三、复查意见', text: '{opinion}' },
      { heading: '四、法律法规依据', text: '{legalBasis}' },
      {
        paragraph:
          '{you}对本复查意见不服的，可以依照《信访工作条例》第三十六条的规定，自收到本意见书之日起三十日内，向本单位的上一级机关、单位请求复核。',
      },
    ],
    signedBy: 'organ',
  },
  {
    kind: 're-review',
    version: 1,
    validFrom: FROM,
    title: '信访事项复核意见书',
    demands: {
      claims: '信访工作条例 第32条',
      facts: '信访工作条例 第32条',
      opinion: '信访工作条例 第36条',
      legalBasis: '信访工作条例 第32条',
    },
    parts: [
      {
        paragraph: `${about}，{you}对复查意见不服，请求复核。本单位已经调查核实，现依照《信访工作条例》第三十六条的规定，提出复核意见如下。`,
      },
      { heading: '一、复核请求', text: '{claims}' },
      { heading: '二、事实和理由', text: '{facts}' },
      { heading: '三、复核意见', text: '{opinion}' },
      { heading: '四、法律法规依据', text: '{legalBasis}' },
      {
        paragraph:
          '本复核意见为该信访事项的终结意见。依照《信访工作条例》第三十六条的规定，对本复核意见不服，仍然以同一事实和理由提出投诉请求的，各级党委和政府信访部门和其他机关、单位不再受理。',
      },
    ],
    signedBy: 'organ',
  },
  {
    kind: 'settlement',
    version: 1,
    validFrom: FROM,
    title: '和解协议书',
    demands: { petitioners: '信访工作条例 第33条', agreement: '信访工作条例 第33条' },
    parts: [
      {
        paragraph:
          '就“{title}”事项（登记编号：{number}），当事人各方依照《信访工作条例》第三十三条的规定自愿和解，达成协议如下。',
      },
      { heading: '一、当事人', text: '信访人：{petitioners}' },
      { heading: '对方当事人', text: '{otherParty}' },
      { heading: '二、协议内容', text: '{agreement}' },
      { heading: '三、履行的方式和期限', text: '{performance}' },
      { paragraph: '本协议自各方当事人签名、盖章或者按指印之日起生效。各方当事人应当按照约定履行。' },
    ],
    signedBy: 'parties-alone',
  },
  {
    kind: 'mediation',
    version: 1,
    validFrom: FROM,
    title: '调解协议书',
    demands: {
      petitioners: '人民调解法 第29条第（一）项',
      agreement: '人民调解法 第29条第（三）项',
    },
    parts: [
      {
        paragraph:
          '就“{title}”事项（登记编号：{number}），经当事人各方同意，由{organ}依照《信访工作条例》第三十三条的规定进行调解，当事人自愿达成协议如下。',
      },
      { heading: '一、当事人', text: '信访人：{petitioners}' },
      { heading: '对方当事人', text: '{otherParty}' },
      { heading: '二、纠纷的主要事实、争议事项以及各方当事人的责任', text: '{dispute}' },
      { heading: '三、协议内容', text: '{agreement}' },
      { heading: '四、履行的方式和期限', text: '{performance}' },
      { paragraph: '调解员：{mediator}。' },
      {
        paragraph:
          '本协议自各方当事人签名、盖章或者按指印，调解员签名并加盖调解组织印章之日起生效，由当事人各执一份，调解组织留存一份。各方当事人应当按照约定履行。',
      },
      {
        paragraph:
          '经人民调解委员会调解达成协议的，依照《中华人民共和国人民调解法》第三十二条、第三十三条的规定，当事人就协议的履行或者内容发生争议，可以向人民法院提起诉讼；认为有必要的，可以自协议生效之日起三十日内共同向人民法院申请司法确认。',
      },
    ],
    signedBy: 'parties',
  },
];

/** The template in force on a local date, the newest version of those that are. */
export function templateOn(kind: DocumentKind, date: string): DocumentTemplate | undefined {
  return TEMPLATES.filter((template) => template.kind === kind && template.validFrom <= date).reduce<
    DocumentTemplate | undefined
  >((newest, template) => (newest && newest.version > template.version ? newest : template), undefined);
}

export function templateOf(kind: DocumentKind, version: number): DocumentTemplate | undefined {
  return TEMPLATES.find((template) => template.kind === kind && template.version === version);
}
