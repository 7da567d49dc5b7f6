import { Injectable } from '@nestjs/common';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { CaseKind } from '@wangge/domain/cases/case-state';
import type { Actor } from '@wangge/domain/people/actor';
import { decodeCursor, type Page, pageOf } from '@wangge/platform/http/pagination';
import { instantField } from '@wangge/platform/http/validation';
import { z } from 'zod';
import { Prisma } from '../generated/prisma/client';
import { all, waysOf } from '../lists/case-conditions';
import { ListDatabase } from '../lists/list-database';

export interface TransfersQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Instants: taken upward at `from` or later and before `to`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Unit that had the case. */
  readonly unit?: string | undefined;
  readonly grid?: string | undefined;
  readonly matterItem?: string | undefined;
  readonly kind?: CaseKind | undefined;
  readonly number?: string | undefined;
}

interface Row {
  readonly number: string;
  readonly step: number;
  readonly kind: string;
  readonly command: string;
  readonly from_unit: string | null;
  readonly to_unit: string | null;
  readonly authority: string | null;
  readonly reason: string;
  readonly actor: string;
  readonly at: Date;
  readonly matter_item: string;
  readonly grid_code: string;
}

const cursorSchema = z.tuple([instantField, z.string().regex(/^[\w-]{1,40}$/), z.int()]);

const itemOf = (row: Row) => ({
  number: row.number,
  step: row.step,
  kind: row.kind,
  command: row.command,
  from: row.from_unit,
  to: row.to_unit,
  authority: row.authority,
  reason: row.reason,
  actor: row.actor,
  at: formatInstant(row.at.getTime()),
  matterItem: row.matter_item,
  gridCode: row.grid_code,
});

export type Transfer = ReturnType<typeof itemOf>;

/** Transfers upward (上交) of the cases that the actor may see, the latest first. */
@Injectable()
export class ListTransfers {
  constructor(private readonly database: ListDatabase) {}

  async list(query: TransfersQuery, actor: Actor): Promise<Page<Transfer>> {
    const after = decodeCursor(query.cursor, cursorSchema);
    const ways = waysOf(actor);
    if (ways.length === 0) return { items: [], nextCursor: null };
    const { from, to, unit, grid, matterItem, kind, number } = query;
    const wanted = all([
      ...(from ? [Prisma.sql`t.at >= ${from}::timestamptz`] : []),
      ...(to ? [Prisma.sql`t.at < ${to}::timestamptz`] : []),
      ...(unit ? [Prisma.sql`t.from_unit = ${unit}`] : []),
      ...(grid ? [Prisma.sql`t.grid_code like ${`${grid}%`}`] : []),
      ...(matterItem ? [Prisma.sql`t.matter_item = ${matterItem}`] : []),
      ...(kind ? [Prisma.sql`t.kind = ${kind}`] : []),
      ...(number ? [Prisma.sql`t.number = ${number}`] : []),
      ...(after
        ? [Prisma.sql`(t.at, t.number, t.step) < (${after[0]}::timestamptz, ${after[1]}, ${after[2]}::int)`]
        : []),
      // As the case is now: who may see it, and whom it accuses.
      Prisma.sql`exists (select from petition where petition.number = t.number and (${Prisma.join([...ways], ' or ')}))`,
    ]);
    const rows = await this.database.rows<Row>(
      Prisma.sql`select number, step, kind, command, from_unit, to_unit, authority, reason, actor, at, matter_item, grid_code
        from transfer_upward t where ${wanted} order by t.at desc, t.number desc, t.step desc limit ${query.limit + 1}`,
    );
    return pageOf(rows, query.limit, (row) => [row.at.toISOString(), row.number, row.step], itemOf);
  }
}
