import { applyDecorators, Body, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation } from '@nestjs/swagger';
import type { Actor } from '@wangge/domain/people/actor';
import { IdempotencyKey } from '@wangge/platform/http/idempotency-key';
import { ValidationPipe } from '@wangge/platform/http/validation';
import { CurrentActor, Public } from '@wangge/platform/identity/identity.guard';
import { Permit } from '@wangge/platform/permissions/permit.guard';
import type { FastifyReply } from 'fastify';
import type { ZodDto } from 'nestjs-zod';
import { ApiPageOrCsv, ApiRecordOrNew } from './answers';
import type { KindName, ReferenceKind } from './reference-kind';
import { REFERENCE_KINDS, type ReferenceKinds } from './reference-kinds';
import { type ListQuery, ReferenceStore } from './reference-store';
import { csvFile, csvText, HistoryQuery, ImportQuery, Retirement, versionOf, wantsCsv } from './requests';

interface About {
  readonly kind: KindName;
  /** What one record is called. */
  readonly one: string;
  /** What a new record is written as, and a changed one with the version that it was made from. */
  readonly written: { readonly New: ZodDto; readonly Changed: ZodDto };
  readonly readers: 'everybody' | 'signed in' | 'administrators';
}

/** Who may read one record, and the list of them. */
export const mayRead = (readers: About['readers']) =>
  readers === 'everybody' ? Public() : Permit(readers === 'administrators' ? 'manage' : 'read', 'ReferenceData');

/** The list of a kind, whose query is its own. */
export const ListOf = (summary: string, readers: About['readers']) =>
  applyDecorators(Get(), mayRead(readers), ApiOperation({ summary }), ApiPageOrCsv());

/** What the API of every kind of reference data has: one record, its history, new, changed and ended ones, and the import from CSV. */
export function ReferenceController({ kind, one, written, readers }: About) {
  const readersOfHistory = readers === 'administrators' ? readers : 'signed in';

  class Controller {
    protected readonly kind: ReferenceKind;

    constructor(
      @Inject(ReferenceStore) protected readonly store: ReferenceStore,
      @Inject(REFERENCE_KINDS) kinds: ReferenceKinds,
    ) {
      this.kind = kinds[kind];
    }

    /** A page, or all of them as CSV where the caller asks for that. */
    protected listed(list: ListQuery, accept: string | undefined) {
      return wantsCsv(accept)
        ? csvFile(this.store.csv(this.kind, list), this.kind.path)
        : this.store.list(this.kind, list);
    }

    @Get(':code')
    @mayRead(readers)
    @ApiOperation({ summary: `One ${one}` })
    get(@Param('code') code: string) {
      return this.store.get(this.kind, code);
    }

    @Get(':code/history')
    @mayRead(readersOfHistory)
    @ApiOperation({ summary: 'Every change of it, from the audit trail' })
    history(@Param('code') code: string, @Query() query: HistoryQuery) {
      return this.store.history(this.kind, code, query);
    }

    @Post()
    @ApiRecordOrNew()
    @Permit('manage', 'ReferenceData')
    @ApiBody({ type: written.New })
    @ApiOperation({ summary: `A new ${one}; 200 when it is there already` })
    async create(
      @Body(new ValidationPipe(written.New)) body: object,
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
    @ApiBody({ type: written.Changed })
    @ApiOperation({ summary: 'Replaces it; version or If-Match says from what' })
    async replace(
      @Param('code') code: string,
      @Body(new ValidationPipe(written.Changed)) body: { version?: number },
      @CurrentActor() actor: Actor,
      @IdempotencyKey() idempotencyKey: string | undefined,
      @Headers('if-match') ifMatch: string | undefined,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const { version: inBody, ...fields } = body;
      const record = this.kind.input.parse(fields);
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
  return Controller;
}
