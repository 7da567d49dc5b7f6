import type { CaseEvent } from '@wangge/contracts/events';
import { type CaseState, nearestDue } from '@wangge/domain/cases/case-state';
import { replan, type Replanned } from '@wangge/domain/cases/replan';
import type { LawInForce } from '@wangge/domain/cases/transition';
import { DeadlineError } from '@wangge/domain/clocks/deadline-error';
import type { Log } from '@wangge/platform/telemetry/log';
import type { Portion, Progress } from '@wangge/workflows/replan/replan-activities';
import type { Pool, PoolClient } from 'pg';
import { factsParameter, UPSERT_FACTS } from '../indicators/case-facts.sql';
import { entryOf } from '../petitions/record-acts';
import type { LawBook } from '../rules/law-book';
import { publicationId, type Published, reasonOf } from './publication';
import { touchedBy } from './touched-cases.sql';

/** Cases of one transaction: few enough that a command on one of them does not wait noticeably. */
const BATCH = 250;
const PORTION_MS = 20_000;
/** Finding the touched cases reads every open one. */
const FIND_TIMEOUT = '5min';

const COUNTS = 'touched, planned, moved, confirmed, told';

/** Nobody else takes the same case twice, and a command on it waits until the batch is committed. */
const TAKE = `select p.number, p.state, p.closed_at is not null as over, c.again
  from publication_case c join petition p using (number)
  where c.publication = $1 and not c.planned and c.fault is null
  order by c.number limit ${BATCH} for update of c skip locked for no key update of p`;

/** Cases, audit trail, events, facts, and what is still to be done: all of a batch or nothing of it. */
const RECORD = `
with given as (
  select r.* from jsonb_to_recordset($2::jsonb) as r(number text, step int, state jsonb, "dueAt" timestamptz, overdue boolean, "commandId" text,
    entry jsonb, at timestamptz, "prevHash" text, hash text, subject text, body jsonb, "tellBy" timestamptz)),
changed as (
  update petition p set step = g.step, audit_hash = decode(g.hash, 'hex'), state = g.state, due_at = g."dueAt", overdue = g.overdue
  from given g where p.number = g.number returning p.number, p.channel),
trail as (
  insert into audit(stream, step, command_id, entry, at, prev_hash, hash)
  select number, step, "commandId", entry, at, decode("prevHash", 'hex'), decode(hash, 'hex') from given order by number),
box as (
  insert into outbox(subject, key, body) select subject, number, body from given order by number),
facts as (
  ${UPSERT_FACTS('changed', '$3')}),
to_tell as (
  update publication_case c set planned = true, tell = true, tell_by = g."tellBy" from given g where c.publication = $1 and c.number = g.number),
faulty as (
  update publication_case c set fault = f.fault from jsonb_to_recordset($4::jsonb) as f(number text, fault text)
  where c.publication = $1 and c.number = f.number),
unchanged as (
  update publication_case set planned = true where publication = $1 and number = any($5::text[]))
update publication set planned = planned + $6, moved = moved + $7, confirmed = confirmed + $8 where id = $1`;

interface Taken {
  readonly number: string;
  readonly state: CaseState;
  readonly over: boolean;
  readonly again: boolean;
}

/** Moves the record of the cases that a publication touches: each once, and no others. */
export class ReplanCases {
  constructor(
    private readonly pool: Pool,
    private readonly laws: LawBook,
    private readonly log: Log,
  ) {}

  /**
   * Notes which cases are to be planned anew.
   * @param pass 2: of those that something happened to since the publication, the ones whose clocks were planned by the law before
   */
  async find(id: string, pass: 1 | 2): Promise<Progress> {
    const published = await this.published(id);
    const { packs } = await this.lawSince(published);
    const { sql, values } = touchedBy(published, packs);
    const next = values.length + 1;
    const since =
      pass === 1
        ? ''
        : `and p.number in (select stream from audit where at >= (select greatest(published_at, begins) - interval '1 minute' from publication where id = $${next}))`;
    return this.inTransaction(async (client) => {
      await client.query(`set local statement_timeout = '${FIND_TIMEOUT}'`);
      const { rows } = await client.query<Progress>(
        `with found as (
           insert into publication_case(publication, number) select $${next}, p.number from petition p where ${sql} ${since}
           on conflict (publication, number) do update set planned = false, again = true where publication_case.planned
           returning xmax = 0 as new)
         update publication set touched = touched + (select count(*) from found where new) where id = $${next} returning ${COUNTS}`,
        [...values, id],
      );
      return rows[0]!;
    });
  }

