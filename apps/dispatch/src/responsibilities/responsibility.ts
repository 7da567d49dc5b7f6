import type { ResponsibilityRow } from '@wangge/domain/responsibility/matrix';
import { z } from 'zod';
import { account } from '../people/person';
import { commonFields, DATES_OUT_OF_ORDER, datesInOrder, gridCode, slug } from '../reference/fields';
import { withCommonColumns, type ReferenceKind, type ReferenceRecord } from '../reference/reference-kind';

/** A row of the responsibility matrix. `limits` holds clock id → ISO 8601 duration where they differ from the rule pack's. */
export interface Responsibility extends ReferenceRecord, ResponsibilityRow {
  readonly limits?: Readonly<Record<string, string>> | undefined;
}

export const responsibilityFields = z.strictObject({
  /** `item@grid`, which is also what it is when absent; a further row beside another has a suffix, `item@grid~2`. */
  code: z
    .string()
    .max(100)
    .regex(/^[a-z0-9-]+@\d+(~[a-z0-9-]{1,12})?$/)
    .optional(),
  matterItem: slug,
  gridCode,
  leadUnit: slug,
  person: account.optional(),
  coHandlers: z.array(slug).max(20).default([]),
  supervisingUnit: slug.optional(),
  limits: z
    .record(z.string().regex(/^[a-z0-9-]{1,40}$/), z.iso.duration().max(30))
    .refine((limits) => Object.keys(limits).length <= 20, { error: 'must name at most 20 clocks' })
    .optional(),
  ...commonFields,
});

export const responsibilityKind: ReferenceKind<Responsibility> = {
  name: 'responsibility',
  path: 'responsibilities',
  table: 'responsibility',
  columns: withCommonColumns([
    { field: 'matterItem', type: 'text' },
    { field: 'gridCode', type: 'text' },
    { field: 'leadUnit', type: 'text' },
    { field: 'person', type: 'text' },
    { field: 'coHandlers', type: 'list' },
    { field: 'supervisingUnit', type: 'text' },
    { field: 'limits', type: 'json' },
  ]),
  input: responsibilityFields
    .refine(datesInOrder, DATES_OUT_OF_ORDER)
    .refine((row) => !row.coHandlers.includes(row.leadUnit), {
      path: ['coHandlers'],
      error: 'the lead unit is not among those that help it',
    })
    .refine((row) => new Set(row.coHandlers).size === row.coHandlers.length, {
      path: ['coHandlers'],
      error: 'names a unit twice',
    })
    .refine((row) => row.code === undefined || row.code.split('~')[0] === `${row.matterItem}@${row.gridCode}`, {
      path: ['code'],
      error: 'must be matterItem@gridCode, with ~suffix for a further row',
    })
    .transform((row): Responsibility => ({ ...row, code: row.code ?? `${row.matterItem}@${row.gridCode}` })),
  check: (row, known) =>
    (
      [
        ['matterItem', 'matter-item', row.matterItem],
        ['gridCode', 'grid', row.gridCode],
        ['leadUnit', 'unit', row.leadUnit],
        ['person', 'person', row.person],
        ['supervisingUnit', 'unit', row.supervisingUnit],
        ...row.coHandlers.map((unit) => ['coHandlers', 'unit', unit] as const),
      ] as const
    ).flatMap(([field, kind, code]) =>
      code === undefined || known.has(kind, code) ? [] : [{ field, message: `there is no ${kind} ${code}` }],
    ),
};
