import { Injectable } from '@nestjs/common';
import type { CaseKind } from '@wangge/domain/cases/case-state';
import { COUNTS, type Count, type Grouping, PATROL, type Tally } from '@wangge/domain/indicators/tally';
import { accusedCodesOf } from '@wangge/domain/people/accused';
import type { Actor } from '@wangge/domain/people/actor';
import { caseScopeOf } from '@wangge/platform/permissions/case-scope';
import { Prisma } from '../generated/prisma/client';
import { ListDatabase } from '../lists/list-database';

export interface FactsQuery {
  readonly by: Grouping;
  /** Instants: received at `from` or later and before `to`. */
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  /** For groups by grid. */
  readonly gridDigits: number;
  readonly grid?: string;
  readonly unit?: string;
  readonly matterItem?: string;
  readonly kind?: CaseKind;
}

export interface Group {
  readonly key: string | null;
  readonly tally: Tally;
}

const MOST_GROUPS = 1_000;

/** The counts of `tallyOfCase` in libs/domain/src/indicators/tally.ts, in SQL over `case_fact`. An int-spec holds the two together. */
function countsOf(by: Grouping, asOf: string): Record<Count, Prisma.Sql> {
  const raw = (sql: string) => Prisma.raw(sql);
  const due = (duty: string) =>
    Prisma.sql`(${raw(duty)}_in_time is not null or (not tolerated and ${raw(duty)}_due <= ${asOf}::timestamptz))`;
  const inTime = (duty: string) => raw(`(${duty}_in_time or (${duty}_in_time is not null and tolerated))`);
  const held = '(unit is not null)::int';
  const sentBack = `coalesce(unit = any(returned_by), false)::int`;
  const perUnit = by === 'unit';
  const where = (condition: Prisma.Sql) => Prisma.sql`count(*) filter (where ${condition})`;
  const sum = (sql: string) => raw(`coalesce(sum(${sql}), 0)`);
  return {
    reported: raw('count(*)'),
    registered: where(raw('registered')),
    selfFound: where(Prisma.sql`registered and channel = ${PATROL}`),
    dispatched: sum(perUnit ? `${held} + ${sentBack}` : 'dispatches'),
    returned: sum(perUnit ? sentBack : 'cardinality(returned_by)'),
    misdirected: sum(perUnit ? sentBack : `dispatches - ${held}`),
    toRespond: where(due('response')),
    respondedInTime: where(inTime('response')),
    toHandle: where(due('handling')),
    handled: where(raw('handling_in_time is not null')),
    handledInTime: where(inTime('handling')),
    toClose: where(due('closing')),
    closed: where(raw('closing_in_time is not null')),
    closedInTime: where(inTime('closing')),
    checked: where(raw('checked')),
    passedAtFirst: where(raw('checked and (not reworked or tolerated)')),
    reworked: where(raw('reworked and not tolerated')),
    everClosed: where(raw('solved is not null and (solved or not tolerated)')),
    solved: where(raw('solved')),
    rated: where(raw('satisfied is not null and (satisfied or not tolerated)')),
    satisfied: where(raw('satisfied')),
    toSettle: where(raw('dealt_with or transfers_up > 0')),
    settledLocally: where(raw('dealt_with and transfers_up = 0')),
    transfersUp: sum('transfers_up'),
  };
}

/** Counts of the cases received in a period, by group: one statement. */
@Injectable()
export class CountFacts {
  constructor(private readonly database: ListDatabase) {}

  async count(query: FactsQuery, actor: Actor): Promise<Group[]> {
    const { all, units, gridPrefixes } = caseScopeOf(actor);
    if (!all && units.length === 0 && gridPrefixes.length === 0) return [];
    const inGrids = gridPrefixes.map((prefix) => Prisma.sql`grid_code like ${`${prefix}%`}`);
    const reach = (unit: string) =>
      all
        ? Prisma.sql`true`
        : Prisma.sql`(${Prisma.join([Prisma.sql`${Prisma.raw(unit)} = any(${[...units]}::text[])`, ...inGrids], ' or ')})`;
    const among = Prisma.join(
      [
        Prisma.sql`received_at >= ${query.from}::timestamptz and received_at < ${query.to}::timestamptz`,
        Prisma.sql`not (accused && ${[...accusedCodesOf(actor)]}::text[])`,
        ...(query.grid ? [Prisma.sql`grid_code like ${`${query.grid}%`}`] : []),
        ...(query.matterItem ? [Prisma.sql`matter_item = ${query.matterItem}`] : []),
        ...(query.kind ? [Prisma.sql`kind = ${query.kind}`] : []),
      ],
      ' and ',
    );
    const ofUnit = (unit: string) => (query.unit ? Prisma.sql`${Prisma.raw(unit)} = ${query.unit}` : Prisma.sql`true`);
    const counts = countsOf(query.by, query.asOf);
    const columns = Prisma.join(
      COUNTS.map((count) => Prisma.sql`(${counts[count]})::int as ${Prisma.raw(`"${count}"`)}`),
    );
    const held = Prisma.sql`select ${this.keyOf(query)} as key, ${columns} from case_fact where ${among} and ${reach('unit')} and ${ofUnit('unit')} group by 1`;
    const sql = query.by === 'unit' ? withReturns(held, among, reach('sender'), ofUnit('sender')) : held;
    const rows = await this.database.rows<Record<Count, number> & { key: string | null }>(
      Prisma.sql`${sql} order by key limit ${MOST_GROUPS}`,
    );
    return rows.map(({ key, ...tally }) => ({ key, tally }));
  }

  private keyOf({ by, gridDigits }: FactsQuery): Prisma.Sql {
    if (by === 'grid') return Prisma.sql`left(grid_code, ${gridDigits}::int)`;
    return by === 'unit' ? Prisma.sql`unit` : Prisma.sql`matter_item`;
  }
}

/** A unit that sent a case back, which another has now, has one dispatch and one return of it. */
function withReturns(held: Prisma.Sql, among: Prisma.Sql, reach: Prisma.Sql, ofUnit: Prisma.Sql): Prisma.Sql {
  const once: readonly Count[] = ['dispatched', 'returned', 'misdirected'];
  const columns = Prisma.raw(
    COUNTS.map((count) => `${once.includes(count) ? 'count(*)' : '0'}::int as "${count}"`).join(', '),
  );
  const sums = Prisma.raw(COUNTS.map((count) => `sum("${count}")::int as "${count}"`).join(', '));
  return Prisma.sql`select key, ${sums} from (
    (${held}) union all
    (select sender as key, ${columns} from case_fact, unnest(returned_by) as sender
      where ${among} and sender is distinct from unit and ${reach} and ${ofUnit} group by sender)) as shares group by key`;
}
