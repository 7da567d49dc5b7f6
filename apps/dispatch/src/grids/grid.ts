import { GRID_LEVELS, levelOf, parentOf, type CodeLengths, type GridLevel } from '@wangge/domain/grids/codes';
import type { Boundary } from '@wangge/domain/grids/boundary';
import { z } from 'zod';
import { commonFields, DATES_OUT_OF_ORDER, datesInOrder, gridCode, name } from '../reference/fields';
import { withCommonColumns, type ReferenceKind, type ReferenceRecord } from '../reference/reference-kind';

export interface Grid extends ReferenceRecord {
  readonly name: string;
  readonly level: GridLevel;
  readonly parentCode?: string | undefined;
  readonly boundary?: Boundary | undefined;
}

const MAX_POSITIONS = 20_000;

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const ring = z
  .array(position)
  .min(4)
  .max(MAX_POSITIONS)
  .refine((points) => sameAt(points[0], points[points.length - 1]), { error: 'the last position must be the first' });
const polygon = z.array(ring).min(1).max(100);

const sameAt = (a: readonly number[] | undefined, b: readonly number[] | undefined) =>
  a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];

/** A GeoJSON Polygon or MultiPolygon with at most 20,000 positions. */
export const boundary = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('Polygon'), coordinates: polygon }),
    z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1).max(200) }),
  ])
  .refine(
    (area) =>
      (area.type === 'Polygon' ? [area.coordinates] : area.coordinates)
        .flat()
        .reduce((sum, points) => sum + points.length, 0) <= MAX_POSITIONS,
    { error: `must have at most ${MAX_POSITIONS} positions` },
  );

/** What people write: level and parent follow from the code, and must agree with it where they are given. */
export const gridFields = z.strictObject({
  code: gridCode,
  name,
  level: z.enum(GRID_LEVELS).optional(),
  parentCode: gridCode.optional(),
  boundary: boundary.optional(),
  ...commonFields,
});

/** The kind `grid` for code lengths that an installation chose. */
export function gridKind(lengths: CodeLengths): ReferenceKind<Grid> {
  const input = gridFields.refine(datesInOrder, DATES_OUT_OF_ORDER).transform((written, context): Grid => {
    const level = levelOf(written.code, lengths);
    const parentCode = parentOf(written.code, lengths);
    if (level === undefined) {
      context.addIssue({ code: 'custom', path: ['code'], message: `must have ${lengths.join(', ')} digits` });
      return z.NEVER;
    }
    if (written.level !== undefined && written.level !== level) {
      context.addIssue({ code: 'custom', path: ['level'], message: `the code is one of a ${level}` });
      return z.NEVER;
    }
    if (written.parentCode !== undefined && written.parentCode !== parentCode) {
      context.addIssue({ code: 'custom', path: ['parentCode'], message: 'the code must begin with its parent’s' });
      return z.NEVER;
    }
    return { ...written, level, parentCode, boundary: written.boundary };
  });
  return {
    name: 'grid',
    path: 'grids',
    table: 'grid',
    columns: withCommonColumns([
      { field: 'name', type: 'text' },
      { field: 'level', type: 'text' },
      { field: 'parentCode', type: 'text' },
      { field: 'boundary', type: 'json', bulky: true },
    ]),
    input,
    check: (grid, known) =>
      grid.parentCode === undefined || known.has('grid', grid.parentCode)
        ? []
        : [{ field: 'code', message: `there is no grid ${grid.parentCode} above it` }],
    checkEnd: (grid, inForce) => {
      for (const other of inForce('grid')) {
        if ((other as Grid).parentCode === grid.code) {
          return [{ field: 'code', message: `grid ${other.code} below it is still in force` }];
        }
      }
      return [];
    },
  };
}
