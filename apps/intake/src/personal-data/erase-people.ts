import { appendAudit } from '@wangge/platform/audit/append-audit';
import type { EvidenceStore } from '@wangge/platform/evidence/evidence-store';
import type { PrismaClient } from '../generated/prisma/client';
import { streamOfOpenings } from '../petitions/openings';

const BATCH = 100;

/**
 * Erases the people of cases that have been closed for so many years (个人信息保护法 第19条, 第47条): names, telephone numbers,
 * addresses and what they wrote, and the papers that name them. The case itself and its trail stay, with marks where the
 * people stood, and the trail's hashes hold: nothing personal was ever in it.
 */
export class ErasePeople {
  constructor(
    private readonly database: PrismaClient,
    private readonly store: EvidenceStore,
    private readonly years: number,
  ) {}

  /** @returns of how many cases */
  async due(signal: AbortSignal): Promise<number> {
    let erased = 0;
    while (!signal.aborted) {
      const rows = await this.database.$queryRaw<{ number: string }[]>`
        select number from petition where closed_at < now() - make_interval(years => ${this.years}::int) and sealed is not null
        order by closed_at limit ${BATCH}`;
      for (const { number } of rows) if (await this.ofCase(number)) erased += 1;
      if (rows.length < BATCH) break;
    }
    return erased;
  }

  private ofCase(number: string): Promise<boolean> {
    return this.database.$transaction(async (transaction) => {
      // Again with the row locked: it may have been reopened.
      const changed = await transaction.$executeRaw`
        update petition set sealed = null where number = ${number} and sealed is not null
          and closed_at < now() - make_interval(years => ${this.years}::int)`;
      if (changed === 0) return false;
      const documents = await transaction.document.findMany({
        where: { number, file: { not: null } },
        select: { id: true, file: true },
      });
      // The files first: what is interrupted here is done again, while a file whose row is gone would stay for good.
      for (const { file } of documents) await this.store.remove(file!);
      await transaction.document.updateMany({ where: { number }, data: { file: null } });
      await appendAudit(transaction, {
        stream: streamOfOpenings(number),
        commandId: 'erase',
        entry: { command: 'erase', actor: 'system', reason: `结案已满${this.years}年` },
      });
      return true;
    });
  }
}
