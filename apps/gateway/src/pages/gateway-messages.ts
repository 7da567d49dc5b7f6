import { catalogueOf } from '@wangge/platform/messages/catalogue';

/** What the gateway's own pages say. */
export const gatewayMessages = catalogueOf({
  product: { zh: '网格', en: 'Wangge' },
  'home.title': { zh: '网格 · 城市治理平台', en: 'Wangge · city governance platform' },
  'home.intro': {
    zh: '信访、热线与网格事项，从受理到办结，每一步都有期限、有责任人。',
    en: 'Petitions, hotline and grid matters, each step with a deadline and a responsible person.',
  },
  'home.no-console': {
    zh: '工作台页面尚未构建；接口已可使用。',
    en: 'The console page is not built; the API is ready.',
  },
  'home.sign-in': { zh: '登录', en: 'Sign in' },
  'home.sign-out': { zh: '退出登录', en: 'Sign out' },
  'home.signed-in-as': { zh: '已登录：{name}（{account}）', en: 'Signed in as {name} ({account})' },
  'home.docs': { zh: '接口文档', en: 'API documentation' },
  'home.temporal': { zh: '流程引擎（管理员、审计员）', en: 'Process engine (administrators, auditors)' },
  'sign-in.title': { zh: '登录 · 网格', en: 'Sign in · Wangge' },
  'sign-in.heading': { zh: '选择账号登录', en: 'Choose an account' },
  'sign-in.development': { zh: '开发环境登录', en: 'Development sign-in' },
  'sign-in.warning': {
    zh: '此页面无需密码，仅用于开发和演示；生产环境使用单位的统一身份认证。',
    en: 'This page asks for no password; it is for development and demonstration. In production people sign in with their organisation.',
  },
  'sign-in.other': { zh: '其他账号', en: 'Another account' },
  'sign-in.account': { zh: '账号', en: 'Account' },
  'sign-in.submit': { zh: '登录', en: 'Sign in' },
  'sign-in.cancel': { zh: '取消', en: 'Cancel' },
  'sign-in.unknown': {
    zh: '没有账号“{account}”，或其当前没有在任岗位。',
    en: 'There is no account “{account}”, or it holds no post in force.',
  },
  'sign-in.nobody': {
    zh: '暂时查不到示例账号，请直接输入账号。',
    en: 'The sample accounts cannot be listed now; enter an account.',
  },
  'sign-in.again': { zh: '重新登录', en: 'Sign in again' },
  'sign-in.expired': {
    zh: '登录请求已过期或已使用，请重新登录。',
    en: 'This sign-in has expired or was used already; sign in again.',
  },
  'sign-in.failed': { zh: '登录没有完成。', en: 'The sign-in was not completed.' },
  'sign-out.title': { zh: '退出登录 · 网格', en: 'Sign out · Wangge' },
  'sign-out.ask': { zh: '要退出登录吗？', en: 'Sign out?' },
  'admin.forbidden.title': { zh: '无权访问', en: 'Not permitted' },
  'admin.forbidden': {
    zh: '流程引擎只向管理员和审计员开放。您当前以“{account}”登录。',
    en: 'The process engine is open to administrators and auditors. You are signed in as “{account}”.',
  },
  'admin.switch': { zh: '换一个账号登录', en: 'Sign in with another account' },
  'admin.unavailable': {
    zh: '流程引擎暂时不可用，请稍后再试。',
    en: 'The process engine is temporarily unavailable; try again later.',
  },
  'admin.preparing': { zh: '正在准备流程视图……', en: 'Preparing the process views…' },
  'admin.view.overdue': { zh: '逾期', en: 'Overdue' },
  'admin.view.district-overdue': { zh: '本区逾期', en: 'Overdue in my district' },
  'admin.view.district': { zh: '本区在办', en: 'Running in my district' },
  'admin.view.stuck': { zh: '卡住', en: 'Stuck' },
  'admin.view.review': { zh: '待复查', en: 'Waiting for review' },
  'admin.view.provisional': { zh: '暂定时限', en: 'Provisional deadlines' },
  'provider.error': { zh: '登录服务返回错误', en: 'The sign-in service refused' },
} as const);
