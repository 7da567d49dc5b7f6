import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { API_KEY } from '@wangge/contracts/questions';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { Actor } from '@wangge/domain/people/actor';
import { appendAudit } from '@wangge/platform/audit/append-audit';
import { decodeCursor, type Page, pageFields, pageOf } from '@wangge/platform/http/pagination';
import { Refusal } from '@wangge/platform/http/problem';
import { boundedText, instantField } from '@wangge/platform/http/validation';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import type { ApiKey } from '../generated/prisma/client';

export const newKeySchema = z.strictObject({
  /** Whose key it is and for what. */
  label: boundedText(200),
  /** Requests a minute, counted by each copy of the gateway. */
  limitPerMinute: z.number().int().min(1).max(1_000_000).default(600),
});
export const keysSchema = z.strictObject(pageFields);
export const retirementSchema = z.strictObject({ reason: boundedText(500, 0).default('') });

const cursorSchema = z.tuple([instantField, z.uuid()]);
const PREFIX = 'wg311_';

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();

const viewOf = (row: ApiKey) => ({
  id: row.id,
  label: row.label,
  limitPerMinute: row.limitPerMinute,
  createdBy: row.createdBy,
  createdAt: formatInstant(row.createdAt.getTime()),
  retiredBy: row.retiredBy,
  retiredAt: row.retiredAt === null ? null : formatInstant(row.retiredAt.getTime()),
});

export type ApiKeyView = ReturnType<typeof viewOf>;

/** Keys with which applications use Open311 beyond the limit for strangers. A key is shown once; its SHA-256 is kept. */
@Injectable()
export class ApiKeys {
  constructor(private readonly database: IntakeDatabase) {}

  /** The valid key with this SHA-256. */
  async withHash(hash: Buffer): Promise<{ id: string; limitPerMinute: number } | undefined> {
    const row = await this.database.apiKey.findUnique({ where: { hash: new Uint8Array(hash) } });
    return row && row.retiredAt === null ? { id: row.id, limitPerMinute: row.limitPerMinute } : undefined;
  }

  /** The valid key with this text. */
  async find(key: string): Promise<{ id: string; limitPerMinute: number } | undefined> {
    return API_KEY.test(key) ? this.withHash(hashOf(key)) : undefined;
  }

  /** The same Idempotency-Key gives the same key again: it is derived from it, so that it need not be kept. */
  async create(
    { label, limitPerMinute }: z.output<typeof newKeySchema>,
    actor: Actor,
    idempotencyKey: string | undefined,
  ): Promise<ApiKeyView & { key: string }> {
    const secret =
      idempotencyKey === undefined
        ? randomBytes(24)
        : createHmac('sha256', environment().WANGGE_QUERY_CODE_KEY)
            .update(`api-key/${JSON.stringify([actor.id, idempotencyKey])}`)
            .digest()
            .subarray(0, 24);
    const key = `${PREFIX}${secret.toString('base64url')}`;
    const hash = new Uint8Array(hashOf(key));
    const row = await this.database.$transaction(async (transaction) => {
      const data = { id: randomUUID(), hash, label, limitPerMinute, createdBy: actor.id };
      const { count } = await transaction.apiKey.createMany({ data, skipDuplicates: true });
      const kept = await transaction.apiKey.findUniqueOrThrow({ where: { hash } });
      if (count === 0) {
        if (kept.label !== label || kept.limitPerMinute !== limitPerMinute) throw new Refusal('IDEMPOTENCY.KEY_REUSED');
        return kept;
      }
      const entry = { command: 'create', actor: actor.id, label, limitPerMinute };
      await appendAudit(transaction, { stream: `api-key:${kept.id}`, commandId: 'create', entry });
      return kept;
    });
    return { ...viewOf(row), key };
  }

  async list(query: z.output<typeof keysSchema>): Promise<Page<ApiKeyView>> {
    const after = decodeCursor(query.cursor, cursorSchema);
    const rows = await this.database.apiKey.findMany({
      ...(after
        ? { where: { OR: [{ createdAt: { lt: after[0] } }, { createdAt: after[0], id: { lt: after[1] } }] } }
        : {}),
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: query.limit + 1,
    });
    return pageOf(rows, query.limit, (row) => [row.createdAt.toISOString(), row.id], viewOf);
  }

  /** Ends a key for good; one that has ended stays as it is. @throws Refusal 404 */
  async retire(id: string, reason: string, actor: Actor): Promise<ApiKeyView> {
    if (!z.uuid().safeParse(id).success) throw new Refusal('RESOURCE.NOT_FOUND');
    return this.database.$transaction(async (transaction) => {
      const { count } = await transaction.apiKey.updateMany({
        where: { id, retiredAt: null },
        data: { retiredAt: new Date(), retiredBy: actor.id },
      });
      const row = await transaction.apiKey.findUnique({ where: { id } });
      if (!row) throw new Refusal('RESOURCE.NOT_FOUND');
      const entry = { command: 'retire', actor: actor.id, reason };
      if (count > 0) await appendAudit(transaction, { stream: `api-key:${id}`, commandId: 'retire', entry });
      return viewOf(row);
    });
  }
}
