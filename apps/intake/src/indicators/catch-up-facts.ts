import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { CaseState } from '@wangge/domain/cases/case-state';
import { LOG, type Log } from '@wangge/platform/telemetry/log';
import { IntakeDatabase } from '../database';
import { factsParameter, UPSERT_FACTS } from './case-facts.sql';

const BATCH = 200;
const STATEMENT = `with given as (select number, channel from petition where number = $1) ${UPSERT_FACTS('given', '$2')}`;

/** Computes the facts of cases that an earlier version filed, once after the start. Acts write them for all others. */
@Injectable()
export class CatchUpFacts implements OnApplicationBootstrap {
  constructor(
    private readonly database: IntakeDatabase,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.all().catch((error: unknown) =>
      this.log.warn({ err: error }, 'the facts of earlier cases are computed at the next start'),
    );
  }

  async all(): Promise<void> {
    for (;;) {
      const rows = await this.database.$queryRawUnsafe<{ number: string; state: CaseState }[]>(
        `select number, state from petition where number in (select number from case_fact where step < 0 limit ${BATCH})`,
      );
      for (const { number, state } of rows)
        await this.database.$executeRawUnsafe(STATEMENT, number, factsParameter(state));
      if (rows.length < BATCH) return;
    }
  }
}
