import type { CaseEvent } from '@wangge/contracts/events';
import type { InboxMessage } from '@wangge/platform/inbox/inbox-consumer';
import { z } from 'zod';
import { isStorable } from '../reference/fields';

const code = z.string().max(200).refine(isStorable);

/** A case event as far as work orders need it. */
const caseEvent = z.object({
  number: code,
  step: z.int32().min(0),
  kind: z.enum(['petition', 'matter']),
  stage: code,
  matterItem: code,
  gridCode: code,
  unit: code.optional(),
  person: code.optional(),
  restricted: z.literal(true).optional(),
  jointUnits: z.array(code).max(100).default([]),
  dueAt: z.iso.datetime({ offset: true }).optional(),
  at: z.iso.datetime({ offset: true }),
}) satisfies z.ZodType<Partial<CaseEvent>>;

/** What of a connection in a transaction is used. */
interface Queries {
  query(sql: string, values: unknown[]): Promise<unknown>;
}

/**
 * Brings work orders to what the events say, with one statement. Every event carries the whole picture: of several for
 * one case only the one with the highest step counts, and it is written only when it is newer than the row. So a
 * repeated or late event changes nothing, and a gap in the steps does no harm. What is no case event is left alone, and so
 * is a case that accuses somebody: who that is, is known to intake alone, which shows it to the others.
 */
export async function projectCases(messages: readonly InboxMessage[], client: Queries): Promise<void> {
  const newest = new Map<string, z.output<typeof caseEvent>>();
  for (const { body } of messages) {
    const parsed = caseEvent.safeParse(body);
    if (!parsed.success || parsed.data.restricted) continue;
    const known = newest.get(parsed.data.number);
    if (!known || known.step < parsed.data.step) newest.set(parsed.data.number, parsed.data);
  }
  if (newest.size === 0) return;
  // In the order of their numbers, so that two copies writing at once never wait for each other in a circle.
  const events = [...newest.values()].sort((a, b) => (a.number < b.number ? -1 : 1));
  await client.query(
    `insert into work_order(number, kind, stage, step, unit, person, joint_units, grid_code, matter_item, due_at, changed_at)
      select number, kind, stage, step, unit, person, "jointUnits", "gridCode", "matterItem", "dueAt", at
        from jsonb_to_recordset($1::jsonb) as event(number text, kind text, stage text, step int, unit text, person text,
          "jointUnits" text[], "gridCode" text, "matterItem" text, "dueAt" timestamptz, at timestamptz)
      on conflict (number) do update set kind = excluded.kind, stage = excluded.stage, step = excluded.step,
        unit = excluded.unit, person = excluded.person, joint_units = excluded.joint_units, grid_code = excluded.grid_code,
        matter_item = excluded.matter_item, due_at = excluded.due_at, changed_at = excluded.changed_at
      where work_order.step < excluded.step`,
    [JSON.stringify(events)],
  );
}
