import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { UnitNamesAnswer } from '@wangge/contracts/questions';
import { dayOf, formatDay } from '@wangge/domain/calendar/local-date';
import type { CaseKind } from '@wangge/domain/cases/case-state';
import { chineseDate } from '@wangge/domain/documents/chinese-numerals';
import { composeDocument, type Fields, missingFields } from '@wangge/domain/documents/compose-document';
import { type DocumentKind, documentNumber } from '@wangge/domain/documents/document-kinds';
import { fieldsOfAct, numbered, unitsOfAct } from '@wangge/domain/documents/documents-of-act';
import { unmaskPeople } from '@wangge/domain/people/mask';
import { templateOf } from '@wangge/domain/documents/templates';
import { type KeyRing, seal } from '@wangge/platform/configuration/keys';
import type { EvidenceStore, PutLimits } from '@wangge/platform/evidence/evidence-store';
import { Pump } from '@wangge/platform/outbox/pump';
import type { Log } from '@wangge/platform/telemetry/log';
import type { Pool } from 'pg';
import { openPeople } from '../petitions/people';
import { type Letter, setPdf } from './set-pdf';

/** Longer than making one takes: a worker that dies leaves the document to the next one. */
const LEASE_SECONDS = 60;
/** 10 s, 40 s, 160 s … at most an hour: what cannot be made now is tried for as long as it takes. */
const retrySeconds = (attempts: number): number => Math.min(10 * 4 ** Math.min(attempts - 1, 6), 3_600);
/** After one is made: as long as the process is busier than `QUIET`, looked at so often, at most so long. */
const LOOK_MS = 50;
const AT_MOST_MS = 1_000;
const QUIET = 0.1;
/** How sealed files are put into the store. */
export const SEALED_FILE: PutLimits = { maxBytes: 20 * 1024 * 1024, allowedKinds: new Set(), sealed: true };

export const placeOfDocument = (id: string): string => `document/${id}`;

interface Waiting {
  readonly id: string;
  readonly number: string;
  readonly step: number;
  readonly kind: DocumentKind;
  readonly template: number;
  readonly issuer: string | null;
  readonly facts: Fields;
  readonly act_at: Date;
  readonly year: number;
  readonly sequence: number;
  readonly attempts: number;
}

interface Source {
  readonly kind: CaseKind;
  readonly title: string;
  readonly content: { readonly claims: readonly string[] };
  readonly sealed: Buffer | null;
  readonly received_at: Date;
  readonly entry: {
    readonly command: string;
    readonly from: string;
    readonly to: string;
    readonly reason: string;
    readonly data?: object;
  };
}

export interface MakeDocumentsSettings {
  readonly keys: KeyRing;
  /** Code of the unit that is the petition office. */
  readonly office: string;
  /** What the numbers begin with. */
  readonly organCode: string;
}

/** It cannot be made as things are; said in the list of documents. */
class CannotBeMade extends Error {}

/**
 * Setting a document holds the process for some hundredths of a second, and running cases go first: while there is much to
 * do for them one document a second is made, otherwise one after another.
 */
async function untilQuiet(): Promise<void> {
  for (let waited = 0; waited < AT_MOST_MS; waited += LOOK_MS) {
    const before = performance.eventLoopUtilization();
    await pause(LOOK_MS);
    if (performance.eventLoopUtilization(before).utilization < QUIET) return;
  }
}

const localDate = (at: Date): string => formatDay(dayOf(at.getTime()));

/**
 * Makes the documents that acts asked for: numbers each with the first attempt, sets it, seals it into the store and
 * says so in its row. A worker that is killed in between leaves at most a sealed file that nothing refers to; the next
 * attempt makes the same document under the same number.
 */
export class MakeDocuments {
  private readonly pump: Pump;

  constructor(
    private readonly pool: Pool,
    private readonly store: EvidenceStore,
    private readonly unitNames: (units: readonly string[]) => Promise<UnitNamesAnswer | undefined>,
    private readonly settings: MakeDocumentsSettings,
    private readonly log: Log,
  ) {
    this.pump = new Pump('documents', () => this.next(), log);
  }

  start(): void {
    this.pump.start();
  }

  async stop(): Promise<void> {
    await this.pump.stop();
  }

  /** Makes the one that waits longest. @returns whether there was one */
  async next(): Promise<boolean> {
    const waiting = await this.take();
    if (!waiting) return false;
    try {
      await this.make(waiting);
    } catch (error) {
      await this.putOff(waiting, error);
    }
    await untilQuiet();
    return true;
  }

