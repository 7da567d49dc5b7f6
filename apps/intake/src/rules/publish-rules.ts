import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CalendarYear } from '@wangge/domain/calendar/calendar';
import type { Actor } from '@wangge/domain/people/actor';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import { appendAudit } from '@wangge/platform/audit/append-audit';
import { canonicalJson } from '@wangge/platform/http/canonical-json';
import { Refusal } from '@wangge/platform/http/problem';
import { IntakeDatabase } from '../database';
import { LawBook } from './law-book';

/** A pack as the database client takes JSON, which an interface without index signature is not. */
export const asJson = (pack: RulePack): object => pack;

/** Publishing rules: audited with who and what in the same transaction. */
@Injectable()
export class PublishRules {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly laws: LawBook,
  ) {}

  /** A published version never changes; publishing the same content again is no change. */
  async pack(pack: RulePack, actor: Actor): Promise<void> {
    const where = { id_version: { id: pack.id, version: pack.version } };
    await this.database.$transaction(async (transaction) => {
      const { count } = await transaction.rulePackVersion.createMany({
        skipDuplicates: true,
        data: {
          id: pack.id,
          version: pack.version,
          validFrom: new Date(pack.validFrom),
          pack: asJson(pack),
          publishedBy: actor.id,
        },
      });
      if (count === 0) {
        const published = await transaction.rulePackVersion.findUniqueOrThrow({ where });
        if (canonicalJson(published.pack) !== canonicalJson(pack)) throw new Refusal('RULE_PACK.EXISTS');
        return;
      }
      await appendAudit(transaction, {
        stream: `rule-pack:${pack.id}`,
        commandId: randomUUID(),
        entry: { command: 'publish', actor: actor.id, version: pack.version, validFrom: pack.validFrom },
      });
    });
    this.laws.forget();
  }

  async calendar(year: number, days: CalendarYear, actor: Actor) {
    const content = {
      holidays: [...days.holidays],
      makeUpDays: [...days.makeUpDays],
      names: { ...days.names },
      publishedBy: actor.id,
    };
    const row = await this.database.$transaction(async (transaction) => {
      const before = await transaction.calendarYear.findUnique({ where: { year } });
      const after = await transaction.calendarYear.upsert({
        where: { year },
        create: { year, ...content },
        update: { ...content, version: { increment: 1 }, publishedAt: new Date() },
      });
      const entry = {
        command: 'publish',
        actor: actor.id,
        year,
        version: after.version,
        before: before && { holidays: before.holidays, makeUpDays: before.makeUpDays },
        after: days,
      };
      await appendAudit(transaction, { stream: `calendar:${year}`, commandId: randomUUID(), entry });
      return after;
    });
    this.laws.forget();
    return {
      year: row.year,
      version: row.version,
      holidays: row.holidays,
      makeUpDays: row.makeUpDays,
      names: row.names,
    };
  }
}
