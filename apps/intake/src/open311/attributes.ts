import type { FieldError } from '@wangge/platform/http/problem';
import { boundedText } from '@wangge/platform/http/validation';
import { z } from 'zod';
import { both } from './open311-messages';
import { parseW3c } from './w3c-instant';

export const DATATYPES = ['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist'] as const;
const isList = (datatype: (typeof DATATYPES)[number]): boolean => datatype.endsWith('valuelist');

/** A question that a service asks whoever reports (GeoReport: attribute). Its order is its place in the list. */
export const attributeSchema = z
  .strictObject({
    code: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
    /** False: the description is only shown, nothing is answered. */
    variable: z.boolean().default(true),
    datatype: z.enum(DATATYPES),
    required: z.boolean().default(false),
    description: boundedText(500),
    datatypeDescription: boundedText(500).optional(),
    values: z
      .array(z.strictObject({ key: boundedText(100), name: boundedText(200) }))
      .min(1)
      .max(200)
      .optional(),
  })
  .refine((attribute) => isList(attribute.datatype) === (attribute.values !== undefined), {
    path: ['values'],
    error: 'lists have values, nothing else has',
  })
  .refine(({ values = [] }) => new Set(values.map((value) => value.key)).size === values.length, {
    path: ['values'],
    error: 'a key stands twice',
  });

export type Attribute = z.output<typeof attributeSchema>;

export const attributesSchema = z
  .array(attributeSchema)
  .max(50)
  .refine((all) => new Set(all.map((attribute) => attribute.code)).size === all.length, {
    error: 'a code stands twice',
  });

/** An answer as it is kept: for people with the question's words, the values of a list by their names. */
export interface Answered {
  readonly code: string;
  readonly question: string;
  readonly values: readonly string[];
}

const MOST_OF = { string: 1_000, text: 4_000 } as const;
const MOST_UNASKED = 50;

/**
 * Checks what was answered against what the service asks. Answers that it does not ask for are kept as they are: a
 * client may know an older definition, and nothing that people wrote is lost.
 */
export function checkAnswers(
  asked: readonly Attribute[],
  given: ReadonlyMap<string, readonly string[]>,
): { errors: FieldError[]; answered: Answered[] } {
  const errors: FieldError[] = [];
  const answered: Answered[] = [];
  const questions = asked.filter((attribute) => attribute.variable);
  for (const attribute of questions) {
    const values = valuesOf(given, attribute.code);
    const wrong =
      values.length === 0 ? (attribute.required ? both('field.missing') : undefined) : wrongIn(attribute, values);
    if (wrong) errors.push({ field: `attribute[${attribute.code}]`, code: 'invalid_attribute', message: wrong });
    else if (values.length > 0)
      answered.push({
        code: attribute.code,
        question: attribute.description,
        values: values.map((value) => named(attribute, value)),
      });
  }
  const unasked = [...given.keys()].filter((code) => !asked.some((attribute) => attribute.code === code));
  if (unasked.length > MOST_UNASKED)
    errors.push({ field: 'attribute', code: 'too_big', message: both('field.too-many', { most: MOST_UNASKED }) });
  for (const code of unasked.slice(0, MOST_UNASKED)) {
    const values = valuesOf(given, code);
    if (values.length > MOST_UNASKED || values.some((value) => value.length > MOST_OF.string))
      errors.push({
        field: `attribute[${code}]`,
        code: 'too_big',
        message: both('field.too-long', { most: MOST_OF.string }),
      });
    else if (values.length > 0) answered.push({ code, question: code, values });
  }
  return { errors, answered };
}

const valuesOf = (given: ReadonlyMap<string, readonly string[]>, code: string): string[] => [
  ...new Set((given.get(code) ?? []).map((value) => value.trim()).filter((value) => value !== '')),
];

const named = (attribute: Attribute, value: string): string =>
  attribute.values?.find((one) => one.key === value)?.name ?? value;

function wrongIn({ datatype, values: choices = [] }: Attribute, values: readonly string[]) {
  if (datatype !== 'multivaluelist' && values.length > 1) return both('attribute.single');
  const [value = ''] = values;
  switch (datatype) {
    case 'number':
      return /^[+-]?(\d{1,15})?(\.\d{1,15})?$/.test(value) && /\d/.test(value) ? undefined : both('attribute.number');
    case 'datetime':
      return parseW3c(value) === undefined ? both('field.instant') : undefined;
    case 'string':
      if (/[\r\n]/.test(value)) return both('attribute.line');
      return tooLong(value, MOST_OF.string);
    case 'text':
      return tooLong(value, MOST_OF.text);
    default:
      return values.every((one) => choices.some((choice) => choice.key === one)) ? undefined : both('attribute.value');
  }
}

const tooLong = (value: string, most: number) => (value.length > most ? both('field.too-long', { most }) : undefined);

/** A service's attributes as GeoReport describes them. */
export const definitionOf = (code: string, attributes: readonly Attribute[]) => ({
  service_code: code,
  attributes: attributes.map((attribute, index) => ({
    variable: attribute.variable,
    code: attribute.code,
    datatype: attribute.datatype,
    required: attribute.required,
    datatype_description: attribute.datatypeDescription ?? null,
    order: index + 1,
    description: attribute.description,
    values: attribute.values?.map(({ key, name }) => ({ key, name })),
  })),
});
