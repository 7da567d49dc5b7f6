import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GRID_LEVELS } from '@wangge/domain/grids/codes';
import type { Actor } from '@wangge/domain/people/actor';
import { IdempotencyKey } from '@wangge/platform/http/idempotency-key';
import { CurrentActor, Public } from '@wangge/platform/identity/identity.guard';
import { Permit } from '@wangge/platform/permissions/permit.guard';
import type { FastifyReply } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { gridCode } from '../reference/fields';
import { REFERENCE_KINDS, type ReferenceKinds } from '../reference/reference-kinds';
import { ReferenceSnapshot } from '../reference/reference-snapshot';
import { ApiPageOrCsv, ApiRecordOrNew } from '../reference/answers';
import { ReferenceStore } from '../reference/reference-store';
import {
  csvFile,
  csvText,
  HistoryQuery,
  ImportQuery,
  listFields,
  Retirement,
  version,
  versionOf,
  wantsCsv,
} from '../reference/requests';
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
export class GridsController {
  private readonly kind: ReferenceKinds['grid'];

  constructor(
    @Inject(ReferenceStore) private readonly store: ReferenceStore,
    @Inject(ReferenceSnapshot) private readonly snapshot: ReferenceSnapshot,
    @Inject(REFERENCE_KINDS) kinds: ReferenceKinds,
  ) {
    this.kind = kinds.grid;
  }

  @Get()
  @Public()
  @ApiOperation({ summary: 'Grids; with lon and lat those at that place, the smallest first' })
  @ApiPageOrCsv()
  list(@Query() query: GridsQuery, @Headers('accept') accept?: string) {
    const { parent, level, lon, lat, boundary: whole, ...page } = query;
    if (lon !== undefined && lat !== undefined) return this.at(lon, lat);
    const limit = whole ? Math.min(page.limit, 50) : page.limit;
    const list = { ...page, limit, whole, where: { parentCode: parent, level } };
    return wantsCsv(accept) ? csvFile(this.store.csv(this.kind, list), 'grids') : this.store.list(this.kind, list);
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

  @Get(':code')
  @Public()
  @ApiOperation({ summary: 'One grid' })
  get(@Param('code') code: string) {
    return this.store.get(this.kind, code);
  }

  @Get(':code/history')
  @Permit('read', 'ReferenceData')
  @ApiOperation({ summary: 'Every change of it, from the audit trail' })
  history(@Param('code') code: string, @Query() query: HistoryQuery) {
    return this.store.history(this.kind, code, query);
  }

  @Post()
  @ApiRecordOrNew()
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'A new grid; 200 when it is there already' })
  async create(
    @Body() body: NewGrid,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const record = this.kind.input.parse(body);
    const answer = await this.store.create(this.kind, record, { by: actor.id, idempotencyKey });
    reply.status(answer.created ? 201 : 200);
    return answer.record;
  }

  @Post('import')
  @HttpCode(200)
  @Permit('manage', 'ReferenceData')
  @ApiConsumes('text/csv')
  @ApiOperation({ summary: 'Creates and changes by code from a CSV file of up to 1 MB' })
  import(@Body() body: unknown, @Query() query: ImportQuery, @CurrentActor() actor: Actor) {
    return this.store.import(this.kind, csvText(body), query.dryRun, { by: actor.id });
  }

  @Put(':code')
  @ApiRecordOrNew()
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'Replaces it; version or If-Match says from what' })
  async replace(
    @Param('code') code: string,
    @Body() body: ChangedGrid,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { version: inBody, ...written } = body;
    const record = this.kind.input.parse(written);
    const from = versionOf(ifMatch, inBody);
    const answer = await this.store.replace(this.kind, code, record, from, { by: actor.id, idempotencyKey });
    reply.status(answer.created ? 201 : 200);
    return answer.record;
  }

  @Post(':code/retire')
  @HttpCode(200)
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'Ends it with a reason; it stays in the record' })
  retire(
    @Param('code') code: string,
    @Body() body: Retirement,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Headers('if-match') ifMatch?: string,
  ) {
    const end = { ...body, version: versionOf(ifMatch, body.version) };
    return this.store.retire(this.kind, code, end, { by: actor.id, idempotencyKey });
  }
}
