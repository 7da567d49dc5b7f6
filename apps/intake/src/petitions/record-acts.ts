import { Injectable } from '@nestjs/common';
import { type CaseEvent, eventOfCommand } from '@wangge/contracts/events';
import { dayOf, formatDay } from '@wangge/domain/calendar/local-date';
import { type Act, type CaseState, nearestDue } from '@wangge/domain/cases/case-state';
import { isFinal, refusalOf } from '@wangge/domain/cases/decide';
import { processOf } from '@wangge/domain/cases/processes';
import { CLOCK_MOMENT, type LawInForce, type Step, transition } from '@wangge/domain/cases/transition';
import { type DocumentRequest, documentOfAct } from '@wangge/domain/documents/documents-of-act';
import { entryHash } from '@wangge/platform/audit/entry-hash';
import { currentTraceparent } from '@wangge/platform/telemetry/tracing';
import { appliedTo, type Recorded } from '@wangge/workflows/case/case-activities';
import { IntakeDatabase } from '../database';
import { factsParameter, UPSERT_FACTS } from '../indicators/case-facts.sql';
import { LawBook } from '../rules/law-book';
import { Duties } from './duties';
import { Places } from './places';

/** One row of the audit trail and the event that goes with it, as statements take them. */
export interface Entry {
  readonly step: number;
  readonly commandId: string;
  readonly entry: object;
  readonly at: string;
  readonly prevHash: string;
  readonly hash: string;
  readonly subject: string;
  readonly body: CaseEvent;
  /** What the act makes in writing. */
  readonly document?: DocumentRequest;
}

/**
 * The case moves on only from the step that the caller knows; audit trail and outbox go with it or not at all. A second
 * try finds the case a step further and changes nothing.
 */
const RECORD_STATEMENT = `
with moved as (
  update petition set stage = $3, step = $4, audit_hash = decode($5, 'hex'), state = $6::jsonb, unit = $7, person = $8, due_at = $9::timestamptz,
    overdue = $10, grid_code = $11, district = $12, closed_at = $13::timestamptz
  where number = $1 and step = $2 returning number, channel, accused),
entries as (
  select r.*, moved.accused from moved, jsonb_to_recordset($14::jsonb) as r(step int, "commandId" text, entry jsonb, at timestamptz, "prevHash" text, hash text, subject text, body jsonb, document jsonb)),
trail as (
  insert into audit(stream, step, command_id, entry, at, prev_hash, hash)
  select $1, step, "commandId", entry, at, decode("prevHash", 'hex'), decode(hash, 'hex') from entries order by step),
duties as (
  insert into accountability_record(id, number, clock_id, duty, rung, article, unit, person, holder, supervising_unit, grid_code, due_at, opened_at, act_by, accused)
  select $1 || '/' || (entry #>> '{data,clockId}') || '/' || (entry #>> '{data,rung}'), $1, entry #>> '{data,clockId}', entry #>> '{data,duty}', entry #>> '{data,rung}',
    entry #>> '{data,article}', coalesce(entry #>> '{data,unit}', $7), entry #>> '{data,person}', entry #>> '{data,holder}', $15, $11, (entry #>> '{data,dueAt}')::timestamptz, at, (entry #>> '{data,actBy}')::timestamptz, accused
  from entries where entry #>> '{data,accountability}' = 'true' on conflict (id) do nothing),
transfers as (
  insert into transfer_upward(number, step, kind, command, from_unit, to_unit, authority, reason, actor, at, matter_item, grid_code)
  select $1, step, body ->> 'kind', entry ->> 'command', entry #>> '{upward,from}', entry #>> '{upward,to}', entry #>> '{upward,authority}', entry ->> 'reason', entry ->> 'actor',
    at, body ->> 'matterItem', body ->> 'gridCode'
  from entries where entry ? 'upward'),
papers as (
  insert into document(id, number, step, kind, template, issuer, facts, act_at)
  select gen_random_uuid(), $1, step, document ->> 'kind', (document ->> 'template')::int, document ->> 'issuer', document -> 'facts', at
  from entries where document is not null on conflict (number, step, kind) do nothing),
facts as (
  ${UPSERT_FACTS('moved', '$16')}),
box as (
  insert into outbox(subject, key, body, traceparent) select subject, $1, body, $17 from entries order by step)
select count(*)::int as moved from moved`;

