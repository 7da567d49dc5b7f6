import { z } from 'zod';
import { decodeCursor, encodeCursor, pageFields, pageOf } from './pagination';
import { Refusal } from './problem';

const key = z.tuple([z.string().max(30), z.number().int()]);
const query = z.strictObject(pageFields);

describe('page', () => {
  const rows = [1, 2, 3, 4, 5].map((id) => ({ id }));
  const page = (count: number, limit: number) =>
    pageOf(
      rows.slice(0, count),
      limit,
      (last) => ['2026-11-23', last.id],
      (row) => row.id,
    );

  it('has a cursor of its last row while there is more', () => {
    const { items, nextCursor } = page(3, 2);
    expect(items).toEqual([1, 2]);
    expect(decodeCursor(nextCursor!, key)).toEqual(['2026-11-23', 2]);
  });

  it('has none on the last page, even a full one, nor when empty', () => {
    expect([page(2, 2), page(0, 2)]).toEqual([
      { items: [1, 2], nextCursor: null },
      { items: [], nextCursor: null },
    ]);
  });
});

describe('cursor', () => {
  it.each(['%%%', 'bm90IGpzb24', encodeCursor(['a']), encodeCursor({ $gt: '' })])(
    '%s is refused as a wrong field',
    (cursor) => {
      const refused = (() => {
        try {
          return decodeCursor(cursor, key);
        } catch (error) {
          return error;
        }
      })();
      expect(refused).toBeInstanceOf(Refusal);
      expect(refused).toMatchObject({ code: 'REQUEST.INVALID', errors: [{ field: 'cursor' }] });
    },
  );

  it('absent means the first page', () => {
    expect(decodeCursor(undefined, key)).toBeUndefined();
  });

  it('survives as text', () => {
    expect(decodeCursor(encodeCursor(['信访', 7]), key)).toEqual(['信访', 7]);
  });
});

describe('limit', () => {
  it.each([
    [{}, 50],
    [{ limit: '1' }, 1],
    [{ limit: '200' }, 200],
  ])('%j → %d', (given, limit) => {
    expect(query.parse(given).limit).toBe(limit);
  });
  it.each(['0', '201', '1.5', 'many', ''])('%j is refused', (limit) => {
    expect(query.safeParse({ limit }).success).toBe(false);
  });
});
