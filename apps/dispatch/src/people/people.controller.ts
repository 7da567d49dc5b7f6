import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@wangge/domain/people/actor';
import { IdempotencyKey } from '@wangge/platform/http/idempotency-key';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { Permit } from '@wangge/platform/permissions/permit.guard';
import type { FastifyReply } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
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
import { personFields, personKind } from './person';

class PeopleQuery extends createZodDto(
  z.strictObject({
    ...listFields,
  }),
) {}

class NewPerson extends createZodDto(personFields) {}

class ChangedPerson extends createZodDto(personFields.extend({ version })) {}

/** Accounts; for administrators. */
@ApiTags('reference data')
@Controller('api/v1/people')
@Permit('manage', 'ReferenceData')
export class PeopleController {
  constructor(@Inject(ReferenceStore) private readonly store: ReferenceStore) {}

  @Get()
  @ApiOperation({ summary: 'Accounts; for administrators' })
  @ApiPageOrCsv()
  list(@Query() query: PeopleQuery, @Headers('accept') accept?: string) {
    const list = { ...query };
    return wantsCsv(accept) ? csvFile(this.store.csv(personKind, list), 'people') : this.store.list(personKind, list);
  }

  @Get(':code')
  @ApiOperation({ summary: 'One person' })
  get(@Param('code') code: string) {
    return this.store.get(personKind, code);
  }

  @Get(':code/history')
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'Every change of it, from the audit trail' })
  history(@Param('code') code: string, @Query() query: HistoryQuery) {
    return this.store.history(personKind, code, query);
  }

  @Post()
  @ApiRecordOrNew()
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'A new person; 200 when it is there already' })
  async create(
    @Body() body: NewPerson,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const record = personKind.input.parse(body);
    const answer = await this.store.create(personKind, record, { by: actor.id, idempotencyKey });
    reply.status(answer.created ? 201 : 200);
    return answer.record;
  }

  @Post('import')
  @HttpCode(200)
  @Permit('manage', 'ReferenceData')
  @ApiConsumes('text/csv')
  @ApiOperation({ summary: 'Creates and changes by code from a CSV file of up to 1 MB' })
  import(@Body() body: unknown, @Query() query: ImportQuery, @CurrentActor() actor: Actor) {
    return this.store.import(personKind, csvText(body), query.dryRun, { by: actor.id });
  }

  @Put(':code')
  @ApiRecordOrNew()
  @Permit('manage', 'ReferenceData')
  @ApiOperation({ summary: 'Replaces it; version or If-Match says from what' })
  async replace(
    @Param('code') code: string,
    @Body() body: ChangedPerson,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { version: inBody, ...written } = body;
    const record = personKind.input.parse(written);
    const from = versionOf(ifMatch, inBody);
    const answer = await this.store.replace(personKind, code, record, from, { by: actor.id, idempotencyKey });
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
    return this.store.retire(personKind, code, end, { by: actor.id, idempotencyKey });
  }
}
