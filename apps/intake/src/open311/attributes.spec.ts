import { Ajv } from 'ajv';
import { type Attribute, attributesSchema, checkAnswers, DATATYPES, definitionOf } from './attributes';
import { SAMPLE_ATTRIBUTES } from './sample-attributes';
import definitionSchema from './schemas/service-definition.json';

const attribute = (more: Partial<Attribute>): Attribute => ({
  code: 'a',
  variable: true,
  datatype: 'string',
  required: false,
  description: '问题',
  ...more,
});
const values = [
  { key: 'x', name: '甲' },
  { key: 'y', name: '乙' },
];
const check = (more: Partial<Attribute>, ...given: string[]) => {
  const { errors, answered } = checkAnswers([attribute(more)], new Map([['a', given]]));
  return errors.length > 0 ? (errors[0]!.message as { en: string }).en : (answered[0]?.values ?? []);
};

describe('an answer', () => {
  it.each<[string, Partial<Attribute>, string[], string | string[]]>([
    ['a line', { datatype: 'string' }, [' 灯杆12 '], ['灯杆12']],
    ['a line with a break', { datatype: 'string' }, ['a\nb'], 'Must not have line breaks'],
    ['a long line', { datatype: 'string' }, ['x'.repeat(1_001)], 'Too long, at most 1000 characters'],
    ['two lines', { datatype: 'string' }, ['a', 'b'], 'Only one value is accepted'],
    ['a text', { datatype: 'text' }, ['a\nb'], ['a\nb']],
    ['a whole number', { datatype: 'number' }, ['-12'], ['-12']],
    ['a number', { datatype: 'number' }, ['3.5'], ['3.5']],
    ['a half number', { datatype: 'number' }, ['.5'], ['.5']],
    ['no number', { datatype: 'number' }, ['3,5'], 'Must be a number'],
    ['a point', { datatype: 'number' }, ['.'], 'Must be a number'],
    ['not a number', { datatype: 'number' }, ['NaN'], 'Must be a number'],
    ['an instant', { datatype: 'datetime' }, ['2026-11-24T08:00:00+08:00'], ['2026-11-24T08:00:00+08:00']],
    ['a date', { datatype: 'datetime' }, ['2026-11-24'], ['2026-11-24']],
    [
      'a time without its zone',
      { datatype: 'datetime' },
      ['2026-11-24T08:00:00'],
      'Must be a W3C date and time with its zone, e.g. 2010-01-01T00:00:00Z',
    ],
    ['one of the values, kept by its name', { datatype: 'singlevaluelist', values }, ['x'], ['甲']],
    ['none of the values', { datatype: 'singlevaluelist', values }, ['z'], 'Is not one of the values'],
    ['two where one counts', { datatype: 'singlevaluelist', values }, ['x', 'y'], 'Only one value is accepted'],
    ['several values, each once', { datatype: 'multivaluelist', values }, ['y', 'x', 'y'], ['乙', '甲']],
    ['one wrong among several', { datatype: 'multivaluelist', values }, ['x', 'z'], 'Is not one of the values'],
    ['nothing where nothing must be', {}, ['  '], []],
    ['nothing where something must be', { required: true }, [''], 'Required'],
    ['something where nothing is asked', { variable: false, required: true }, ['x'], []],
  ])('%s', (_what, more, given, result) => {
    expect(check(more, ...given)).toEqual(result);
  });

  it('that nobody asked for is kept as it is', () => {
    expect(checkAnswers([], new Map([['ward', ['3']]]))).toEqual({
      errors: [],
      answered: [{ code: 'ward', question: 'ward', values: ['3'] }],
    });
    const many = new Map(Array.from({ length: 51 }, (_, index) => [`a${index}`, ['x']]));
    expect(checkAnswers([], many).errors).toHaveLength(1);
  });
});

describe('definitions', () => {
  it.each<[string, object[]]>([
    ['a list without values', [{ code: 'a', datatype: 'singlevaluelist', description: '?' }]],
    ['a line with values', [{ code: 'a', datatype: 'string', description: '?', values }]],
    ['a code twice', Array<object>(2).fill({ code: 'a', datatype: 'string', description: '?' })],
    ['a key twice', [{ code: 'a', datatype: 'multivaluelist', description: '?', values: [values[0], values[0]] }]],
    ['a code that breaks the form', [{ code: 'a]', datatype: 'string', description: '?' }]],
  ])('%s is refused', (_what, attributes) => {
    expect(attributesSchema.safeParse(attributes).success).toBe(false);
  });

  it('of the sample have every datatype, are marked, and are valid', () => {
    const all = Object.values(SAMPLE_ATTRIBUTES).flat();
    expect(new Set(all.map(({ datatype }) => datatype))).toEqual(new Set(DATATYPES));
    const valid = new Ajv({ strict: false }).compile(definitionSchema);
    for (const [code, attributes] of Object.entries(SAMPLE_ATTRIBUTES)) {
      expect(attributesSchema.parse(attributes)).toEqual(attributes);
      for (const { datatypeDescription } of attributes) expect(datatypeDescription).toContain('示例');
      expect([valid(definitionOf(code, attributes)), valid.errors]).toEqual([true, null]);
    }
  });

  it('number their attributes in the order of the list', () => {
    expect(definitionOf('s', [attribute({}), attribute({ code: 'b', datatypeDescription: '单位' })])).toEqual({
      service_code: 's',
      attributes: [
        {
          ...{ variable: true, code: 'a', datatype: 'string', required: false, datatype_description: null },
          ...{ order: 1, description: '问题' },
        },
        {
          ...{ variable: true, code: 'b', datatype: 'string', required: false, datatype_description: '单位' },
          ...{ order: 2, description: '问题' },
        },
      ],
    });
  });
});
