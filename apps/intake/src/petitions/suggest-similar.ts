import { Injectable } from '@nestjs/common';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { CaseState } from '@wangge/domain/cases/case-state';
import type { Actor } from '@wangge/domain/people/actor';
import { IntakeDatabase } from '../database';
import { maySee } from './may-see';

/** Two filings of one kind in one place within so many days may be the same matter; a petition also one that was concluded long ago (第36条). */
const DAYS = 30;
const SHOWN = 20;

interface Row {
  number: string;
  title: string;
  stage: string;
  state: CaseState;
  received_at: Date;
}

/** Suggestions, not decisions: what looks like the same matter, and how often this kind comes from this grid. */
@Injectable()
export class SuggestSimilar {
  constructor(private readonly database: IntakeDatabase) {}

  async of(state: CaseState, actor: Actor) {
    const received = new Date(state.receivedAt);
    const [rows, [counted]] = await Promise.all([
      this.database.$queryRaw<Row[]>`
        select number, title, stage, state, received_at from petition
        where matter_item = ${state.matterItem} and grid_code = ${state.gridCode} and number <> ${state.number} and stage <> 'merged'
          and (received_at between ${received}::timestamptz - make_interval(days => ${DAYS}::int) and ${received}::timestamptz + make_interval(days => ${DAYS}::int)
            or (${state.kind} = 'petition' and kind = 'petition' and stage = 'concluded'))
        order by received_at desc limit ${SHOWN}`,
      this.database.$queryRaw<{ repeated: number }[]>`
        select count(*)::int as repeated from petition where matter_item = ${state.matterItem} and grid_code = ${state.gridCode}
          and received_at > now() - make_interval(days => ${DAYS}::int)`,
    ]);
    return {
      similar: rows
        .filter((row) => maySee(actor, row.state))
        .map((row) => ({
          number: row.number,
          title: row.title,
          stage: row.stage,
          receivedAt: formatInstant(row.received_at.getTime()),
        })),
      repeated: { days: DAYS, count: counted?.repeated ?? 0 },
    };
  }
}
