import { DEFAULT_WORKING_TIME } from '../calendar/working-time';
import { organLadder, petitionOfficeLadder, reviewLadder } from './petition-ladders';
import { petitionHenan2012Rules } from './petition-henan-2012-rules';
import type { RulePack } from './rule-pack';

/**
 * 河南省信访条例 as amended on 2012-11-29. Its 日 are calendar days throughout, the objection of 第26条 included. It begins the
 * handling limit at receipt, not at acceptance, and names nobody who approves an extension. It knows no 复核: the two
 * re-review clocks fill that gap from 信访工作条例 第36条 and say so. Nothing in its text ends it.
 */
export const petitionHenan2012: RulePack = {
  id: 'petition-henan-2012',
  version: 1,
  title: { zh: '河南省信访条例（2012修正）', en: 'Henan Petition Regulations (amended 2012)' },
  validFrom: '2012-11-29',
  statutes: ['河南省信访条例（2012修正）', '信访工作条例（2022）', '民法典'],
  workingTime: DEFAULT_WORKING_TIME,
  clocks: [
    {
      id: 'registration',
      unit: 'calendarDay',
      amount: 5,
      startsOn: 'received',
      article: '河南省信访条例 第26条第（一）项',
      text: {
        zh: '需要其他机关承办的，自接收之日起五日内转办或者交办，同时告知信访人（第22条第三项移送亦同）',
        en: 'What another organ must handle is routed to it within five days of receipt and the petitioner is told (so too Art. 22(3))',
      },
      rollToWorkingDay: true,
      warnings: ['P1D'],
      onExpiry: petitionOfficeLadder,
    },
    {
      id: 'notice',
      unit: 'calendarDay',
      amount: 5,
      startsOn: 'received-by-organ',
      article: '河南省信访条例 第22条第（三）项',
      text: {
        zh: '属于其他机关职责范围的，自接收之日起五日内移送并告知信访人；条例未另设受理告知期限',
        en: 'What belongs to another organ is passed on and the petitioner is told within five days of receipt; no other time for a notice is set',
      },
      rollToWorkingDay: true,
      warnings: ['P1D'],
      onExpiry: organLadder,
    },
    {
      id: 'objection',
      unit: 'calendarDay',
      amount: 5,
      startsOn: 'received-by-organ',
      article: '河南省信访条例 第26条第（五）项',
      text: {
        zh: '转办、交办不当的，自收到之日起五日内退回转办、交办机关并说明理由',
        en: 'What was wrongly sent is returned to the sender, with reasons, within five days of receipt',
      },
      rollToWorkingDay: true,
      warnings: ['P1D'],
      onExpiry: [],
    },
    {
      id: 'handling',
      unit: 'calendarDay',
      amount: 30,
      startsOn: 'received-by-organ',
      article: '河南省信访条例 第26条第（二）项',
      text: {
        zh: '自接收之日起三十日内办理完毕；情况比较复杂的可以适当延长，最长不得超过九十日',
        en: 'Concluded within thirty days of receipt; may be extended in complex cases, ninety days at most in all',
      },
      rollToWorkingDay: true,
      extension: {
        maxDays: 60,
        times: 1,
        approvedBy: '本机关负责人（条例未规定）',
        article: '河南省信访条例 第26条第（二）项',
      },
      warnings: ['P7D', 'P3D', 'P1D'],
      onExpiry: organLadder,
    },
    {
      id: 'review-request',
      unit: 'calendarDay',
      amount: 30,
      startsOn: 'reply-served',
      article: '河南省信访条例 第27条第（一）项',
      text: {
        zh: '信访人可在收到处理意见书之日起三十日内，向原承办机关或者其上一级机关申请复查',
        en: 'The petitioner may ask the handling organ or the one above it for a review within thirty days of receiving the opinion',
      },
      rollToWorkingDay: true,
      warnings: ['P7D'],
      onExpiry: [],
    },
    {
      id: 'review',
      unit: 'calendarDay',
      amount: 30,
      startsOn: 'review-requested',
      article: '河南省信访条例 第27条第（一）项',
      text: {
        zh: '复查机关自接受之日起三十日内作出复查意见书',
        en: 'The reviewing organ gives its opinion within thirty days of taking the request',
      },
      rollToWorkingDay: true,
      warnings: ['P7D', 'P3D', 'P1D'],
      onExpiry: reviewLadder,
    },
    {
      id: 're-review-request',
      unit: 'calendarDay',
      amount: 30,
      startsOn: 'review-served',
      article: '信访工作条例 第36条（河南省信访条例未规定复核）',
      text: {
        zh: '省条例未规定复核；按信访工作条例，信访人可以自收到复查意见之日起30日内请求复核',
        en: 'The Henan rules know no re-review; by the national ones it may be asked for within 30 days of receiving the review opinion',
      },
      rollToWorkingDay: true,
      warnings: ['P7D'],
      onExpiry: [],
    },
    {
      id: 're-review',
      unit: 'calendarDay',
      amount: 30,
      startsOn: 're-review-requested',
      article: '信访工作条例 第36条（河南省信访条例未规定复核）',
      text: {
        zh: '省条例未规定复核；按信访工作条例，自收到复核请求之日起30日内提出复核意见，听证时间不计算在内',
        en: 'The Henan rules know no re-review; by the national ones the opinion is given within 30 days of the request, hearings not counted',
      },
      rollToWorkingDay: true,
      warnings: ['P7D', 'P3D', 'P1D'],
      onExpiry: reviewLadder,
    },
  ],
  petition: petitionHenan2012Rules,
};
