import { DEFAULT_WORKING_TIME } from '../calendar/working-time';
import { organLadder, petitionOfficeLadder, reviewLadder } from './petition-ladders';
import { petitionNationalRules } from './petition-national-rules';
import type { RulePack } from './rule-pack';

/** 信访工作条例, published on 2022-02-25, in force from 2022-05-01 (第50条). 日 are calendar days unless 工作日 is written. */
export const petitionNational: RulePack = {
  id: 'petition-national',
  version: 1,
  title: { zh: '信访工作条例（2022）', en: 'Regulations on Petition Work (2022)' },
  validFrom: '2022-05-01',
  statutes: ['信访工作条例（2022）', '民法典'],
  workingTime: DEFAULT_WORKING_TIME,
  clocks: [
    {
      id: 'registration',
      unit: 'calendarDay',
      amount: 15,
      startsOn: 'received',
      article: '信访工作条例 第22条',
      text: {
        zh: '信访部门收到信访事项应当登记，并在15日内转送、交办',
        en: 'The petition office registers a petition and routes it within 15 days of receipt',
      },
      rollToWorkingDay: true,
      warnings: ['P3D', 'P1D'],
      onExpiry: petitionOfficeLadder,
    },
    {
      id: 'notice',
      unit: 'calendarDay',
      amount: 15,
      startsOn: 'received-by-organ',
      article: '信访工作条例 第23条',
      text: {
        zh: '能够当场告知的当场书面告知，否则自收到之日起15日内书面告知；信访人姓名（名称）、住址不清的除外',
        en: 'Written notice on the spot where possible, otherwise within 15 days of receipt, unless name or address are unclear',
      },
      rollToWorkingDay: true,
      warnings: ['P3D', 'P1D'],
      onExpiry: organLadder,
    },
    {
      id: 'objection',
      unit: 'workingDay',
      amount: 5,
      startsOn: 'received-by-organ',
      article: '信访工作条例 第23条',
      text: {
        zh: '转送、交办事项不属于本机关职权的，自收到之日起5个工作日内说明理由提出异议，经转送、交办机关核实同意后交还',
        en: 'An organ objects, with reasons, within 5 working days of receiving a matter that is not its own; the sender must agree',
      },
      warnings: ['P1D'],
      onExpiry: [],
    },
    {
      id: 'handling',
      unit: 'calendarDay',
      amount: 60,
      startsOn: 'accepted',
      article: '信访工作条例 第34条',
      text: {
        zh: '第三十一条第六项规定的信访事项自受理之日起60日内办结',
        en: 'A petition under Art. 31(6) is concluded within 60 days of acceptance',
      },
      rollToWorkingDay: true,
      extension: { maxDays: 30, times: 1, approvedBy: '本机关、单位负责人', article: '信访工作条例 第34条' },
      warnings: ['P15D', 'P7D', 'P3D', 'P1D'],
      onExpiry: organLadder,
    },
    {
      id: 'review-request',
      unit: 'calendarDay',
      amount: 30,
      startsOn: 'reply-served',
      article: '信访工作条例 第35条',
      text: {
        zh: '信访人对处理意见不服的，可以自收到书面答复之日起30日内请求上一级机关复查',
        en: 'The petitioner may ask the organ one level up for a review within 30 days of receiving the written reply',
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
      article: '信访工作条例 第35条',
      text: {
        zh: '自收到复查请求之日起30日内提出复查意见并书面答复',
        en: 'The review opinion is given in writing within 30 days of receiving the request',
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
      article: '信访工作条例 第36条',
      text: {
        zh: '信访人对复查意见不服的，可以自收到书面答复之日起30日内请求复查机关的上一级机关复核',
        en: 'The petitioner may ask the organ above the reviewing one for a re-review within 30 days of receiving the written reply',
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
      article: '信访工作条例 第36条',
      text: {
        zh: '自收到复核请求之日起30日内提出复核意见，听证所需时间不计算在内',
        en: 'The re-review opinion is given within 30 days of receiving the request; the time of a hearing is not counted',
      },
      rollToWorkingDay: true,
      warnings: ['P7D', 'P3D', 'P1D'],
      onExpiry: reviewLadder,
    },
  ],
  petition: petitionNationalRules,
};
