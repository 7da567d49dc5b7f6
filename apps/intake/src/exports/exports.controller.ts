import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { Actor } from '@wangge/domain/people/actor';
import { appendAudit } from '@wangge/platform/audit/append-audit';
import { IdempotencyKey, requestHash } from '@wangge/platform/http/idempotency-key';
import { Refusal } from '@wangge/platform/http/problem';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { languageOf } from '@wangge/platform/messages/catalogue';
import { caseScopeOf } from '@wangge/platform/permissions/case-scope';
import type { FastifyReply } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import type { ExportJob } from '../generated/prisma/client';
import { filterSchema } from '../lists/list-schema';
import { exportsFolder } from './export-worker';
import { fileOf, KEPT_DAYS, MOST_ROWS } from './run-exports';
import { type Format, FORMATS, MEDIA_TYPES } from './write-table';

/** So many of an account's exports wait or run at a time. */
const MOST_OPEN = 5;
const SHOWN = 100;
const DAY_MS = 86_400_000;

/** The filters of the list of cases; rows come the newest first. */
class ExportDto extends createZodDto(z.strictObject({ format: z.enum(FORMATS), query: filterSchema.default({}) })) {}

const FAILURES: Readonly<Record<string, { zh: string; en: string }>> = {
  'EXPORT.TOO_MANY_ROWS': {
    zh: `超过${MOST_ROWS}行，请缩小查询范围`,
    en: `More than ${MOST_ROWS} rows; narrow the filter`,
  },
  'EXPORT.FAILED': { zh: '导出多次失败', en: 'The export failed several times' },
};

const instant = (at: Date | null): string | null => (at === null ? null : formatInstant(at.getTime()));

const viewOf = (job: ExportJob) => ({
  id: job.id,
  format: job.format,
  query: job.query,
  status: job.status,
  progress: { rows: job.rowsDone, total: job.rowsTotal },
  bytes: job.bytes === null ? null : Number(job.bytes),
  failure: job.failure === null ? null : { code: job.failure, message: FAILURES[job.failure] },
  askedAt: instant(job.askedAt),
  finishedAt: instant(job.finishedAt),
  expiresAt:
    job.finishedAt && job.status === 'done' ? instant(new Date(job.finishedAt.getTime() + KEPT_DAYS * DAY_MS)) : null,
  file: job.status === 'done' ? `/api/v1/exports/${job.id}/file` : null,
});

const FILE = { type: 'string', format: 'binary' };

/** Lists of cases as files, written in the background; each is for who asked for it and for nobody else. */
@ApiTags('exports')
@Controller('api/v1/exports')
export class ExportsController {
  constructor(private readonly database: IntakeDatabase) {}

  @HttpCode(202)
  @Post()
  async ask(
    @Body() body: ExportDto,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() key: string | undefined,
    @Headers('accept-language') acceptLanguage: string | undefined,
  ) {
    const { all, units, gridPrefixes } = caseScopeOf(actor);
    if (!all && units.length === 0 && gridPrefixes.length === 0) throw new Refusal('IDENTITY.NOT_PERMITTED');
    const bodyHash = requestHash(body);
    return this.database.$transaction(async (transaction) => {
      // One at a time for an account: the same key twice at once is one export.
      await transaction.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`export/${actor.id}`}, 0))`;
      const mine = { account: actor.id };
      const same =
        key === undefined ? null : await transaction.exportJob.findFirst({ where: { ...mine, idempotencyKey: key } });
      if (same && Buffer.from(same.bodyHash).toString('hex') !== bodyHash) throw new Refusal('IDEMPOTENCY.KEY_REUSED');
      if (same) return viewOf(same);
      const open = await transaction.exportJob.count({ where: { ...mine, status: { in: ['waiting', 'running'] } } });
      if (open >= MOST_OPEN) throw new Refusal('REQUEST.TOO_MANY', { detail: BUSY, retryAfterSeconds: 30 });
      const job = await transaction.exportJob.create({
        data: {
          ...mine,
          id: randomUUID(),
          actor: { id: actor.id, grants: actor.grants.map((grant) => ({ ...grant })) },
          idempotencyKey: key ?? null,
          bodyHash: new Uint8Array(Buffer.from(bodyHash, 'hex')),
          format: body.format,
          language: languageOf(acceptLanguage),
          query: body.query,
        },
      });
      const entry = { command: 'export', actor: actor.id, format: body.format, query: body.query };
      await appendAudit(transaction, { stream: `export:${job.id}`, commandId: 'export', entry });
      return viewOf(job);
    });
  }

  /** The account's latest exports. */
  @Get()
  async list(@CurrentActor() actor: Actor) {
    const rows = await this.database.exportJob.findMany({
      where: { account: actor.id },
      orderBy: { askedAt: 'desc' },
      take: SHOWN,
    });
    return { items: rows.map(viewOf), nextCursor: null };
  }

  @Get(':id')
  async read(@Param('id', ParseUUIDPipe) id: string, @CurrentActor() actor: Actor) {
    return viewOf(await this.own(id, actor));
  }

  /** Always a download, never shown in place. */
  @Get(':id/file')
  @ApiOkResponse({
    content: Object.fromEntries(Object.values(MEDIA_TYPES).map((type) => [type, { schema: FILE }])),
  })
  async file(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const job = await this.own(id, actor);
    const gone = () => new Refusal('RESOURCE.NOT_FOUND', { detail: NO_FILE, extra: { status: job.status } });
    if (job.status !== 'done') throw gone();
    // Opened before anything is answered: it may be removed at this moment, and what is open stays readable.
    const file = await open(fileOf(exportsFolder(), job)).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? gone() : error;
    });
    await this.database
      .$transaction((transaction) =>
        appendAudit(transaction, {
          stream: `export:${id}`,
          commandId: `download:${randomUUID()}`,
          entry: { command: 'download', actor: actor.id },
        }),
      )
      .catch(async (error: unknown) => {
        await file.close();
        throw error;
      });
    reply.headers({
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=0, no-store',
    });
    return new StreamableFile(file.createReadStream(), {
      type: MEDIA_TYPES[job.format as Format],
      length: Number(job.bytes),
      disposition: `attachment; filename="cases-${formatInstant(job.askedAt.getTime()).slice(0, 10)}-${id.slice(0, 8)}.${job.format}"`,
    });
  }

  /** Cancels the export, or removes its file. */
  @HttpCode(204)
  @Delete(':id')
  async cancel(@Param('id', ParseUUIDPipe) id: string, @CurrentActor() actor: Actor): Promise<void> {
    const job = await this.own(id, actor);
    await this.database.exportJob.updateMany({
      where: { id, status: { in: ['waiting', 'running', 'done'] } },
      data: { status: 'cancelled' },
    });
    await rm(fileOf(exportsFolder(), job), { force: true });
  }

  private async own(id: string, actor: Actor): Promise<ExportJob> {
    const job = await this.database.exportJob.findFirst({ where: { id, account: actor.id } });
    if (!job) throw new Refusal('RESOURCE.NOT_FOUND');
    return job;
  }
}

const BUSY = { zh: `最多同时进行${MOST_OPEN}个导出`, en: `At most ${MOST_OPEN} exports at a time` };
const NO_FILE = { zh: '导出尚未完成或已失效', en: 'The export is not done, or gone' };
