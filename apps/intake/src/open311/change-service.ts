import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { Actor } from '@wangge/domain/people/actor';
import { appendAudit } from '@wangge/platform/audit/append-audit';
import { Refusal } from '@wangge/platform/http/problem';
import { boundedText } from '@wangge/platform/http/validation';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import type { Open311Service } from '../generated/prisma/client';
import { attributesSchema } from './attributes';
import { both } from './open311-messages';
import { Services } from './services';

export const changedServiceSchema = z.strictObject({
  attributes: attributesSchema,
  keywords: z
    .array(boundedText(50).refine((word) => !word.includes(','), 'field.wrong'))
    .max(50)
    .default([]),
  /** What happens after a report, for whoever reports. */
  notice: boundedText(500).optional(),
  reason: boundedText(500),
  /** Version that the change is made from; 0 where there is none yet. */
  version: z.number().int().min(0),
});

const viewOf = (row: Open311Service) => ({
  code: row.code,
  attributes: row.attributes,
  keywords: row.keywords,
  notice: row.notice,
  sample: row.sample,
  version: row.version,
  updatedBy: row.updatedBy,
  updatedAt: formatInstant(row.updatedAt.getTime()),
});

/** What Open311 says of a matter item beside the catalogue; administrators change it, audited. */
@Injectable()
export class ChangeService {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly services: Services,
  ) {}

  async list() {
    const rows = await this.database.open311Service.findMany({ orderBy: { code: 'asc' } });
    return { items: rows.map(viewOf), nextCursor: null };
  }

  /** @throws Refusal 404 for a code that the catalogue does not have, 409 for a version that is not the latest */
  async change(code: string, body: z.output<typeof changedServiceSchema>, actor: Actor) {
    const { service } = await this.services.find(code);
    if (!service)
      throw new Refusal('RESOURCE.NOT_FOUND', { detail: both('service.unknown', { code: code.slice(0, 64) }) });
    const { attributes, keywords, notice, reason, version } = body;
    const data = {
      attributes: attributes as object[],
      keywords,
      notice: notice ?? null,
      sample: false,
      version: version + 1,
      updatedBy: actor.id,
      updatedAt: new Date(),
    };
    const row = await this.database.$transaction(async (transaction) => {
      const before = await transaction.open311Service.findUnique({ where: { code } });
      const { count } =
        version === 0
          ? await transaction.open311Service.createMany({ data: { code, ...data }, skipDuplicates: true })
          : await transaction.open311Service.updateMany({ where: { code, version }, data });
      if (count === 0) throw new Refusal('RESOURCE.CONFLICT', { extra: { version: before?.version ?? 0 } });
      const after = await transaction.open311Service.findUniqueOrThrow({ where: { code } });
      const entry = {
        command: 'change',
        actor: actor.id,
        reason,
        before: before && viewOf(before),
        after: viewOf(after),
      };
      await appendAudit(transaction, { stream: `open311-service:${code}`, commandId: randomUUID(), entry });
      return after;
    });
    this.services.forget();
    return viewOf(row);
  }
}
