import type { PetitionRules } from './petition-rules';

const article = (number: string) => `信访工作条例 ${number}`;

/** 信访工作条例 (2022) besides its time limits. */
export const petitionNationalRules: PetitionRules = {
  stages: [
    {
      id: 'received',
      article: article('第17条'),
      text: {
        zh: '公民、法人或者其他组织可以采用信息网络、书信、电话、传真、走访等形式反映情况，提出建议、意见或者投诉请求',
        en: 'Citizens and organisations may petition by network, letter, telephone, fax or visit',
      },
    },
    {
      id: 'registered',
      article: article('第22条'),
      text: {
        zh: '收到信访事项应当予以登记，并区分情况在15日内转送、交办',
        en: 'What is received is registered and, by its kind, routed within 15 days',
      },
    },
    {
      id: 'assigned',
      article: article('第22条'),
      text: {
        zh: '属地管理、分级负责，谁主管、谁负责，转送有权处理的机关、单位',
        en: 'It goes to the organ that has the power to handle it, by place, level and charge',
      },
    },
    {
      id: 'objected',
      article: article('第23条'),
      text: {
        zh: '不属于本机关、单位或者本系统职权范围的，详细说明理由提出异议，经转送、交办的机关核实同意后交还',
        en: 'An organ objects with detailed reasons and returns the matter after the sender verified and agreed',
      },
    },
    {
      id: 'disputed',
      article: article('第24条'),
      text: {
        zh: '受理有争议的，由共同的上一级机关、单位决定；没有共同上一级的，由共同的信访工作联席会议协调处理',
        en: 'Who accepts a disputed matter is decided by the common superior, or by the joint conference where there is none',
      },
    },
    {
      id: 'designated',
      article: article('第24条'),
      text: { zh: '被决定的机关、单位应当受理', en: 'The organ that was designated accepts' },
    },
    {
      id: 'refused',
      article: article('第23条'),
      text: {
        zh: '不属于职权范围的，告知信访人向有权处理的机关、单位提出',
        en: 'Where it is not within its powers the petitioner is told where to go',
      },
    },
    {
      id: 'transferred',
      article: article('第22条'),
      text: {
        zh: '涉法涉诉信件转送同级政法部门，检举控告类事项转送有关纪检监察机关依规依纪依法处理',
        en: 'Litigation letters go to the judicial authorities of the same level, accusations to discipline inspection',
      },
    },
    {
      id: 'handling',
      article: article('第31条第（六）项'),
      text: {
        zh: '听取信访人陈述事实和理由，并调查核实，出具信访处理意见书',
        en: 'The petitioner is heard, the facts are investigated and a written opinion is given',
      },
    },
    {
      id: 'own-procedure',
      article: article('第31条第（二）至（五）项'),
      text: {
        zh: '可以通过仲裁、党员申诉、行政程序等解决的，导入相应程序处理；属于履行法定职责的，依法履行或者答复',
        en: 'What has a procedure of its own is led into it; a statutory duty is performed or answered by law',
      },
    },
    {
      id: 'separated',
      article: article('第28条'),
      text: {
        zh: '涉及民事、行政、刑事等诉讼权利救济的事项从普通信访体制中分离出来，由有关政法部门依法处理',
        en: 'What concerns remedies by litigation is separated from petitions and handled by the judicial authorities',
      },
    },
    {
      id: 'opinion',
      article: article('第32条'),
      text: { zh: '出具信访处理意见书', en: 'The written opinion is given' },
    },
    {
      id: 'served',
      article: article('第35条'),
      text: {
        zh: '信访人自收到书面答复之日起30日内可以请求复查',
        en: 'From receiving the written reply the petitioner has 30 days to ask for a review',
      },
    },
    {
      id: 'review',
      article: article('第35条'),
      text: {
        zh: '原办理机关、单位的上一级机关、单位复查，提出复查意见并予以书面答复',
        en: 'The organ above the handling one reviews and replies in writing',
      },
    },
    {
      id: 'review-opinion',
      article: article('第35条'),
      text: { zh: '复查意见书面答复信访人', en: 'The review opinion is given in writing' },
    },
    {
      id: 'review-served',
      article: article('第36条'),
      text: {
        zh: '信访人自收到复查书面答复之日起30日内可以请求复核',
        en: 'From receiving the review opinion the petitioner has 30 days to ask for a re-review',
      },
    },
    {
      id: 're-review',
      article: article('第36条'),
      text: {
        zh: '复查机关、单位的上一级机关、单位复核，可以举行听证',
        en: 'The organ above the reviewing one re-reviews and may hold a hearing',
      },
    },
    {
      id: 're-review-opinion',
      article: article('第36条'),
      text: {
        zh: '提出复核意见，经过听证的可以依法向社会公示',
        en: 'The re-review opinion is given; after a hearing it may be published by law',
      },
    },
    {
      id: 'executing',
      article: article('第32条'),
      text: {
        zh: '作出支持信访请求意见的，应当督促有关机关、单位执行',
        en: 'Where the claims are supported the organs concerned are urged to carry the opinion out',
      },
    },
    {
      id: 'executed',
      article: article('第40条'),
      text: {
        zh: '拒不执行信访处理意见的，信访部门应当及时督办',
        en: 'Where an opinion is not carried out the petition office supervises',
      },
    },
    {
      id: 'concluded',
      article: article('第36条'),
      text: {
        zh: '对复核意见不服，仍然以同一事实和理由提出投诉请求的，不再受理',
        en: 'After the re-review the same facts and reasons are not accepted again',
      },
    },
  ],
  routes: [
    {
      id: 'litigation',
      article: article('第31条第（一）项'),
      text: {
        zh: '应当通过诉讼、复议、刑事立案、法律监督、公安机关法律程序处理的，以及涉法涉诉事项未依法终结的，按照法律法规规定的程序处理',
        en: 'What belongs to litigation, reconsideration, criminal filing, legal supervision or police procedure, or is not yet concluded there, follows that procedure',
      },
    },
    {
      id: 'arbitration',
      article: article('第31条第（二）项'),
      text: { zh: '应当通过仲裁解决的，导入相应程序处理', en: 'What belongs to arbitration is led there' },
    },
    {
      id: 'party-appeal',
      article: article('第31条第（三）项'),
      text: {
        zh: '可以通过党员申诉、申请复审等解决的，导入相应程序处理',
        en: 'What appeals of Party members or applications for re-examination can solve is led there',
      },
    },
    {
      id: 'administrative-procedure',
      article: article('第31条第（四）项'),
      text: {
        zh: '可以通过行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序解决的，导入相应程序处理',
        en: 'What administrative procedures (reconsideration, ruling, confirmation, licence, penalty) can solve is led there',
      },
    },
    {
      id: 'statutory-duty',
      article: article('第31条第（五）项'),
      text: {
        zh: '属于申请查处违法行为、履行保护人身权或者财产权等合法权益职责的，依法履行或者答复',
        en: 'A request to act against a breach of law or to protect rights is performed or answered by law',
      },
    },
    {
      id: 'ordinary',
      article: article('第31条第（六）项'),
      text: {
        zh: '不属于以上情形的，听取陈述、调查核实，出具信访处理意见书；重大、复杂、疑难的可以举行听证',
        en: 'Everything else is heard and investigated and gets a written opinion; grave or difficult matters may be heard in public',
      },
    },
  ],
  refusals: [
    {
      id: 'not-ours',
      article: article('第23条'),
      text: {
        zh: '不属于本机关、单位或者本系统职权范围，告知信访人向有权处理的机关、单位提出',
        en: 'Not within the powers of the organ or its system; the petitioner is told where to go',
      },
    },
    {
      id: 'litigation',
      article: article('第20条'),
      text: {
        zh: '涉及诉讼权利救济，应当按照法律法规规定的程序向有关政法部门提出',
        en: 'It concerns remedies by litigation and belongs before the judicial authorities',
      },
    },
    {
      id: 'under-way-elsewhere',
      article: article('第19条'),
      text: {
        zh: '已经受理或者正在办理，在规定期限内向上级机关、单位又提出同一信访事项',
        en: 'The same matter is accepted or handled already and was brought to a superior organ within the time limits',
      },
    },
    {
      id: 'answered-to-the-end',
      article: article('第36条'),
      text: {
        zh: '对复核意见不服，仍然以同一事实和理由提出投诉请求',
        en: 'The same facts and reasons after the re-review opinion',
      },
    },
  ],
  decisions: [
    {
      id: 'assign',
      article: article('第22条'),
      by: {
        zh: '信访部门；受理有争议的由共同的上一级机关、单位（第24条）',
        en: 'The petition office; the common superior where disputed (Art. 24)',
      },
      text: { zh: '转送、交办有权处理的机关、单位', en: 'Routed to the organ with the power to handle it' },
    },
    {
      id: 'accept',
      article: article('第23条'),
      by: { zh: '有权处理的机关、单位', en: 'The organ with the power to handle it' },
      text: {
        zh: '书面告知接收情况以及处理途径和程序',
        en: 'It tells the petitioner in writing of receipt, route and procedure',
      },
    },
    {
      id: 'refuse',
      article: article('第23条'),
      by: { zh: '收到信访事项的机关、单位', en: 'The organ that received it' },
      text: { zh: '告知向有权处理的机关、单位提出', en: 'It says where to go' },
    },
    {
      id: 'agree-objection',
      article: article('第23条'),
      by: { zh: '转送、交办的信访部门或者上级机关、单位', en: 'The petition office or superior that sent it' },
      text: { zh: '核实同意后，交还相关材料', en: 'Verified and agreed to, the papers are returned' },
    },
    {
      id: 'recuse',
      article: article('第28条'),
      by: { zh: '本人申请或者机关、单位决定', en: 'The person, or the organ' },
      text: {
        zh: '与信访事项或者信访人有直接利害关系的，应当回避',
        en: 'Whoever has a direct interest in the matter or the petitioner withdraws',
      },
    },
    {
      id: 'approve-extension',
      article: article('第34条'),
      by: { zh: '本机关、单位负责人', en: 'The head of the organ' },
      text: {
        zh: '情况复杂的可以适当延长，不得超过30日，并告知信访人延期理由',
        en: 'A complex matter may be extended by at most 30 days and the petitioner is told why',
      },
    },
    {
      id: 'mediate',
      article: article('第33条'),
      by: { zh: '争议双方当事人同意', en: 'Both parties by consent' },
      text: {
        zh: '裁量权范围内经争议双方同意进行调解，可以引导自愿和解，达成一致的制作协议书',
        en: 'Mediation by consent within discretion, or settlement; what is agreed is put in writing',
      },
    },
    {
      id: 'reply',
      article: article('第31条第（六）项'),
      by: { zh: '有权处理的机关、单位', en: 'The organ with the power to handle it' },
      text: { zh: '出具信访处理意见书', en: 'It gives the written opinion' },
    },
    {
      id: 'reply-review',
      article: article('第35条'),
      by: { zh: '原办理机关、单位的上一级机关、单位', en: 'The organ one level above the handling one' },
      text: { zh: '提出复查意见，并予以书面答复', en: 'It gives the review opinion in writing' },
    },
    {
      id: 'reply-re-review',
      article: article('第36条'),
      by: { zh: '复查机关、单位的上一级机关、单位', en: 'The organ one level above the reviewing one' },
      text: { zh: '提出复核意见', en: 'It gives the re-review opinion' },
    },
    {
      id: 'supervise',
      article: article('第40条'),
      by: { zh: '党委和政府信访部门', en: 'The petition office' },
      text: {
        zh: '推诿、敷衍、拖延、弄虚作假或者拒不执行的，应当及时督办，并提出改进工作的建议',
        en: 'Evasion, delay, fraud or refusal to carry out is supervised, with advice on what to improve',
      },
    },
  ],
  notices: [
    {
      id: 'receipt',
      article: article('第22条'),
      contains: ['number', 'receivedAt'],
      text: { zh: '登记', en: 'Registration' },
    },
    {
      id: 'routing',
      article: article('第23条'),
      contains: ['unit'],
      text: { zh: '告知信访人转送、交办去向', en: 'The petitioner is told where the matter went' },
    },
    {
      id: 'acceptance',
      article: article('第23条'),
      contains: ['receivedAt', 'route', 'procedure'],
      text: { zh: '书面告知接收情况以及处理途径和程序', en: 'Receipt, route and procedure in writing' },
    },
    {
      id: 'refusal',
      article: article('第23条'),
      contains: ['ground', 'goTo', 'reason'],
      text: { zh: '告知向有权处理的机关、单位提出', en: 'The ground and where to go' },
    },
    {
      id: 'extension',
      article: article('第34条'),
      contains: ['days', 'reason'],
      text: { zh: '告知信访人延期理由', en: 'Why it takes longer' },
    },
    {
      id: 'opinion',
      article: article('第32条'),
      contains: ['claims', 'facts', 'opinion', 'legalBasis'],
      text: {
        zh: '载明信访人投诉请求、事实和理由、处理意见及其法律法规依据',
        en: 'Claims, facts and reasons, the opinion and its legal basis',
      },
    },
    {
      id: 'review-opinion',
      article: article('第35条'),
      contains: ['claims', 'facts', 'opinion', 'legalBasis'],
      text: { zh: '复查意见，书面答复', en: 'The review opinion in writing' },
    },
    {
      id: 're-review-opinion',
      article: article('第36条'),
      contains: ['claims', 'facts', 'opinion', 'legalBasis'],
      text: { zh: '复核意见', en: 'The re-review opinion' },
    },
    {
      id: 'mediation-agreement',
      article: article('第33条'),
      contains: ['agreement'],
      text: { zh: '调解协议书或者和解协议书', en: 'The agreement of mediation or settlement' },
    },
  ],
  jointVisit: {
    most: 5,
    article: article('第20条'),
    text: {
      zh: '多人采用走访形式提出共同的信访事项的，应当推选代表，代表人数不得超过5人',
      en: 'Several who visit with one matter choose at most five representatives',
    },
  },
};
