import { Injectable } from '@nestjs/common';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { Actor } from '@wangge/domain/people/actor';
import { decodeCursor, type Page, pageOf } from '@wangge/platform/http/pagination';
import { instantField } from '@wangge/platform/http/validation';
import { z } from 'zod';
import { Prisma } from '../generated/prisma/client';
import { all, filtersOf, searchOf, waysOf } from './case-conditions';
import { ListDatabase } from './list-database';
import type { CaseFilter, ListQuery } from './list-schema';

export interface CaseRow {
  readonly number: string;
  readonly kind: string;
  readonly stage: string;
  readonly step: number;
  readonly title: string;
  readonly matter_item: string;
  readonly grid_code: string;
  readonly district: string;
  readonly channel: string;
  readonly external_id: string | null;
  readonly unit: string | null;
  readonly person: string | null;
  readonly due_at: Date | null;
  readonly overdue: boolean;
  readonly received_at: Date;
  readonly closed_at: Date | null;
}

const COLUMNS = Prisma.raw(
  'number, kind, stage, step, title, matter_item, grid_code, district, channel, external_id, unit, person, due_at, overdue, received_at, closed_at',
);

const itemOf = (row: CaseRow) => ({
  number: row.number,
  kind: row.kind,
  stage: row.stage,
  step: row.step,
  title: row.title,
  matterItem: row.matter_item,
  gridCode: row.grid_code,
  district: row.district,
  channel: row.channel,
  externalId: row.external_id,
  responsible: row.unit === null ? null : { unit: row.unit, person: row.person },
  dueAt: row.due_at === null ? null : formatInstant(row.due_at.getTime()),
  overdue: row.overdue,
  receivedAt: formatInstant(row.received_at.getTime()),
  closedAt: row.closed_at === null ? null : formatInstant(row.closed_at.getTime()),
});

export type PetitionItem = ReturnType<typeof itemOf>;

/** The sort key of the last row: instant and number. */
export type Cursor = readonly [string, string];
export const cursorSchema = z.tuple([
  instantField,
  z
    .string()
    .max(40)
    .regex(/^[\w-]*$/),
]);

type Sort = ListQuery['sort'];

const ORDERS: Readonly<Record<Sort, { by: Prisma.Sql; after(cursor: Cursor): Prisma.Sql; also: Prisma.Sql[] }>> = {
  receivedAt: {
    by: Prisma.sql`order by received_at desc, number desc`,
    after: ([at, number]) => Prisma.sql`(received_at, number) < (${at}::timestamptz, ${number})`,
    also: [],
  },
  dueAt: {
    by: Prisma.sql`order by due_at, number`,
    after: ([at, number]) => Prisma.sql`(due_at, number) > (${at}::timestamptz, ${number})`,
    also: [Prisma.sql`due_at is not null`],
  },
};

/**
 * So many of the first cases in order are looked through for a search before the index of words is asked, and so many
 * where the first ones show that most pages are full within these.
 */
const LOOKED_THROUGH = { first: 2_000, further: 6_000 };
/** So many pages of the newest cases that say the words are asked about before all of them are. */
const NEWEST_PAGES = 4;

/** Cases that the actor may see, in order behind a keyset cursor. */
@Injectable()
export class ListPetitions {
  constructor(private readonly database: ListDatabase) {}

  async list(query: ListQuery, actor: Actor): Promise<Page<PetitionItem>> {
    const after = decodeCursor(query.cursor, cursorSchema);
    const rows = await this.rows(query, actor, { sort: query.sort, after, most: query.limit + 1 });
    const keyOf = (row: CaseRow): Cursor => [
      (query.sort === 'dueAt' ? row.due_at! : row.received_at).toISOString(),
      row.number,
    ];
    return pageOf(rows, query.limit, keyOf, itemOf);
  }

  /** At most `most` cases behind the cursor. */
  async rows(
    filter: CaseFilter,
    actor: Actor,
    { sort, after, most }: { sort: Sort; after?: Cursor; most: number },
  ): Promise<CaseRow[]> {
    const order = ORDERS[sort];
    const ways = waysOf(actor, filter);
    if (ways.length === 0) return [];
    const wanted = [...filtersOf(filter), ...order.also, ...(after ? [order.after(after)] : [])];
    const cases: Cases = (conditions, limit, columns = COLUMNS) => inOrder(ways, conditions, order.by, limit, columns);
    if (filter.q === undefined) return this.database.rows(cases(wanted, most));
    const search = searchOf(filter.q);
    if ('number' in search) return this.database.rows(cases([...wanted, Prisma.sql`number = ${search.number}`], most));

    // What many cases say is found among the first ones, in order; what few say, through the index of words.
    const lookThrough = (first: number) =>
      this.database.rows<CaseRow>(
        Prisma.sql`select ${COLUMNS} from (${cases(wanted, first, Prisma.sql`${COLUMNS}, content`)}) as first where ${search.text} ${order.by} limit ${most}`,
      );
    const { first, further } = LOOKED_THROUGH;
    const found = await lookThrough(first);
    if (found.length >= most || !(await this.areMoreThan(first, wanted, cases))) return found;
    if (found.length * (further / first) >= most) {
      const more = await lookThrough(further);
      if (more.length >= most) return more;
    }
    if (sort === 'receivedAt') {
      const behind = after ? order.after(after) : Prisma.sql`true`;
      const newest = await this.database.rows<CaseRow>(
        cases([...wanted, search.newest(NEWEST_PAGES * most, behind)], most),
      );
      if (newest.length >= most) return newest;
    }
    return this.database.rows(cases([...wanted, search.indexed], most));
  }

  private async areMoreThan(amount: number, wanted: readonly Prisma.Sql[], cases: Cases): Promise<boolean> {
    const some = cases(wanted, amount + 1, Prisma.sql`number, received_at, due_at`);
    const rows = await this.database.rows(Prisma.sql`select from (${some}) as cases offset ${amount}`);
    return rows.length > 0;
  }
}

/** The statement that reads the first `limit` cases for which all conditions hold. */
type Cases = (conditions: readonly Prisma.Sql[], limit: number, columns?: Prisma.Sql) => Prisma.Sql;

/** The first cases of every way, each in the order of its own index, and the first of all of them. */
function inOrder(
  ways: readonly Prisma.Sql[],
  conditions: readonly Prisma.Sql[],
  order: Prisma.Sql,
  limit: number,
  columns: Prisma.Sql,
): Prisma.Sql {
  const one = (way: Prisma.Sql) =>
    Prisma.sql`select ${columns} from petition where ${all([way, ...conditions])} ${order} limit ${limit}`;
  if (ways.length === 1) return one(ways[0]!);
  const parts = Prisma.join(
    ways.map((way) => Prisma.sql`(${one(way)})`),
    ' union all ',
  );
  // A case that is reached in two ways stands in the list once.
  return Prisma.sql`select ${columns} from (select distinct on (number) * from (${parts}) as found order by number) as once ${order} limit ${limit}`;
}
