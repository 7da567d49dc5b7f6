import { Controller, Get, Headers, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { GRID_LEVELS } from '@wangge/domain/grids/codes';
import { Permit } from '@wangge/platform/permissions/permit.guard';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { gridCode } from '../reference/fields';
import { ListOf, ReferenceController } from '../reference/reference-controller';
import { REFERENCE_KINDS, type ReferenceKinds } from '../reference/reference-kinds';
import { ReferenceSnapshot } from '../reference/reference-snapshot';
import { ReferenceStore } from '../reference/reference-store';
import { listFields, version } from '../reference/requests';
import { checkCoverageOf } from './check-coverage';
import { gridFields, type Grid } from './grid';

class GridsQuery extends createZodDto(
  z
    .strictObject({
      ...listFields,
      parent: gridCode.optional(),
      level: z.enum(GRID_LEVELS).optional(),
      lon: z.coerce.number().min(-180).max(180).optional(),
      lat: z.coerce.number().min(-90).max(90).optional(),
      /** With boundaries: at most 50 a page then. */
      boundary: z.stringbool().optional(),
    })
    .refine((query) => (query.lon === undefined) === (query.lat === undefined), {
      path: ['lon'],
      error: 'lon and lat stand together',
    }),
) {}

class CoverageQuery extends createZodDto(z.strictObject({ parent: gridCode })) {}

class NewGrid extends createZodDto(gridFields) {}

class ChangedGrid extends createZodDto(gridFields.extend({ version })) {}

/** Grids; with lon and lat those at that place, the smallest first. */
@ApiTags('reference data')
@Controller('api/v1/grids')
export class GridsController extends ReferenceController({
  kind: 'grid',
  one: 'grid',
  written: { New: NewGrid, Changed: ChangedGrid },
  readers: 'everybody',
}) {
  constructor(
    @Inject(ReferenceStore) store: ReferenceStore,
    @Inject(REFERENCE_KINDS) kinds: ReferenceKinds,
    @Inject(ReferenceSnapshot) private readonly snapshot: ReferenceSnapshot,
  ) {
    super(store, kinds);
  }

  @ListOf('Grids; with lon and lat those at that place, the smallest first', 'everybody')
  list(@Query() query: GridsQuery, @Headers('accept') accept?: string) {
    const { parent, level, lon, lat, boundary: whole, ...page } = query;
    if (lon !== undefined && lat !== undefined) return this.at(lon, lat);
    const limit = whole ? Math.min(page.limit, 50) : page.limit;
    return this.listed({ ...page, limit, whole, where: { parentCode: parent, level } }, accept);
  }

  private at(lon: number, lat: number): { items: Omit<Grid, 'boundary'>[]; nextCursor: null } {
    const items = this.snapshot.chainAt([lon, lat]).map(({ boundary: _, ...grid }) => grid);
    return { items, nextCursor: null };
  }

  @Get('coverage')
  @Permit('read', 'ReferenceData')
  @ApiOperation({ summary: 'Whether the grids below one cover it without gap and overlap' })
  coverage(@Query() query: CoverageQuery) {
    return checkCoverageOf(this.snapshot, query.parent);
  }
}
