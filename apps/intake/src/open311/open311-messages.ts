import { catalogueOf, type Message } from '@wangge/platform/messages/catalogue';

/** What Open311 says to people. */
export const open311Messages = catalogueOf({
  'service.unknown': {
    zh: '没有 service_code 为 {code} 的服务',
    en: 'There is no service with the service_code {code}',
  },
  'request.unknown': { zh: '没有这个编号的公开事项', en: 'There is no public service request with this id' },
  'token.unknown': { zh: '没有这个 token', en: 'There is no such token' },
  'format.unknown': { zh: '格式须为 json 或 xml', en: 'The format must be json or xml' },
  'key.invalid': { zh: 'api_key 无效或已停用', en: 'The api_key is not valid or retired' },
  'field.missing': { zh: '必填', en: 'Required' },
  'field.coordinate': { zh: '须为十进制度数', en: 'Must be decimal degrees' },
  'field.pair': { zh: 'lat 与 long 须同时填写', en: 'lat and long must be given together' },
  'field.location': {
    zh: '须填写 lat 与 long、address_string 或 address_id 之一',
    en: 'Give lat and long, or address_string, or address_id',
  },
  'field.address-id': { zh: '须为网格编码', en: 'Must be the code of a grid' },
  'field.media-url': { zh: '须为 http 或 https 链接', en: 'Must be an http or https link' },
  'field.too-many': { zh: '过多，最多 {most} 个', en: 'Too many, at most {most}' },
  'field.too-long': { zh: '过长，最多 {most} 个字符', en: 'Too long, at most {most} characters' },
  'field.instant': {
    zh: '须为带时区的 W3C 时间，例如 2010-01-01T00:00:00Z',
    en: 'Must be a W3C date and time with its zone, e.g. 2010-01-01T00:00:00Z',
  },
  'field.range-order': { zh: '早于起始时间', en: 'Is before the beginning of the range' },
  'field.range-span': { zh: '时间范围不得超过 90 天', en: 'The range may not span more than 90 days' },
  'field.status': { zh: '须为 open 或 closed', en: 'Must be open or closed' },
  'field.integer': { zh: '须为 1 至 {most} 的整数', en: 'Must be a whole number from 1 to {most}' },
  'attribute.number': { zh: '须为数字', en: 'Must be a number' },
  'attribute.line': { zh: '不得换行', en: 'Must not have line breaks' },
  'attribute.single': { zh: '只能填写一个值', en: 'Only one value is accepted' },
  'attribute.value': { zh: '不是可选的值', en: 'Is not one of the values' },
  'media.unsupported': { zh: '附件只接受一张图片', en: 'Only one picture is accepted as a file' },
  'notice.filed': {
    zh: '已收到。文字、地点和媒体链接会公开，姓名和联系方式不会。凭编号 {number} 和查询码 {code} 可查询、催办、撤回、评价。',
    en: 'Received. Text, place and media link are public, name and contact are not. With the number {number} and the query code {code} you may ask for it, urge, withdraw and rate it.',
  },
  'discovery.contact': { zh: '请联系本平台的运行单位', en: 'Ask whoever runs this platform' },
  'discovery.key-service': {
    zh: '无需密钥即可提交，按地址限速；需要更高频率的应用请向管理员申请 api_key',
    en: 'No key is needed to post, within a limit per address; applications that need more ask the administrator for an api_key',
  },
  'line.address': { zh: '地址', en: 'Address' },
  'line.media': { zh: '媒体链接', en: 'Media link' },
});

/** One message in both languages, as a refusal takes it. */
export const both = (
  key: Parameters<typeof open311Messages.say>[0],
  parameters?: Readonly<Record<string, string | number>>,
): Message => ({
  zh: open311Messages.say(key, 'zh', parameters),
  en: open311Messages.say(key, 'en', parameters),
});
