/** Every error code with its HTTP status and title. The code is one string everywhere: HTTP, ApplicationFailure.type, catalogue key. */
export interface ErrorCode {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

export const ERROR_CODES = {
  'REQUEST.MALFORMED': { status: 400, zh: '请求格式不正确', en: 'The request is malformed' },
  'REQUEST.INVALID': { status: 400, zh: '请求内容有误', en: 'The request has invalid fields' },
  'REQUEST.TOO_LARGE': { status: 413, zh: '请求过大', en: 'The request is too large' },
  'REQUEST.UNSUPPORTED_MEDIA': { status: 415, zh: '不支持的内容类型', en: 'Unsupported content type' },
  'REQUEST.TOO_MANY': { status: 429, zh: '请求过于频繁', en: 'Too many requests' },
  'IDENTITY.NOT_SIGNED_IN': { status: 401, zh: '请先登录', en: 'Sign in first' },
  'IDENTITY.NOT_PERMITTED': { status: 403, zh: '无权进行此操作', en: 'You may not do this' },
  'RESOURCE.NOT_FOUND': { status: 404, zh: '未找到', en: 'Not found' },
  'RESOURCE.CONFLICT': { status: 409, zh: '与现有数据冲突', en: 'In conflict with what exists' },
  'IDEMPOTENCY.KEY_REUSED': {
    status: 422,
    zh: '该幂等键已用于其他内容',
    en: 'This idempotency key was used with another body',
  },
  'PETITION.WRONG_STAGE': { status: 409, zh: '当前环节不能进行此操作', en: 'Not possible at this stage' },
  'PETITION.NOT_PERMITTED': { status: 403, zh: '您无权对此事项进行此操作', en: 'This act is not yours on this case' },
  'PETITION.SAME_HANDLER': {
    status: 422,
    zh: '办理人不得核查自己办理的事项',
    en: 'A case is verified by someone who did not handle it',
  },
  'PETITION.RULE_REFUSED': { status: 422, zh: '不符合办理规则', en: 'Refused by a rule' },
  'PETITION.UNKNOWN_GRID': {
    status: 422,
    zh: '网格不存在或位置不在任何网格内',
    en: 'The grid does not exist or the place is in no grid',
  },
  'PETITION.UNKNOWN_ITEM': { status: 422, zh: '事项类别不存在', en: 'The matter item does not exist' },
  'DEADLINE.REFUSED': { status: 422, zh: '无法计算期限', en: 'The deadline cannot be computed' },
  'RULE_PACK.EXISTS': {
    status: 409,
    zh: '该规则版本已发布，不可更改',
    en: 'This version is published and does not change',
  },
  'EVIDENCE.UNSUPPORTED_KIND': { status: 415, zh: '不支持的附件类型', en: 'Files of this kind are not taken' },
  'SERVICE.UNAVAILABLE': {
    status: 503,
    zh: '服务暂时不可用，请稍后再试',
    en: 'The service is temporarily unavailable; try again later',
  },
  'SERVICE.INTERNAL': { status: 500, zh: '系统内部错误', en: 'Internal error' },
} as const satisfies Record<string, ErrorCode>;

export type ErrorCodeName = keyof typeof ERROR_CODES;