/** Applies acts to a case and writes what they changed: one statement, one commit. */
@Injectable()
export class RecordActs {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly laws: LawBook,
    private readonly duties: Duties,
    private readonly places: Places,
  ) {}

  async record(input: { state: CaseState; acts: readonly Act[]; at: string }): Promise<Recorded> {
    const process = processOf(input.state.kind);
    const entries: Entry[] = [];
    let state = input.state;
    for (const asked of input.acts) {
      const act = asked.command === CLOCK_MOMENT ? await this.named(state, asked) : await this.lookedUp(state, asked);
      // Acts after the first may have become impossible by the first; the first was let pass by the workflow.
      if (act.command !== CLOCK_MOMENT && entries.length > 0 && refusalOf(process, state, act)) continue;
      const law = await this.lawOf(state, act.command, input.at);
      const next = transition(process, state, act, input.at, law);
      const entry = entryOf(state, next.state, next.step, documentOfAct(act, state, next.state, input.at, law.pack));
      entries.push(entry);
      state = { ...next.state, auditHash: entry.hash };
    }
    const closedAt = isFinal(process, state) ? input.at : null;
    try {
      if (await this.write(input.state.step, state, closedAt, entries)) return appliedTo(input.state, state);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    return this.recordedBefore(input.state.number, input.acts[0]!.commandId);
  }

  /** A rung names the person it turns to. */
  private async named(state: CaseState, act: Act): Promise<Act> {
    const clock = state.clocks.find((one) => one.id === act.data?.['clockId']);
    if (clock?.next?.kind !== 'escalate' || clock.next.to === undefined) return act;
    return { ...act, data: { ...act.data, ...(await this.duties.personFor(clock.next.to, state, clock.unit)) } };
  }

  /** The version that the case is pinned to; the one in force now for an act that pins it anew. */
  private lawOf(state: CaseState, command: string, at: string): Promise<LawInForce> {
    return processOf(state.kind).commands[command]?.pins
      ? this.laws.inForceOrPinned(state.rulePack, formatDay(dayOf(Date.parse(at))))
      : this.laws.pinned(state.rulePack);
  }

  /** An act that hands the case on gets the unit above the one that has it then; none while dispatch is silent. */
  private async lookedUp(state: CaseState, act: Act): Promise<Act> {
    const unit = processOf(state.kind).commands[act.command]?.superiorOf?.(state, act);
    const superior = unit === undefined ? undefined : (await this.places.superior(unit))?.superior;
    // A unit that the case accuses does not decide on it (信访工作条例 第30条).
    return superior === undefined || state.accused?.includes(superior) ? act : { ...act, found: { superior } };
  }

  private async write(
    fromStep: number,
    state: CaseState,
    closedAt: string | null,
    entries: readonly Entry[],
  ): Promise<boolean> {
    const rows = await this.database.$queryRawUnsafe<{ moved: number }[]>(
      RECORD_STATEMENT,
      state.number,
      fromStep,
      state.stage,
      state.step,
      state.auditHash,
      JSON.stringify(state),
      state.responsible?.unit ?? null,
      state.responsible?.person ?? null,
      nearestDue(state) ?? null,
      state.overdue,
      state.gridCode,
      state.district,
      closedAt,
      JSON.stringify(entries),
      state.supervisingUnit ?? null,
      factsParameter(state),
      currentTraceparent() ?? null,
    );
    return rows[0]?.moved === 1;
  }

  private async recordedBefore(number: string, commandId: string): Promise<Recorded> {
    const [row, entry] = await Promise.all([
      this.database.petition.findUniqueOrThrow({ where: { number }, select: { state: true } }),
      this.database.audit.findUnique({
        where: { stream_commandId: { stream: number, commandId } },
        select: { id: true },
      }),
    ]);
    return { applied: entry !== null, result: { state: row.state as unknown as CaseState } };
  }
}

/** What a step leaves behind: its entry, chained to the one before, its event, and the document it asks for. */
export function entryOf(before: CaseState, after: CaseState, step: Step, document?: DocumentRequest): Entry {
  const { step: number, commandId, at, ...entry } = step;
  const hash = entryHash(Buffer.from(before.auditHash, 'hex'), {
    stream: after.number,
    step: number,
    commandId,
    at,
    entry,
  }).toString('hex');
  const body: CaseEvent = {
    number: after.number,
    step: number,
    kind: after.kind,
    command: step.command,
    from: step.from,
    stage: after.stage,
    matterItem: after.matterItem,
    gridCode: after.gridCode,
    unit: after.responsible?.unit,
    person: after.responsible?.person,
    ...(after.jointHandlers.length > 0 ? { jointUnits: after.jointHandlers.map((handler) => handler.unit) } : {}),
    ...(typeof step.data?.['person'] === 'string' && step.command === 'escalate' ? { named: step.data['person'] } : {}),
    ...(after.accused?.length ? { restricted: true } : {}),
    dueAt: nearestDue(after),
    at,
  };
  return {
    step: number,
    commandId,
    entry,
    at,
    prevHash: before.auditHash,
    hash,
    subject: eventOfCommand(step.command),
    body,
    ...(document ? { document } : {}),
  };
}

/** PostgreSQL's unique_violation, as Prisma's raw queries and the driver report it. */
function isDuplicate(error: unknown): boolean {
  return /23505|unique constraint/i.test(`${(error as { code?: string }).code} ${(error as Error).message}`);
}
