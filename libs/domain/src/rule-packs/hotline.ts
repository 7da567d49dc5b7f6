import { DEFAULT_WORKING_TIME } from '../calendar/working-time';
import { steadyLadder, urgentLadder } from './matter-ladder';
import type { RulePack } from './rule-pack';

const SAMPLE = '地方规定（示例，可配置）';

/**
 * 12345 hotline matters (接诉即办). A SAMPLE to be configured per place: 北京市接诉即办工作条例 is the model and is cited where it has
 * the rule, but it leaves every length to the 办理时限 noted on the work order (第13条).
 */
export const hotline: RulePack = {
  id: 'hotline',
  version: 1,
  title: { zh: '热线诉求（接诉即办，示例，可配置）', en: 'Hotline matters (sample, configurable)' },
  validFrom: '2020-01-01',
  statutes: ['北京市接诉即办工作条例（2021，参照）', SAMPLE],
  workingTime: DEFAULT_WORKING_TIME,
  clocks: [
    {
      id: 'registration',
      unit: 'elapsed',
      amount: 'PT30M',
      startsOn: 'received',
      article: '北京市接诉即办工作条例 第10条（参照，时长为示例）',
      text: {
        zh: '全面、准确、规范记录诉求，30分钟内形成工单',
        en: 'The matter is recorded as a work order within 30 minutes',
      },
      onExpiry: urgentLadder,
    },
    {
      id: 'dispatch',
      unit: 'elapsed',
      amount: 'PT1H',
      startsOn: 'registered',
      article: '北京市接诉即办工作条例 第11条（参照，时长为示例）',
      text: {
        zh: '按照派单目录即时派单，不超过1小时',
        en: 'Dispatched at once by the catalogue, within an hour at most',
      },
      warnings: ['PT15M'],
      onExpiry: urgentLadder,
    },
    {
      id: 'acceptance',
      unit: 'workingHour',
      amount: 'PT2H',
      startsOn: 'assigned',
      article: '北京市接诉即办工作条例 第15条第（一）项（参照，时长为示例）',
      text: {
        zh: '承办单位2个工作小时内接单并联系诉求人',
        en: 'The unit takes the matter and calls the person within 2 working hours',
      },
      warnings: ['PT30M'],
      onExpiry: urgentLadder,
    },
    {
      id: 'objection',
      unit: 'workingHour',
      amount: 'PT4H',
      startsOn: 'assigned',
      article: '北京市接诉即办工作条例 第12条（参照，时长为示例）',
      text: {
        zh: '对职责、管辖有异议的，4个工作小时内提出派单异议',
        en: 'A unit disputes the dispatch within 4 working hours',
      },
      onExpiry: [],
    },
    {
      id: 'handling',
      unit: 'workingDay',
      amount: 5,
      startsOn: 'handling',
      article: '北京市接诉即办工作条例 第13条（参照，时长为示例）',
      text: {
        zh: '在工单注明的办理时限内办理并反馈，一般5个工作日',
        en: 'Handled and answered within the time noted on the work order, by default 5 working days',
      },
      extension: {
        maxDays: 5,
        times: 1,
        approvedBy: '承办单位负责人',
        article: '北京市接诉即办工作条例 第15条第（二）项（参照，时长为示例）',
      },
      warnings: ['P1D', 'PT4H'],
      onExpiry: steadyLadder,
    },
    {
      id: 'joint-handling',
      unit: 'workingDay',
      amount: 3,
      startsOn: 'joint-handler-added',
      article: '北京市接诉即办工作条例 第14条（参照，时长为示例）',
      text: {
        zh: '配合单位在规定期限内将办理结果报送首接单位，不能按期办结的说明理由',
        en: 'A co-handling unit reports to the first receiver in time, or says why not',
      },
      extension: { maxDays: 3, times: 1, approvedBy: '首接单位负责人', article: SAMPLE },
      warnings: ['P1D'],
      onExpiry: steadyLadder,
    },
    {
      id: 'verification',
      unit: 'workingDay',
      amount: 2,
      startsOn: 'answered',
      article: SAMPLE,
      text: { zh: '反馈后2个工作日内核查', en: 'Verified within 2 working days of the answer' },
      warnings: ['PT4H'],
      onExpiry: steadyLadder,
    },
    {
      id: 'closing',
      unit: 'workingDay',
      amount: 1,
      startsOn: 'verified',
      article: SAMPLE,
      text: { zh: '核查通过后1个工作日内结案', en: 'Closed within a working day of verification' },
      onExpiry: steadyLadder,
    },
    {
      id: 'callback',
      unit: 'workingDay',
      amount: 2,
      startsOn: 'handling-expired',
      article: '北京市接诉即办工作条例 第23条（参照，时长为示例）',
      text: {
        zh: '办理时限期满后2个工作日内回访诉求人',
        en: 'The person is called back within 2 working days after the handling time ran out',
      },
      onExpiry: steadyLadder,
    },
  ],
};
