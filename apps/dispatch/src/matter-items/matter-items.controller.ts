import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@wangge/domain/people/actor';
import { IdempotencyKey } from '@wangge/platform/http/idempotency-key';
import { CurrentActor, Public } from '@wangge/platform/identity/identity.guard';
import { Permit } from '@wangge/platform/permissions/permit.guard';
import type { FastifyReply } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { slug } from '../reference/fields';
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
import { matterItemFields, matterItemKind } from './matter-item';

class MatterItemsQuery extends createZodDto(
  z.strictObject({
    ...listFields,
    class: slug.optional(),
  }),
) {}

class NewMatterItem extends createZodDto(matterItemFields) {}

class ChangedMatterItem extends createZodDto(matterItemFields.extend({ version })) {}

/** The catalogue of matters. */
@ApiTags('reference data')
@Controller('api/v1/matter-items')
export class MatterItemsController {
  constructor(@Inject(ReferenceStore) private readonly store: ReferenceStore) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'The catalogue of matters' })
  @ApiPageOrCsv()
  list(@Query() query: MatterItemsQuery, @Headers('accept') accept?: string) {
    const { class: className, ...page } = query;
    const list = { ...page, where: { class: className } };
    return wantsCsv(accept)
      ? csvFile(this.store.csv(matterItemKind, list), 'matter-items')
      : this.store.list(matterItemKind, list);
  }

  @Get(':code')
  @Public()
  @ApiOperation({ summary: 'One matter item' })
  get(@Param('code') code: string) {
    return this.store.get(matterItemKind, code);
  }

  @Get(':code/history')
  @Permit('read', 'ReferenceData')
  @ApiOperation({ summary: 'Every change of it, from the audit trail' })
  history(@Param('code') code: string, @Query() query: HistoryQuery) {
    return this.store.history(matterItemKind, code, query);
  }

  @Post()
  @ApiRecordOrNew()
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'A new matter item; 200 when it is there already' })
  async create(
    @Body() body: NewMatterItem,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const record = matterItemKind.input.parse(body);
    const answer = await this.store.create(matterItemKind, record, { by: actor.id, idempotencyKey });
    reply.status(answer.created ? 201 : 200);
    return answer.record;
  }

  @Post('import')
  @HttpCode(200)
  @Permit('manage', 'ReferenceData')
  @ApiConsumes('text/csv')
  @ApiOperation({ summary: 'Creates and changes by code from a CSV file of up to 1 MB' })
  import(@Body() body: unknown, @Query() query: ImportQuery, @CurrentActor() actor: Actor) {
    return this.store.import(matterItemKind, csvText(body), query.dryRun, { by: actor.id });
  }

  @Put(':code')
  @ApiRecordOrNew()
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'Replaces it; version or If-Match says from what' })
  async replace(
    @Param('code') code: string,
    @Body() body: ChangedMatterItem,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { version: inBody, ...written } = body;
    const record = matterItemKind.input.parse(written);
    const from = versionOf(ifMatch, inBody);
    const answer = await this.store.replace(matterItemKind, code, record, from, { by: actor.id, idempotencyKey });
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
    return this.store.retire(matterItemKind, code, end, { by: actor.id, idempotencyKey });
  }
}
