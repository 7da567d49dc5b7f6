import { z } from 'zod';
import { platformMessages } from '../messages/platform-messages';
import { invalid } from './problem';

/** Fields of every list's query: `z.strictObject({ ...pageFields, stage: … })`. */
export const pageFields = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(500).optional(),
};

/** One page: `nextCursor` is null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** An opaque cursor (base64url) of the last row's sort key. */
export const encodeCursor = (key: unknown): string => Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');

/** The sort key in a cursor, checked by `schema` (it comes from outside); undefined without a cursor. Throws 400. */
export function decodeCursor<S extends z.ZodType>(cursor: string | undefined, schema: S): z.output<S> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    const message = {
      zh: platformMessages.say('cursor.invalid', 'zh'),
      en: platformMessages.say('cursor.invalid', 'en'),
    };
    throw invalid({ field: 'cursor', code: 'invalid_format', message });
  }
}

/** The page of up to `limit + 1` rows: one row more than asked tells that there is a next page. */
export function pageOf<R, T>(
  rows: readonly R[],
  limit: number,
  keyOf: (last: R) => unknown,
  itemOf: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  };
}
