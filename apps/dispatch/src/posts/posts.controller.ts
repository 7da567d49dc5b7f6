import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ROLES, type Actor } from '@wangge/domain/people/actor';
import { IdempotencyKey } from '@wangge/platform/http/idempotency-key';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { Permit } from '@wangge/platform/permissions/permit.guard';
import type { FastifyReply } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { account } from '../people/person';
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
import { postFields, postKind } from './post';

class PostsQuery extends createZodDto(
  z.strictObject({
    ...listFields,
    role: z.enum(ROLES).optional(),
    unit: slug.optional(),
    gridCode: gridCode.optional(),
    person: account.optional(),
  }),
) {}

class NewPost extends createZodDto(postFields) {}

class ChangedPost extends createZodDto(postFields.extend({ version })) {}

/** Posts: who holds which role for which unit or grid. */
@ApiTags('reference data')
@Controller('api/v1/posts')
@Permit('read', 'ReferenceData')
export class PostsController {
  constructor(@Inject(ReferenceStore) private readonly store: ReferenceStore) {}

  @Get()
  @ApiOperation({ summary: 'Posts: who holds which role for which unit or grid' })
  @ApiPageOrCsv()
  list(@Query() query: PostsQuery, @Headers('accept') accept?: string) {
    const { role, unit, gridCode, person, ...page } = query;
    const list = { ...page, where: { role, unit, gridCode, person } };
    return wantsCsv(accept) ? csvFile(this.store.csv(postKind, list), 'posts') : this.store.list(postKind, list);
  }

  @Get(':code')
  @ApiOperation({ summary: 'One post' })
  get(@Param('code') code: string) {
    return this.store.get(postKind, code);
  }

  @Get(':code/history')
  @Permit('read', 'ReferenceData')
  @ApiOperation({ summary: 'Every change of it, from the audit trail' })
  history(@Param('code') code: string, @Query() query: HistoryQuery) {
    return this.store.history(postKind, code, query);
  }

  @Post()
  @ApiRecordOrNew()
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'A new post; 200 when it is there already' })
  async create(
    @Body() body: NewPost,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const record = postKind.input.parse(body);
    const answer = await this.store.create(postKind, record, { by: actor.id, idempotencyKey });
    reply.status(answer.created ? 201 : 200);
    return answer.record;
  }

  @Post('import')
  @HttpCode(200)
  @Permit('manage', 'ReferenceData')
  @ApiConsumes('text/csv')
  @ApiOperation({ summary: 'Creates and changes by code from a CSV file of up to 1 MB' })
  import(@Body() body: unknown, @Query() query: ImportQuery, @CurrentActor() actor: Actor) {
    return this.store.import(postKind, csvText(body), query.dryRun, { by: actor.id });
  }

  @Put(':code')
  @ApiRecordOrNew()
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'Replaces it; version or If-Match says from what' })
  async replace(
    @Param('code') code: string,
    @Body() body: ChangedPost,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { version: inBody, ...written } = body;
    const record = postKind.input.parse(written);
    const from = versionOf(ifMatch, inBody);
    const answer = await this.store.replace(postKind, code, record, from, { by: actor.id, idempotencyKey });
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
    return this.store.retire(postKind, code, end, { by: actor.id, idempotencyKey });
  }
}
