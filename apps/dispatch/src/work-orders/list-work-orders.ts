import type { Actor } from '@wangge/domain/people/actor';
import { decodeCursor, pageOf, type Page } from '@wangge/platform/http/pagination';
import { caseScopeOf } from '@wangge/platform/permissions/case-scope';
import { instantField } from '@wangge/platform/http/validation';
import { z } from 'zod';
import type { DispatchDatabase } from '../database';
import { Prisma } from '../generated/prisma/client';

export interface WorkOrderFilter {
  /** Responsible or co-handling. */
  readonly unit?: string | undefined;
  readonly person?: string | undefined;
  /** This grid and every grid below it. */
  readonly grid?: string | undefined;
  readonly stage?: string | undefined;
  readonly kind?: string | undefined;
  readonly matterItem?: string | undefined;
  /** ISO instant: due before it. */
  readonly dueBefore?: string | undefined;
}

export interface WorkOrderView {
  readonly number: string;
  readonly kind: string;
  readonly stage: string;
  readonly step: number;
  readonly unit?: string;
  readonly person?: string;
  /** Units that handle it together with the responsible one (联办). */
  readonly jointUnits: readonly string[];
  readonly gridCode: string;
  readonly matterItem: string;
  readonly dueAt?: string;
  readonly changedAt: string;
}

interface Row {
  number: string;
  kind: string;
  stage: string;
  step: number;
  unit: string | null;
  person: string | null;
  joint_units: string[];
  grid_code: string;
  matter_item: string;
  due_at: Date | null;
  changed_at: Date;
}

const cursorKey = z.tuple([instantField.nullable(), z.string().regex(/^[\w.:-]{1,200}$/)]);

/** The prefix of a LIKE pattern; grid codes are digits, so that nothing needs escaping, but filters come from outside. */
const prefix = (code: string): string => `${code.replace(/[\\%_]/g, '\\$&')}%`;

/** What the filter asks for among what the actor may see. */
function conditions(actor: Actor, filter: WorkOrderFilter): Prisma.Sql {
  const { all, units, gridPrefixes } = caseScopeOf(actor);
  const scope = [
    ...(units.length > 0
      ? [Prisma.sql`unit = any(${[...units]}::text[])`, Prisma.sql`joint_units && ${[...units]}::text[]`]
      : []),
    ...gridPrefixes.map((code) => Prisma.sql`grid_code like ${prefix(code)}`),
  ];
  const parts = [
    ...(all ? [] : [scope.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(scope, ' or ')})`]),
    ...(filter.unit === undefined
      ? []
      : [Prisma.sql`(unit = ${filter.unit} or joint_units && ${[filter.unit]}::text[])`]),
    ...(filter.person === undefined ? [] : [Prisma.sql`person = ${filter.person}`]),
    ...(filter.grid === undefined ? [] : [Prisma.sql`grid_code like ${prefix(filter.grid)}`]),
    ...(filter.stage === undefined ? [] : [Prisma.sql`stage = ${filter.stage}`]),
    ...(filter.kind === undefined ? [] : [Prisma.sql`kind = ${filter.kind}`]),
    ...(filter.matterItem === undefined ? [] : [Prisma.sql`matter_item = ${filter.matterItem}`]),
    ...(filter.dueBefore === undefined ? [] : [Prisma.sql`due_at < ${filter.dueBefore}::timestamptz`]),
  ];
  return parts.length === 0 ? Prisma.sql`true` : Prisma.join(parts, ' and ');
}

/** One page of work orders, what is due first in front, those without a due instant last. */
export async function listWorkOrders(
  database: DispatchDatabase,
  actor: Actor,
  filter: WorkOrderFilter,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<WorkOrderView>> {
  const after = decodeCursor(page.cursor, cursorKey);
  const beyond = after
    ? Prisma.sql`and (coalesce(due_at, 'infinity'::timestamptz), number) > (coalesce(${after[0]}::timestamptz, 'infinity'::timestamptz), ${after[1]})`
    : Prisma.empty;
  const rows = await database.$queryRaw<Row[]>`
    select number, kind, stage, step, unit, person, joint_units, grid_code, matter_item, due_at, changed_at from work_order
      where ${conditions(actor, filter)} ${beyond}
      order by coalesce(due_at, 'infinity'::timestamptz), number limit ${page.limit + 1}`;
  return pageOf(rows, page.limit, (row) => [row.due_at?.toISOString() ?? null, row.number], viewOf);
}

const viewOf = (row: Row): WorkOrderView => ({
  number: row.number,
  kind: row.kind,
  stage: row.stage,
  step: row.step,
  ...(row.unit === null ? {} : { unit: row.unit }),
  ...(row.person === null ? {} : { person: row.person }),
  jointUnits: row.joint_units,
  gridCode: row.grid_code,
  matterItem: row.matter_item,
  ...(row.due_at === null ? {} : { dueAt: row.due_at.toISOString() }),
  changedAt: row.changed_at.toISOString(),
});

/** How many work orders the filter finds at each stage. */
export async function countWorkOrders(
  database: DispatchDatabase,
  actor: Actor,
  filter: WorkOrderFilter,
): Promise<{ items: { stage: string; count: number }[]; total: number }> {
  const items = await database.$queryRaw<{ stage: string; count: number }[]>`
    select stage, count(*)::int as count from work_order where ${conditions(actor, filter)} group by stage order by stage`;
  return { items, total: items.reduce((sum, item) => sum + item.count, 0) };
}