  /** Plans touched cases anew for a while. @param onBatch is called after every batch; throws to end the work */
  async plan(id: string, pass: 1 | 2, onBatch: () => void = () => undefined): Promise<Portion> {
    const published = await this.published(id);
    await this.lawSince(published);
    const until = Date.now() + PORTION_MS;
    let taken: number;
    do {
      taken = await this.planBatch(published, pass);
      onBatch();
    } while (taken > 0 && Date.now() < until);
    const { rows } = await this.pool.query<Progress>(
      `update publication set planned_at = case when $2 then planned_at else coalesce(planned_at, now()) end where id = $1 returning ${COUNTS}`,
      [id, taken > 0],
    );
    return { progress: rows[0]!, more: taken > 0 };
  }

  private planBatch(published: Published, pass: 1 | 2): Promise<number> {
    const id = publicationId(published);
    return this.inTransaction(async (client) => {
      const { rows } = await client.query<Taken>(TAKE, [id]);
      if (rows.length === 0) return 0;
      const at = new Date().toISOString();
      const changed: object[] = [];
      const states: CaseState[] = [];
      const faulty: { number: string; fault: string }[] = [];
      const unchanged: string[] = [];
      let moved = 0;
      for (const { number, state, over } of rows) {
        const act = {
          at,
          commandId: pass === 1 ? `replan:${id}` : `replan:${id}#${pass}`,
          reason: reasonOf(published),
        };
        try {
          const replanned = over
            ? undefined
            : replan(state, { ...act, law: await this.lawOf(state, published), publication: id });
          if (!replanned) {
            unchanged.push(number);
            continue;
          }
          const row = rowOf(state, replanned);
          changed.push(row.given);
          states.push(row.state);
          if (replanned.moved) moved += 1;
        } catch (error) {
          if (!(error instanceof DeadlineError)) throw error;
          this.log.error({ err: error, number, publication: id }, 'a case cannot be planned anew');
          faulty.push({ number, fault: error.message.slice(0, 500) });
        }
      }
      await client.query(RECORD, [
        id,
        JSON.stringify(changed),
        factsParameter(...states),
        JSON.stringify(faulty),
        unchanged,
        rows.filter(({ again }) => !again).length - faulty.length,
        moved,
        changed.length - moved,
      ]);
      return rows.length;
    });
  }

  private async lawOf(state: CaseState, { kind, subject, version }: Published) {
    const before: LawInForce = await this.laws.pinned(state.rulePack);
    const moves = kind === 'rule-pack' && state.rulePack.id === subject && state.rulePack.version < version;
    return { before, after: moves ? await this.laws.pinned({ id: subject, version }) : before };
  }

  /** The law as it is now; fails while this process cannot see what was published. */
  private async lawSince({ kind, subject, version }: Published) {
    const law = await this.laws.renew();
    const known =
      kind === 'rule-pack'
        ? law.packs.some((pack) => pack.id === subject && pack.version === version)
        : law.calendar.version.split(' ').some((year) => {
            const [number, of] = year.split('.');
            return number === subject && Number(of) >= version;
          });
    if (!known) throw new Error(`${kind} ${subject} ${version} cannot be read yet`);
    return law;
  }

  private async published(id: string): Promise<Published> {
    const { rows } = await this.pool.query<Published>('select kind, subject, version from publication where id = $1', [
      id,
    ]);
    if (!rows[0]) throw new Error(`no publication ${id}`);
    return rows[0];
  }

  private async inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      // The connection is closed, and with it the transaction: nothing of it is left.
      client.release(true);
      throw error;
    }
  }
}

/** What the statement writes of one case. */
function rowOf(before: CaseState, { state, step, changes, moved, tellBy }: Replanned) {
  const entry = entryOf(before, state, step);
  const after: CaseState = { ...state, auditHash: entry.hash };
  const jointUnits = moved ? changes.flatMap(({ unit }) => unit ?? []) : [];
  // Of co-handling units only those are told whose own clocks moved.
  const body: CaseEvent = { ...entry.body, jointUnits: jointUnits.length > 0 ? jointUnits : undefined };
  const given = {
    ...entry,
    number: state.number,
    body,
    state: after,
    dueAt: nearestDue(after) ?? null,
    overdue: after.overdue,
    tellBy: tellBy ?? null,
  };
  return { state: after, given };
}
