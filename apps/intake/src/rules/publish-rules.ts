import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { REPLAN_WORKFLOW_TYPE, TASK_QUEUES, workflowIdOfPublication } from '@wangge/contracts/task-queues';
import type { CalendarYear } from '@wangge/domain/calendar/calendar';
import { parseDate, startOfDay } from '@wangge/domain/calendar/local-date';
import type { Actor } from '@wangge/domain/people/actor';
import { faultsOf } from '@wangge/domain/rule-packs/check-pack';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import { appendAudit } from '@wangge/platform/audit/append-audit';
import { canonicalJson } from '@wangge/platform/http/canonical-json';
import { invalid, Refusal } from '@wangge/platform/http/problem';
import type { ReplanInput } from '@wangge/workflows/replan/replan-cases.workflow';
import { IntakeDatabase } from '../database';
import type { Prisma } from '../generated/prisma/client';
import { publicationId, type Published, reasonOf } from '../publications/publication';
import { LawBook } from './law-book';

/** A pack as the database client takes JSON, which an interface without index signature is not. */
export const asJson = (pack: RulePack): object => pack;

/**
 * Publishing rules: audited with who and what in the same transaction. What may move open cases asks, there too, for the
 * workflow that plans them anew.
 */
@Injectable()
export class PublishRules {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly laws: LawBook,
  ) {}

  /** Throws where the pack may not be published, with every fault; a version that is published already as it is is not judged again. */
  async check(pack: RulePack): Promise<void> {
    const packs = (await this.laws.renew()).packs;
    const published = packs.find((one) => one.id === pack.id && one.version === pack.version);
    if (published && canonicalJson(published) === canonicalJson(pack)) return;
    if (published) throw new Refusal('RULE_PACK.EXISTS');
    const faults = faultsOf(pack, packs);
    if (faults.length > 0) throw invalid(...faults);
  }

  /** A published version never changes; publishing the same content again is no change. */
  async pack(pack: RulePack, actor: Actor): Promise<void> {
    const where = { id_version: { id: pack.id, version: pack.version } };
    await this.database.$transaction(async (transaction) => {
      // One publication of a pack at a time: each is judged by the versions before it.
      await transaction.$executeRawUnsafe('select pg_advisory_xact_lock(hashtextextended($1, 0))', streamOf(pack.id));
      await this.check(pack);
      if (await transaction.rulePackVersion.findUnique({ where, select: { version: true } })) return;
      const validFrom = new Date(pack.validFrom);
      await transaction.rulePackVersion.create({
        data: { id: pack.id, version: pack.version, validFrom, pack: asJson(pack), publishedBy: actor.id },
      });
      await appendAudit(transaction, {
        stream: streamOf(pack.id),
        commandId: randomUUID(),
        entry: { command: 'publish', actor: actor.id, version: pack.version, validFrom: pack.validFrom },
      });
      const begins = new Date(Math.max(Date.now(), startOfDay(parseDate(pack.validFrom)!)));
      if (pack.retroactive)
        await askToReplan(transaction, { kind: 'rule-pack', subject: pack.id, version: pack.version }, begins);
    });
    this.laws.forget();
  }

  /** Publishes or corrects a year; the same days again are no change. */
  async calendar(year: number, days: CalendarYear, actor: Actor): Promise<void> {
    const content = {
      holidays: [...days.holidays].sort(),
      makeUpDays: [...days.makeUpDays].sort(),
      names: { ...days.names },
    };
    await this.database.$transaction(async (transaction) => {
      await transaction.$executeRawUnsafe('select pg_advisory_xact_lock(hashtextextended($1, 0))', `calendar:${year}`);
      const before = await transaction.calendarYear.findUnique({ where: { year } });
      if (before && canonicalJson(contentOf(before)) === canonicalJson(content)) return;
      const publishedBy = actor.id;
      const { version } = await transaction.calendarYear.upsert({
        where: { year },
        create: { year, ...content, publishedBy },
        update: { ...content, publishedBy, version: { increment: 1 }, publishedAt: new Date() },
      });
      const entry = {
        command: 'publish',
        actor: actor.id,
        year,
        version,
        before: before && { holidays: before.holidays, makeUpDays: before.makeUpDays },
        after: days,
      };
      await appendAudit(transaction, { stream: `calendar:${year}`, commandId: randomUUID(), entry });
      await askToReplan(transaction, { kind: 'calendar', subject: String(year), version }, new Date());
    });
    this.laws.forget();
  }
}

const streamOf = (pack: string): string => `rule-pack:${pack}`;

/** What of a year decides dates, and what they are called. */
export const contentOf = ({
  holidays,
  makeUpDays,
  names,
}: {
  holidays: unknown;
  makeUpDays: unknown;
  names: unknown;
}) => ({
  holidays,
  makeUpDays,
  names,
});

/** Asks for the workflow that plans open cases anew; it starts once, after the commit. */
async function askToReplan(transaction: Prisma.TransactionClient, published: Published, begins: Date): Promise<void> {
  const id = publicationId(published);
  await transaction.publication.create({ data: { id, ...published, begins } });
  const input: ReplanInput = {
    publication: id,
    ...(begins.getTime() > Date.now() ? { begins: begins.toISOString() } : {}),
  };
  await transaction.workflowStart.create({
    data: {
      workflowId: workflowIdOfPublication(id),
      workflowType: REPLAN_WORKFLOW_TYPE,
      taskQueue: TASK_QUEUES.intake,
      args: [{ ...input }],
      summary: reasonOf(published),
    },
  });
}
