import type { Attribute } from './attributes';

const SAMPLE = '示例问题，管理员可修改 / sample question, an administrator may change it';

const question = (
  attribute: Pick<Attribute, 'code' | 'datatype' | 'description'> & Partial<Pick<Attribute, 'values' | 'required'>>,
): Attribute => ({ variable: true, required: false, datatypeDescription: SAMPLE, ...attribute });

const values = (names: Readonly<Record<string, string>>): { key: string; name: string }[] =>
  Object.entries(names).map(([key, name]) => ({ key, name }));

/**
 * Attributes of the sample catalogue, one service for each datatype. The report names no such questions: these are a
 * sample and marked so, an administrator replaces them.
 */
export const SAMPLE_ATTRIBUTES: Readonly<Record<string, readonly Attribute[]>> = {
  'road-damage': [question({ code: 'area', datatype: 'number', description: '破损面积约多少平方米？' })],
  'street-light': [question({ code: 'pole', datatype: 'string', description: '灯杆编号' })],
  'construction-dust': [question({ code: 'seen-at', datatype: 'datetime', description: '何时看到扬尘？' })],
  'illegal-billboard': [question({ code: 'wording', datatype: 'text', description: '广告上写了什么？' })],
  'manhole-cover': [
    question({
      code: 'state',
      datatype: 'singlevaluelist',
      description: '井盖的状况',
      values: values({ missing: '缺失', broken: '破损', loose: '松动', sunken: '下沉' }),
    }),
  ],
  'waste-pile': [
    question({
      code: 'kinds',
      datatype: 'multivaluelist',
      description: '有哪些垃圾？',
      values: values({ household: '生活垃圾', building: '建筑垃圾', bulky: '大件垃圾', other: '其他' }),
    }),
  ],
  'elevator-hazard': [
    question({
      code: 'trapped',
      datatype: 'singlevaluelist',
      required: true,
      description: '是否有人被困？',
      values: values({ no: '无人被困', yes: '有人被困，已拨打电梯应急电话' }),
    }),
  ],
};
