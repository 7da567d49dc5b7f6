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
import { responsibilityFields, responsibilityKind } from './responsibility';
import { reportGaps } from './report-gaps';

class ResponsibilitiesQuery extends createZodDto(
  z.strictObject({
    ...listFields,
    matterItem: slug.optional(),
    gridCode: gridCode.optional(),
    leadUnit: slug.optional(),
  }),
) {}

class NewResponsibility extends createZodDto(responsibilityFields) {}

class ChangedResponsibility extends createZodDto(responsibilityFields.extend({ version })) {}

/** The responsibility matrix. */
@ApiTags('reference data')
@Controller('api/v1/responsibilities')
@Permit('read', 'ReferenceData')
export class ResponsibilitiesController {
  constructor(
    @Inject(ReferenceStore) private readonly store: ReferenceStore,
    @Inject(ReferenceSnapshot) private readonly snapshot: ReferenceSnapshot,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The responsibility matrix' })
  @ApiPageOrCsv()
  list(@Query() query: ResponsibilitiesQuery, @Headers('accept') accept?: string) {
    const { matterItem, gridCode, leadUnit, ...page } = query;
    const list = { ...page, where: { matterItem, gridCode, leadUnit } };
    return wantsCsv(accept)
      ? csvFile(this.store.csv(responsibilityKind, list), 'responsibilities')
      : this.store.list(responsibilityKind, list);
  }

  @Get('gaps')
  @ApiOperation({ summary: 'Items without a responsible unit, and items with more than one' })
  gaps() {
    return reportGaps(this.snapshot);
  }

  @Get(':code')
  @ApiOperation({ summary: 'One row' })
  get(@Param('code') code: string) {
    return this.store.get(responsibilityKind, code);
  }

  @Get(':code/history')
  @Permit('read', 'ReferenceData')
  @ApiOperation({ summary: 'Every change of it, from the audit trail' })
  history(@Param('code') code: string, @Query() query: HistoryQuery) {
    return this.store.history(responsibilityKind, code, query);
  }

  @Post()
  @ApiRecordOrNew()
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'A new row; 200 when it is there already' })
  async create(
    @Body() body: NewResponsibility,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const record = responsibilityKind.input.parse(body);
    const answer = await this.store.create(responsibilityKind, record, { by: actor.id, idempotencyKey });
    reply.status(answer.created ? 201 : 200);
    return answer.record;
  }

  @Post('import')
  @HttpCode(200)
  @Permit('manage', 'ReferenceData')
  @ApiConsumes('text/csv')
  @ApiOperation({ summary: 'Creates and changes by code from a CSV file of up to 1 MB' })
  import(@Body() body: unknown, @Query() query: ImportQuery, @CurrentActor() actor: Actor) {
    return this.store.import(responsibilityKind, csvText(body), query.dryRun, { by: actor.id });
  }

  @Put(':code')
  @ApiRecordOrNew()
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'Replaces it; version or If-Match says from what' })
  async replace(
    @Param('code') code: string,
    @Body() body: ChangedResponsibility,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { version: inBody, ...written } = body;
    const record = responsibilityKind.input.parse(written);
    const from = versionOf(ifMatch, inBody);
    const answer = await this.store.replace(responsibilityKind, code, record, from, { by: actor.id, idempotencyKey });
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
    return this.store.retire(responsibilityKind, code, end, { by: actor.id, idempotencyKey });
  }
}
