import { ROLES, type Role } from '@wangge/domain/people/actor';
import { z } from 'zod';
import { account } from '../people/person';
import { commonFields, DATES_OUT_OF_ORDER, datesInOrder, gridCode, name, slug } from '../reference/fields';
import { withCommonColumns, type ReferenceKind, type ReferenceRecord } from '../reference/reference-kind';

/** A post gives its holder, and the deputy beside the holder, a role for a unit, a grid or both, within its dates. */
export interface Post extends ReferenceRecord {
  readonly name: string;
  readonly role: Role;
  readonly unit?: string | undefined;
  readonly gridCode?: string | undefined;
  /** Account that holds it; absent: vacant. */
  readonly person?: string | undefined;
  readonly deputy?: string | undefined;
}

export const postFields = z.strictObject({
  code: slug,
  name,
  role: z.enum(ROLES),
  unit: slug.optional(),
  gridCode: gridCode.optional(),
  person: account.optional(),
  deputy: account.optional(),
  ...commonFields,
});

export const postKind: ReferenceKind<Post> = {
  name: 'post',
  path: 'posts',
  table: 'post',
  columns: withCommonColumns([
    { field: 'name', type: 'text' },
    { field: 'role', type: 'text' },
    { field: 'unit', type: 'text' },
    { field: 'gridCode', type: 'text' },
    { field: 'person', type: 'text' },
    { field: 'deputy', type: 'text' },
  ]),
  input: postFields
    .refine(datesInOrder, DATES_OUT_OF_ORDER)
    .refine((post) => post.unit !== undefined || post.gridCode !== undefined, {
      path: ['unit'],
      error: 'a post is held for a unit, a grid or both',
    })
    .refine((post) => post.deputy === undefined || post.deputy !== post.person, {
      path: ['deputy'],
      error: 'must be another person',
    }),
  check: (post, known) =>
    (
      [
        ['unit', 'unit', post.unit],
        ['gridCode', 'grid', post.gridCode],
        ['person', 'person', post.person],
        ['deputy', 'person', post.deputy],
      ] as const
    ).flatMap(([field, kind, code]) =>
      code === undefined || known.has(kind, code) ? [] : [{ field, message: `there is no ${kind} ${code}` }],
    ),
};
