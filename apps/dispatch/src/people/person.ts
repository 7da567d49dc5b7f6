import { z } from 'zod';
import { commonFields, DATES_OUT_OF_ORDER, datesInOrder, name } from '../reference/fields';
import { withCommonColumns, type ReferenceKind, type ReferenceRecord } from '../reference/reference-kind';

/** A person is an account; `code` is the account id that sign-in gives. */
export interface Person extends ReferenceRecord {
  readonly name: string;
}

/** Account ids come from the sign-in provider: wider than our own codes. */
export const account = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]*$/);

export const personFields = z.strictObject({ code: account, name, ...commonFields });

export const personKind: ReferenceKind<Person> = {
  name: 'person',
  path: 'people',
  table: 'person',
  columns: withCommonColumns([{ field: 'name', type: 'text' }]),
  input: personFields.refine(datesInOrder, DATES_OUT_OF_ORDER),
  check: () => [],
};
