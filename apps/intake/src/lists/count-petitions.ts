import { Injectable } from '@nestjs/common';
import { DEFAULT_CODE_LENGTHS } from '@wangge/domain/grids/codes';
import type { Actor } from '@wangge/domain/people/actor';
import { Prisma } from '../generated/prisma/client';
import { all, filtersOf, searchOf, waysOf } from './case-conditions';
import { ListDatabase } from './list-database';
import type { CaseFilter, CountsQuery } from './list-schema';

/** So many cases are counted at most, the newest ones: a count is answered while somebody waits. */
export const MOST_COUNTED = 100_000;
const MOST_GROUPS = 1_000;

export interface Counts {
  readonly by: CountsQuery['by'];
  /** The largest group first; `key` is null for cases without one. */
  readonly items: readonly { readonly key: string | null; readonly count: number }[];
  readonly total: number;
  /** False when only the newest 100,000 cases were counted. */
  readonly complete: boolean;
}

/** The digits of the grids one level below a grid, and of districts where none is named. */
export const digitsBelow = (grid: string | undefined): number =>
  DEFAULT_CODE_LENGTHS.find((length) => length > (grid ?? '4101').length) ?? DEFAULT_CODE_LENGTHS.at(-1)!;

function groupOf({ by, grid }: CountsQuery): Prisma.Sql {
  switch (by) {
    case 'stage':
      return Prisma.sql`stage`;
    case 'unit':
      return Prisma.sql`unit`;
    case 'person':
      return Prisma.sql`person`;
    case 'matterItem':
      return Prisma.sql`matter_item`;
    case 'overdue':
      return Prisma.sql`overdue::text`;
    case 'grid':
      return Prisma.sql`left(grid_code, ${digitsBelow(grid)}::int)`;
  }
}

/** How many cases that the actor may see there are, by group. */
@Injectable()
export class CountPetitions {
  constructor(private readonly database: ListDatabase) {}

  async count(query: CountsQuery, actor: Actor): Promise<Counts> {
    const conditions = caseConditions(query, actor);
    if (!conditions) return { by: query.by, items: [], total: 0, complete: true };
    const items = await this.database.rows<{ key: string | null; count: number }>(Prisma.sql`
      select key, count(*)::int as count from
        (select ${groupOf(query)} as key from petition where ${conditions} order by received_at desc, number desc limit ${MOST_COUNTED + 1}) as cases
      group by key order by 2 desc, 1 limit ${MOST_GROUPS}`);
    const total = items.reduce((sum, { count }) => sum + count, 0);
    return { by: query.by, items, total, complete: total <= MOST_COUNTED };
  }

  /** How many cases there are, up to `most`. */
  async total(filter: CaseFilter, actor: Actor, most: number): Promise<number> {
    const conditions = caseConditions(filter, actor);
    if (!conditions) return 0;
    const [row] = await this.database.rows<{ count: number }>(
      Prisma.sql`select count(*)::int as count from (select from petition where ${conditions} limit ${most}) as cases`,
    );
    return row!.count;
  }
}

/** Undefined for somebody who sees no case. Order does not matter to a count, so that the ways stand in one condition. */
function caseConditions(filter: CaseFilter, actor: Actor): Prisma.Sql | undefined {
  const ways = waysOf(actor, filter);
  if (ways.length === 0) return undefined;
  const search = filter.q === undefined ? undefined : searchOf(filter.q);
  return all([
    Prisma.sql`(${Prisma.join(
      ways.map((way) => Prisma.sql`(${way})`),
      ' or ',
    )})`,
    ...filtersOf(filter),
    ...(search ? ['number' in search ? Prisma.sql`number = ${search.number}` : search.indexed] : []),
  ]);
}