  /** Leases it and gives it the next number of its series, unless it has one. */
  private async take(): Promise<Waiting | undefined> {
    const { rows } = await this.pool.query<Waiting>({
      name: 'take-document',
      text: `with next as (
          select id, kind, sequence, extract(year from act_at at time zone 'Asia/Shanghai')::int as year from document
          where made_at is null and next_at <= now() order by next_at, id limit 1 for update skip locked),
        series as (
          insert into document_series(kind, year, last) select kind, year, 1 from next where sequence is null
          on conflict (kind, year) do update set last = document_series.last + 1 returning last)
        update document d set attempts = d.attempts + 1, next_at = now() + make_interval(secs => $1), year = next.year,
          sequence = coalesce(d.sequence, (select last from series))
        from next where d.id = next.id
        returning d.id, d.number, d.step, d.kind, d.template, d.issuer, d.facts, d.act_at, d.year, d.sequence, d.attempts`,
      values: [LEASE_SECONDS],
    });
    return rows[0];
  }

  private async make(waiting: Waiting): Promise<void> {
    const letter = await this.letterOf(waiting);
    const { pdf, unset } = await setPdf(letter);
    const sealed = seal(this.settings.keys, pdf, placeOfDocument(waiting.id));
    const { id: file } = await this.store.put(Readable.from([sealed]), SEALED_FILE);
    const { rowCount } = await this.pool.query(
      `update document set file = $2, hash = $3, size = $4, unset_characters = $5, document_number = $6, sealed_with = $7, failure = null, made_at = now()
       where id = $1 and made_at is null`,
      [
        waiting.id,
        file,
        createHash('sha256').update(pdf).digest(),
        pdf.length,
        unset,
        letter.number,
        this.settings.keys.current.id,
      ],
    );
    // Another worker had it meanwhile, because this one was slower than its lease.
    if (rowCount === 0) await this.store.remove(file);
  }

  private async letterOf(waiting: Waiting): Promise<Letter> {
    const template = templateOf(waiting.kind, waiting.template);
    if (!template) throw new CannotBeMade(`no template ${waiting.kind} ${waiting.template}`);
    const source = await this.sourceOf(waiting);
    const act = { process: source.kind, ...source.entry };
    const issuer = waiting.issuer ?? this.settings.office;
    const named = unitsOfAct(act);
    const names = await this.namesOf([issuer, ...Object.values(named)]);
    const organ = names[issuer]!;
    const people = openPeople(this.settings.keys, waiting.number, source.sealed).petitioners ?? [];
    const petitioners = people.map(({ name }) => name).join('、') || '信访人';
    const date = chineseDate(localDate(waiting.act_at));
    const claims = source.content.claims;
    const fields: Fields = {
      number: waiting.number,
      title: source.title,
      receivedOn: chineseDate(localDate(source.received_at)),
      actOn: date,
      organ,
      petitioners,
      you: people.length > 1 ? '你们' : '你',
      reason: source.entry.reason,
      ...waiting.facts,
      claims: claims.length === 1 ? claims[0] : numbered(claims) || source.title,
      ...Object.fromEntries(Object.entries(named).map(([field, unit]) => [field, names[unit]])),
      ...fieldsOfAct(act),
    };
    const missing = missingFields(template, fields);
    if (missing.length > 0) throw new CannotBeMade(`it must say: ${missing.join(', ')}`);
    const full = Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, unmaskPeople(text, people)]));
    return {
      ...composeDocument(template, full),
      organ,
      addressee: petitioners,
      date,
      at: waiting.act_at,
      number: documentNumber(this.settings.organCode, waiting.kind, waiting.year, waiting.sequence),
    };
  }

  private async sourceOf({ number, step }: Waiting): Promise<Source> {
    const { rows } = await this.pool.query<Source>(
      `select p.kind, p.title, p.content, p.sealed, p.received_at, a.entry
       from petition p join audit a on a.stream = p.number and a.step = $2 where p.number = $1`,
      [number, step],
    );
    if (!rows[0]) throw new CannotBeMade('the act is not in the record');
    return rows[0];
  }

  private async namesOf(units: readonly string[]): Promise<UnitNamesAnswer['names']> {
    const answer = await this.unitNames(units);
    if (!answer) throw new CannotBeMade('nobody says what the units are called');
    const unknown = units.find((unit) => answer.names[unit] === undefined);
    if (unknown !== undefined) throw new CannotBeMade(`unit ${unknown} is not in force`);
    return answer.names;
  }

  private async putOff(waiting: Waiting, error: unknown): Promise<void> {
    const failure = error instanceof CannotBeMade ? error.message : 'it failed';
    this.log.warn(
      { document: waiting.id, kind: waiting.kind, attempts: waiting.attempts, err: error },
      'a document was not made; it is tried again',
    );
    await this.pool.query(
      `update document set failure = $2, next_at = now() + make_interval(secs => $3) where id = $1 and made_at is null`,
      [waiting.id, failure, retrySeconds(waiting.attempts)],
    );
  }
}
