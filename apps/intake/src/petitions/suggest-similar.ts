import { Injectable } from '@nestjs/common';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { CaseState } from '@wangge/domain/cases/case-state';
import { accusedCodesOf } from '@wangge/domain/people/accused';
import type { Actor } from '@wangge/domain/people/actor';
import { caseScopeOf } from '@wangge/platform/permissions/case-scope';
import { IntakeDatabase } from '../database';
import { Prisma } from '../generated/prisma/client';
import { ListDatabase } from '../lists/list-database';
import { maySee } from './may-see';

/** Two filings of one kind in one place within so many days may be the same matter; a petition also one that was concluded long ago (第36条). */
const DAYS = 30;
const SHOWN = 20;
/** From so many on a matter counts as repeated in its grid. */
const REPEATED_FROM = 3;
const MOST_GROUPS = 200;

interface Row {
  number: string;
  title: string;
  stage: string;
  state: CaseState;
  received_at: Date;
}

/** Suggestions, not decisions: what looks like the same matter, and what comes again and again from one grid. */
@Injectable()
export class SuggestSimilar {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly lists: ListDatabase,
  ) {}

  /** What a person looks at before dispatching or merging a case. */
  async of(state: CaseState, actor: Actor) {
    const received = new Date(state.receivedAt);
    const accused = [...accusedCodesOf(actor)];
    const [rows, [counted], merged] = await Promise.all([
      this.database.$queryRaw<Row[]>`
        select number, title, stage, state, received_at from petition
        where matter_item = ${state.matterItem} and grid_code = ${state.gridCode} and number <> ${state.number} and stage <> 'merged'
          and (received_at between ${received}::timestamptz - make_interval(days => ${DAYS}::int) and ${received}::timestamptz + make_interval(days => ${DAYS}::int)
            or (${state.kind} = 'petition' and kind = 'petition' and stage = 'concluded'))
        order by received_at desc limit ${SHOWN}`,
      this.database.$queryRaw<{ repeated: number }[]>`
        select count(*)::int as repeated from petition where matter_item = ${state.matterItem} and grid_code = ${state.gridCode}
          and received_at > now() - make_interval(days => ${DAYS}::int) and not (accused && ${accused}::text[])`,
      this.database.$queryRaw<{ number: string }[]>`
        select number from petition where stage = 'merged' and state ->> 'mergedInto' = ${state.number}
          and not (accused && ${accused}::text[]) order by number limit 200`,
    ]);
    const count = counted?.repeated ?? 0;
    return {
      similar: rows
        .filter((row) => maySee(actor, row.state))
        .map((row) => ({
          number: row.number,
          kind: row.state.kind,
          title: row.title,
          stage: row.stage,
          receivedAt: formatInstant(row.received_at.getTime()),
        })),
      repeated: { days: DAYS, count, isRepeated: count >= REPEATED_FROM },
      /** 依法行政与群众自治衔接: the means that suits such a matter by the catalogue. */
      approach: state.selfGovernance ? ('self-governance' as const) : ('enforcement' as const),
      /** Cases that became part of this one: each petitioner is called back too. */
      merged: merged.map(({ number }) => number),
    };
  }

  /** Which kinds of matters came again and again from one grid in the last 30 days, the most frequent first. */
  async repeated(grid: string | undefined, actor: Actor) {
    const { all, gridPrefixes } = caseScopeOf(actor);
    const among = [
      Prisma.sql`received_at > now() - make_interval(days => ${DAYS}::int)`,
      Prisma.sql`not (accused && ${[...accusedCodesOf(actor)]}::text[])`,
      ...(all ? [] : [anyOf(gridPrefixes)]),
      ...(grid === undefined ? [] : [anyOf([grid])]),
    ];
    const items = await this.lists.rows<{ matterItem: string; gridCode: string; count: number }>(Prisma.sql`
      select matter_item as "matterItem", grid_code as "gridCode", count(*)::int as count from case_fact
      where ${Prisma.join(among, ' and ')} group by 1, 2 having count(*) >= ${REPEATED_FROM}
      order by 3 desc, 1, 2 limit ${MOST_GROUPS}`);
    return { days: DAYS, from: REPEATED_FROM, items };
  }
}

/** Grid codes are digits; whoever has no grid sees none. */
const anyOf = (prefixes: readonly string[]): Prisma.Sql =>
  Prisma.sql`grid_code like any(${prefixes.map((prefix) => `${prefix}%`)}::text[])`;
