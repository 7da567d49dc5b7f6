import { catalogueOf } from './catalogue';

/** What the platform itself says, beside the titles of the error codes. */
export const platformMessages = catalogueOf({
  'json.malformed': { zh: '请求体不是有效的 JSON', en: 'The body is not valid JSON' },
  'body.missing': { zh: '缺少请求体', en: 'The body is missing' },
  'body.too-large': { zh: '请求体超过允许的大小', en: 'The body is larger than allowed' },
  'route.unknown': { zh: '没有这个地址', en: 'There is nothing at this address' },
  'cursor.invalid': {
    zh: '游标无效，请从第一页重新开始',
    en: 'The cursor is not valid; start again from the first page',
  },
  'idempotency-key.invalid': {
    zh: '幂等键须为 1 至 200 个可打印 ASCII 字符',
    en: 'The idempotency key must be 1 to 200 printable ASCII characters',
  },
  'field.unknown': { zh: '不接受此字段', en: 'This field is not accepted' },
  'field.missing': { zh: '必填', en: 'Required' },
  'field.string': { zh: '须为文本', en: 'Must be a text' },
  'field.number': { zh: '须为数字', en: 'Must be a number' },
  'field.int': { zh: '须为整数', en: 'Must be a whole number' },
  'field.boolean': { zh: '须为 true 或 false', en: 'Must be true or false' },
  'field.array': { zh: '须为列表', en: 'Must be a list' },
  'field.object': { zh: '须为对象', en: 'Must be an object' },
  'field.wrong': { zh: '格式不正确', en: 'Not of the expected form' },
  'text.control-characters': { zh: '不得含有控制字符', en: 'Must not contain control characters' },
  'text.blank': { zh: '不得为空白', en: 'Must not be blank' },
  'database.bad-text': { zh: '内容含有无法保存的字符', en: 'The content has characters that cannot be stored' },
  'evidence.file-missing': { zh: '请以 multipart/form-data 上传一个文件', en: 'Send one file as multipart/form-data' },
  'evidence.too-large': { zh: '附件超过 {megabytes} MB', en: 'The file is larger than {megabytes} MB' },
  'evidence.empty': { zh: '附件为空', en: 'The file is empty' },
  'service.stopping': { zh: '服务正在停止，请稍后再试', en: 'The service is stopping; try again' },
} as const);

export type PlatformMessage = Parameters<typeof platformMessages.say>[0];
