import { z } from 'zod';
import { commonFields, DATES_OUT_OF_ORDER, datesInOrder, gridCode, name, slug } from '../reference/fields';
import { withCommonColumns, type ReferenceKind, type ReferenceRecord } from '../reference/reference-kind';

/** Lines (条) are departments, territories (块) the offices of a grid; `outside` are organizations that are no public body. */
export const UNIT_KINDS = ['line', 'territory', 'outside'] as const;

export interface Unit extends ReferenceRecord {
  readonly name: string;
  readonly kind: (typeof UNIT_KINDS)[number];
  /** Grid that it serves. */
  readonly gridCode?: string | undefined;
  /** Unit above it. */
  readonly superior?: string | undefined;
}

export const unitFields = z.strictObject({
  code: slug,
  name,
  kind: z.enum(UNIT_KINDS),
  gridCode: gridCode.optional(),
  superior: slug.optional(),
  ...commonFields,
});

export const unitKind: ReferenceKind<Unit> = {
  name: 'unit',
  path: 'units',
  table: 'unit',
  columns: withCommonColumns([
    { field: 'name', type: 'text' },
    { field: 'kind', type: 'text' },
    { field: 'gridCode', type: 'text' },
    { field: 'superior', type: 'text' },
  ]),
  input: unitFields
    .refine(datesInOrder, DATES_OUT_OF_ORDER)
    .refine((unit) => unit.superior !== unit.code, { path: ['superior'], error: 'must be another unit' }),
  check: (unit, known) => [
    ...(unit.gridCode === undefined || known.has('grid', unit.gridCode)
      ? []
      : [{ field: 'gridCode', message: `there is no grid ${unit.gridCode}` }]),
    ...(unit.superior === undefined || known.has('unit', unit.superior)
      ? []
      : [{ field: 'superior', message: `there is no unit ${unit.superior}` }]),
  ],
};
