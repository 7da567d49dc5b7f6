import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@wangge/domain/people/actor';
import { IdempotencyKey } from '@wangge/platform/http/idempotency-key';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { Permit } from '@wangge/platform/permissions/permit.guard';
import type { FastifyReply } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { gridCode, slug } from '../reference/fields';
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
import { UNIT_KINDS, unitFields, unitKind } from './unit';

class UnitsQuery extends createZodDto(
  z.strictObject({
    ...listFields,
    kind: z.enum(UNIT_KINDS).optional(),
    gridCode: gridCode.optional(),
    superior: slug.optional(),
  }),
) {}

class NewUnit extends createZodDto(unitFields) {}

class ChangedUnit extends createZodDto(unitFields.extend({ version })) {}

/** Units: departments (条), territory offices (块), outside organizations. */
@ApiTags('reference data')
@Controller('api/v1/units')
@Permit('read', 'ReferenceData')
export class UnitsController {
  constructor(@Inject(ReferenceStore) private readonly store: ReferenceStore) {}

  @Get()
  @ApiOperation({ summary: 'Units: departments (条), territory offices (块), outside organizations' })
  @ApiPageOrCsv()
  list(@Query() query: UnitsQuery, @Headers('accept') accept?: string) {
    const { kind, gridCode, superior, ...page } = query;
    const list = { ...page, where: { kind, gridCode, superior } };
    return wantsCsv(accept) ? csvFile(this.store.csv(unitKind, list), 'units') : this.store.list(unitKind, list);
  }

  @Get(':code')
  @ApiOperation({ summary: 'One unit' })
  get(@Param('code') code: string) {
    return this.store.get(unitKind, code);
  }

  @Get(':code/history')
  @Permit('read', 'ReferenceData')
  @ApiOperation({ summary: 'Every change of it, from the audit trail' })
  history(@Param('code') code: string, @Query() query: HistoryQuery) {
    return this.store.history(unitKind, code, query);
  }

  @Post()
  @ApiRecordOrNew()
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'A new unit; 200 when it is there already' })
  async create(
    @Body() body: NewUnit,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const record = unitKind.input.parse(body);
    const answer = await this.store.create(unitKind, record, { by: actor.id, idempotencyKey });
    reply.status(answer.created ? 201 : 200);
    return answer.record;
  }

  @Post('import')
  @HttpCode(200)
  @Permit('manage', 'ReferenceData')
  @ApiConsumes('text/csv')
  @ApiOperation({ summary: 'Creates and changes by code from a CSV file of up to 1 MB' })
  import(@Body() body: unknown, @Query() query: ImportQuery, @CurrentActor() actor: Actor) {
    return this.store.import(unitKind, csvText(body), query.dryRun, { by: actor.id });
  }

  @Put(':code')
  @ApiRecordOrNew()
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'Replaces it; version or If-Match says from what' })
  async replace(
    @Param('code') code: string,
    @Body() body: ChangedUnit,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { version: inBody, ...written } = body;
    const record = unitKind.input.parse(written);
    const from = versionOf(ifMatch, inBody);
    const answer = await this.store.replace(unitKind, code, record, from, { by: actor.id, idempotencyKey });
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
    return this.store.retire(unitKind, code, end, { by: actor.id, idempotencyKey });
  }
}
