import { z } from 'zod';
import { commonFields, DATES_OUT_OF_ORDER, datesInOrder, name, slug, text } from '../reference/fields';
import { withCommonColumns, type ReferenceKind, type ReferenceRecord } from '../reference/reference-kind';

/** An entry of the catalogue of matters (两大类20项 and whatever an installation adds). */
export interface MatterItem extends ReferenceRecord {
  readonly name: string;
  readonly class: string;
  readonly className: string;
  readonly description?: string | undefined;
  /** Where such a matter belongs, as a suggestion to whoever dispatches (依法行政与群众自治衔接). */
  readonly approach: (typeof APPROACHES)[number];
}

/** By the law's means, or by the neighbours' own: a community meeting, mediation. */
export const APPROACHES = ['enforcement', 'self-governance'] as const;

export const matterItemFields = z.strictObject({
  code: slug,
  name,
  class: slug,
  className: name.optional(),
  description: text(2000).optional(),
  approach: z.enum(APPROACHES).default('enforcement'),
  ...commonFields,
});

export const matterItemKind: ReferenceKind<MatterItem> = {
  name: 'matter-item',
  path: 'matter-items',
  table: 'matter_item',
  columns: withCommonColumns([
    { field: 'name', type: 'text' },
    { field: 'class', type: 'text' },
    { field: 'className', type: 'text' },
    { field: 'description', type: 'text' },
    { field: 'approach', type: 'text' },
  ]),
  input: matterItemFields
    .refine(datesInOrder, DATES_OUT_OF_ORDER)
    .transform((item): MatterItem => ({ ...item, className: item.className ?? item.class })),
  check: () => [],
};
