import { accusedCodesOf } from '@wangge/domain/people/accused';
import type { Actor } from '@wangge/domain/people/actor';
import { caseScopeOf } from '@wangge/platform/permissions/case-scope';
import { Prisma } from '../generated/prisma/client';
import type { CaseFilter } from './list-schema';
import { runsOf, wordQueryOf } from './search-terms';

/** Conditions that all hold. */
export const all = (conditions: readonly Prisma.Sql[]): Prisma.Sql =>
  conditions.length === 0 ? Prisma.sql`true` : Prisma.join([...conditions], ' and ');

const literal = (text: string) => text.replace(/[\\%_]/g, '\\$&');
const below = (prefix: string): Prisma.Sql => Prisma.sql`grid_code like ${`${literal(prefix)}%`}`;

/** The third level of the grid codes, which has an index of its own. */
const SUBDISTRICT = 9;

/**
 * The ways in which the actor reaches cases, each with an index that gives its cases in order; none for somebody who
 * handles no cases. Asked one by one, since a condition that joins them by "or" has no order. Where the filter asks for
 * no more than the cases of a unit or of a grid that the actor has, it is the way.
 */
export function waysOf(actor: Actor, filter: Pick<CaseFilter, 'unit' | 'grid'> = {}): Prisma.Sql[] {
  const { all: everything, units, gridPrefixes } = caseScopeOf(actor);
  const within =
    (filter.unit !== undefined && units.includes(filter.unit)) ||
    gridPrefixes.some((prefix) => filter.grid?.startsWith(prefix));
  const ways = everything || within ? [Prisma.sql`true`] : waysThrough(units, gridPrefixes);
  // 信访工作条例 Art. 30: whichever way it is, a case is not there for whom it accuses.
  return ways.map((way) => all([way, Prisma.sql`not (accused && ${[...accusedCodesOf(actor)]}::text[])`]));
}

function waysThrough(units: readonly string[], gridPrefixes: readonly string[]): Prisma.Sql[] {
  return [
    // One unit is one stretch of the index; a list of units would have to be sorted.
    ...units.flatMap((unit) => [
      Prisma.sql`unit = ${unit}`,
      // As an array, so that the small index of joint cases is always what is asked first.
      Prisma.sql`number = any(array(select number from petition where state #> '{jointHandlers,0}' is not null and jsonb_path_query_array(state, '$.jointHandlers[*].unit') ? ${unit}))`,
      Prisma.sql`state ->> 'firstReceiver' is distinct from unit and state ->> 'firstReceiver' = ${unit}`,
      Prisma.sql`state ->> 'supervisingUnit' = ${unit}`,
    ]),
    ...gridPrefixes.map(gridCondition),
  ];
}

function gridCondition(prefix: string): Prisma.Sql {
  if (prefix.length < SUBDISTRICT) return below(prefix);
  const subdistrict = Prisma.sql`left(grid_code, 9) = ${prefix.slice(0, SUBDISTRICT)}`;
  return prefix.length === SUBDISTRICT ? subdistrict : Prisma.sql`${subdistrict} and ${below(prefix)}`;
}

/** Every filter but the search. */
export function filtersOf(filter: CaseFilter): Prisma.Sql[] {
  const { stage, kind, unit, person, grid, matterItem, overdue, dueBefore, receivedFrom, receivedTo } = filter;
  return [
    ...(stage ? [Prisma.sql`stage = ${stage}`] : []),
    ...(kind ? [Prisma.sql`kind = ${kind}`] : []),
    ...(unit ? [Prisma.sql`unit = ${unit}`] : []),
    ...(person ? [Prisma.sql`person = ${person}`] : []),
    ...(grid ? [gridCondition(grid)] : []),
    ...(matterItem ? [Prisma.sql`matter_item = ${matterItem}`] : []),
    ...(overdue === 'true' ? [Prisma.sql`overdue`] : overdue === 'false' ? [Prisma.sql`not overdue`] : []),
    ...(dueBefore ? [Prisma.sql`due_at < ${dueBefore}::timestamptz`] : []),
    ...(receivedFrom ? [Prisma.sql`received_at >= ${receivedFrom}::timestamptz`] : []),
    ...(receivedTo ? [Prisma.sql`received_at < ${receivedTo}::timestamptz`] : []),
    ...(filter.externalId ? [Prisma.sql`external_id = ${filter.externalId}`] : []),
    ...(filter.channel ? [Prisma.sql`channel = ${filter.channel}`] : []),
  ];
}

/**
 * What a search asks of a case: by its number, or by its text, row by row or through the index of words; of those that say
 * the words, `newest` lets through the newest behind a cursor only.
 */
export type Search =
  | { readonly number: string }
  | {
      readonly text: Prisma.Sql;
      readonly indexed: Prisma.Sql;
      readonly newest: (most: number, behind: Prisma.Sql) => Prisma.Sql;
    };

export function searchOf(q: string): Search {
  if (/^\d{8}-\d{7,12}$/.test(q)) return { number: q };
  const runs = runsOf(q);
  if (runs.length === 0) return { number: q };
  const text = all(runs.map((run) => Prisma.sql`position(${run} in search_text(title, content -> 'claims')) > 0`));
  const numbers = Prisma.sql`select number from petition_words where words @@ ${wordQueryOf(runs)}::tsquery`;
  // As an array, so that the index of words is always what is asked first.
  const among = (found: Prisma.Sql) => Prisma.sql`number = any(array(${found})) and ${text}`;
  return {
    text,
    indexed: among(numbers),
    newest: (most, behind) =>
      among(Prisma.sql`${numbers} and ${behind} order by received_at desc, number desc limit ${most}`),
  };
}
