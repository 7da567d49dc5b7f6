import { localDate } from '@wangge/domain/responsibility/matrix';
import { canonicalJson } from '@wangge/platform/http/canonical-json';
import { requestHash } from '@wangge/platform/http/idempotency-key';
import { decodeCursor, pageOf, type Page } from '@wangge/platform/http/pagination';
import { Refusal } from '@wangge/platform/http/problem';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { DispatchDatabase, Transaction } from '../database';
import { readCsv, writeCsv, type LineError } from './csv';
import { auditStreamOf, recordChanges, type RecordedChange } from './record-changes';
import type {
  Column,
  FieldProblem,
  Kept,
  KindName,
  KnownReferences,
  ReferenceKind,
  ReferenceRecord,
} from './reference-kind';
import type { ReferenceSnapshot } from './reference-snapshot';
import { dateOf, keptOf, nextRevision, plain, recordOf, rowsOf, upsert, type Row } from './reference-rows';

/** Who asks for a change, and the key under which the same request may be sent again. */
export interface Command {
  readonly by: string;
  readonly reason?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

export type Shown<R extends ReferenceRecord> = Kept<R> & { readonly inForce: boolean };

export interface ListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly q?: string | undefined;
  readonly includeEnded?: boolean | undefined;
  /** Equal to these fields. */
  readonly where?: Readonly<Record<string, unknown>>;
  /** With the bulky fields. */
  readonly whole?: boolean | undefined;
}

export interface ImportResult {
  readonly dryRun: boolean;
  /** Rows written; for a dry run, rows that would be. */
  readonly imported: number;
  readonly unchanged: number;
  readonly errors: readonly LineError[];
}

interface Change<R extends ReferenceRecord> {
  readonly record: R;
  readonly action: RecordedChange['action'];
  /** What must be there: nothing, this version, or whatever is there. */
  readonly expect: 'absent' | number | 'any';
}

/** What a code of any kind looks like. */
const CODE = /^[A-Za-z0-9._@~-]{1,110}$/;
const CSV_PAGE = 1_000;
const MOST_ERRORS = 200;
const TRANSACTION = { timeout: 20_000, maxWait: 5_000 };

/** Reads and changes the records of every kind; each change with its audit entry and event in one transaction. */
export class ReferenceStore {
  constructor(
    private readonly database: DispatchDatabase,
    private readonly snapshot: ReferenceSnapshot,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  /** One page by code. */
  async list<R extends ReferenceRecord>(kind: ReferenceKind<R>, query: ListQuery): Promise<Page<Shown<R>>> {
    const after = decodeCursor(query.cursor, z.string().regex(CODE));
    const rows = await this.rows(kind, query, after, query.limit + 1);
    return pageOf(
      rows,
      query.limit,
      (row) => row.code,
      (row) => this.shown(kind, row),
    );
  }

  /** All rows that fit the query as CSV, read page by page. */
  async *csv<R extends ReferenceRecord>(
    kind: ReferenceKind<R>,
    query: Omit<ListQuery, 'limit' | 'cursor'>,
  ): AsyncGenerator<string> {
    const columns = columnsOf(kind, query.whole);
    yield writeCsv(columns, [], true);
    for (let after: string | undefined; ;) {
      const rows = await this.rows(kind, query, after, CSV_PAGE);
      if (rows.length > 0)
        yield writeCsv(
          columns,
          rows.map((row) => recordOf(kind, row)),
          false,
        );
      after = rows.at(-1)?.code;
      if (rows.length < CSV_PAGE) return;
    }
  }

  private rows(
    kind: ReferenceKind,
    query: Omit<ListQuery, 'limit' | 'cursor'>,
    after: string | undefined,
    take: number,
  ): Promise<Row[]> {
    const today = dateOf(localDate(this.clock()));
    const fields = new Set(kind.columns.map((column) => column.field));
    const conditions: object[] = [query.where ?? {}];
    if (after !== undefined) conditions.push({ code: { gt: after } });
    if (query.q !== undefined) {
      conditions.push({
        OR: [
          { code: { startsWith: query.q } },
          ...(fields.has('name') ? [{ name: { contains: query.q, mode: 'insensitive' } }] : []),
        ],
      });
    }
    if (!query.includeEnded) {
      conditions.push(
        { OR: [{ validFrom: null }, { validFrom: { lte: today } }] },
        { OR: [{ validUntil: null }, { validUntil: { gt: today } }] },
      );
    }
    const bulky = query.whole
      ? []
      : kind.columns.filter((column) => column.bulky).map((column) => [column.field, true]);
    return rowsOf(this.database, kind.name).findMany({
      where: { AND: conditions },
      orderBy: { code: 'asc' },
      take,
      ...(bulky.length > 0 ? { omit: Object.fromEntries(bulky) as Record<string, boolean> } : {}),
    });
  }

  private shown<R extends ReferenceRecord>(kind: ReferenceKind<R>, row: Row): Shown<R> {
    return this.withForce(keptOf(kind, row));
  }

  private withForce<R extends ReferenceRecord>(kept: Kept<R>): Shown<R> {
    const today = localDate(this.clock());
    const inForce =
      (kept.validFrom === undefined || kept.validFrom <= today) &&
      (kept.validUntil === undefined || today < kept.validUntil);
    return { ...kept, inForce };
  }

  /** The record with this code, ended ones too. Throws 404. */
  async get<R extends ReferenceRecord>(kind: ReferenceKind<R>, code: string): Promise<Shown<R>> {
    const [row] = CODE.test(code) ? await rowsOf(this.database, kind.name).findMany({ where: { code } }) : [];
    if (!row) throw new Refusal('RESOURCE.NOT_FOUND');
    return this.shown(kind, row);
  }

  /** Every change of a record from the audit trail, oldest first. */
  async history(
    kind: ReferenceKind,
    code: string,
    query: { limit: number; cursor?: string | undefined },
  ): Promise<Page<object>> {
    await this.get(kind, code);
    const after = decodeCursor(query.cursor, z.int32());
    const rows = await this.database.audit.findMany({
      where: { stream: auditStreamOf(kind.name, code), ...(after === undefined ? {} : { step: { gt: after } }) },
      orderBy: { step: 'asc' },
      take: query.limit + 1,
    });
    return pageOf(
      rows,
      query.limit,
      (row) => row.step,
      (row) => ({ step: row.step, at: row.at.toISOString(), ...(row.entry as object) }),
    );
  }

  /**
   * A new record. The same record once more gives what is there (`created` is false); another one under its code is a
   * 409, as is a code that was retired.
   */
  async create<R extends ReferenceRecord>(
    kind: ReferenceKind<R>,
    record: R,
    command: Command,
  ): Promise<{ record: Shown<R>; created: boolean }> {
    this.refuseProblems(kind.check(record, this.snapshot));
    return this.once(command, { kind: kind.name, create: record }, async (transaction) => {
      const { kept, changed } = await this.write(
        transaction,
        kind,
        [{ record, action: 'created', expect: 'absent' }],
        command,
      );
      return { record: this.withForce(kept[0] as Kept<R>), created: changed === 1 };
    });
  }

  /**
   * Replaces a record as a whole: fields left out are emptied. `version` is the one the caller has seen (409 when it is
   * no longer so); without one the record must be new, or already be like this.
   */
  async replace<R extends ReferenceRecord>(
    kind: ReferenceKind<R>,
    code: string,
    record: R,
    version: number | undefined,
    command: Command,
  ): Promise<{ record: Shown<R>; created: boolean }> {
    if (record.code !== code) this.refuseProblems([{ field: 'code', message: 'must be the code in the path' }]);
    if (version !== undefined) await this.get(kind, code);
    this.refuseProblems(kind.check(record, this.snapshot));
    return this.once(command, { kind: kind.name, replace: record, version }, async (transaction) => {
      const change = { record, action: 'replaced' as const, expect: version ?? ('absent' as const) };
      const { kept } = await this.write(transaction, kind, [change], command);
      const [only] = kept as [Kept<R>];
      return { record: this.withForce(only), created: only.version === 1 };
    });
  }

  /** Ends a record on a date (today when none is given), with the reason. The row and its history stay. */
  async retire<R extends ReferenceRecord>(
    kind: ReferenceKind<R>,
    code: string,
    end: { reason: string; validUntil?: string | undefined; version?: number | undefined },
    command: Command,
  ): Promise<Shown<R>> {
    const now = await this.get(kind, code);
    const validUntil = end.validUntil ?? localDate(this.clock());
    const from = now.validFrom;
    if (from !== undefined && validUntil < from) {
      this.refuseProblems([{ field: 'validUntil', message: 'must not be before validFrom' }]);
    }
    this.refuseProblems(kind.checkEnd?.(now, (name) => this.snapshot.inForce(name)) ?? [], 'RESOURCE.CONFLICT');
    return this.once(command, { kind: kind.name, code, retire: end }, async (transaction) => {
      const record = { ...now, validUntil, endReason: end.reason };
      const change = { record, action: 'retired' as const, expect: end.version ?? now.version };
      const { kept } = await this.write(transaction, kind, [change], { ...command, reason: end.reason });
      return this.withForce(kept[0] as Kept<R>);
    });
  }

  /**
   * Writes every good row of a CSV file, by code: new ones are created, known ones changed in the columns that the file
   * has. A row may point at rows of the same file, whatever their order.
   */
  async import<R extends ReferenceRecord>(
    kind: ReferenceKind<R>,
    text: string,
    dryRun: boolean,
    command: Command,
  ): Promise<ImportResult> {
    const file = readCsv(text, kind.columns);
    const errors: LineError[] = [...file.errors];
    const codes = file.rows.map((row) => codeIn(row.fields));
    const existing = new Map(
      (await rowsOf(this.database, kind.name).findMany({ where: { code: { in: codes } } })).map((row) => [
        row.code,
        row,
      ]),
    );
    const good: { line: number; change: Change<R> }[] = [];
    const lineOfCode = new Map<string, number>();
    for (const [index, { line, fields }] of file.rows.entries()) {
      const row = existing.get(codes[index] ?? '');
      const base = row ? plain(kind, recordOf(kind, row)) : {};
      const parsed = kind.input.safeParse(dropEmpty({ ...base, ...fields }));
      if (!parsed.success) {
        errors.push(
          ...parsed.error.issues.map((issue) => ({
            line,
            field: issue.path.map(String).join('.'),
            message: issue.message,
          })),
        );
        continue;
      }
      const record = parsed.data;
      const earlier = lineOfCode.get(record.code);
      if (earlier !== undefined) {
        errors.push({ line, field: 'code', message: `stands in line ${earlier} already` });
        continue;
      }
      lineOfCode.set(record.code, line);
      good.push({ line, change: { record, action: 'imported', expect: row ? row.version : 'absent' } });
    }
    const checked = this.checkTogether(kind, good, errors);
    const changes = checked
      .map(({ change }) => change)
      .filter(({ record }) => {
        const row = existing.get(record.code);
        return row === undefined || !same(kind, recordOf(kind, row), record);
      });
    const unchanged = checked.length - changes.length;
    errors.sort((a, b) => a.line - b.line);
    const shown = errors.slice(0, MOST_ERRORS);
    if (dryRun || changes.length === 0) return { dryRun, imported: changes.length, unchanged, errors: shown };
    await this.database.$transaction((transaction) => this.write(transaction, kind, changes, command), TRANSACTION);
    await this.snapshot.refresh();
    return { dryRun, imported: changes.length, unchanged, errors: shown };
  }

  /** Leaves out rows that point at nothing, and then those that pointed at them, until what is left holds. */
  private checkTogether<R extends ReferenceRecord>(
    kind: ReferenceKind<R>,
    rows: readonly { line: number; change: Change<R> }[],
    errors: LineError[],
  ): readonly { line: number; change: Change<R> }[] {
    let left = rows;
    for (;;) {
      const inFile = new Set(left.map(({ change }) => change.record.code));
      const known: KnownReferences = {
        has: (name: KindName, code: string) =>
          (name === kind.name && inFile.has(code)) || this.snapshot.has(name, code),
      };
      const next = left.filter(({ line, change }) => {
        const problems = kind.check(change.record, known);
        errors.push(...problems.map((problem) => ({ line, ...problem })));
        return problems.length === 0;
      });
      if (next.length === left.length) return left;
      left = next;
    }
  }

  /** Compares with what is there under the kind's lock, and writes what differs. */
  private async write<R extends ReferenceRecord>(
    transaction: Transaction,
    kind: ReferenceKind<R>,
    changes: readonly Change<R>[],
    command: Command,
  ): Promise<{ kept: Kept<R>[]; changed: number }> {
    const revision = await nextRevision(transaction, kind.name);
    const codes = changes.map((change) => change.record.code);
    const existing = new Map(
      (await rowsOf(transaction, kind.name).findMany({ where: { code: { in: codes } } })).map((row) => [row.code, row]),
    );
    const at = this.clock();
    const stamp = { revision, at, by: command.by };
    const kept: Kept<R>[] = [];
    const records: { record: R; version: number }[] = [];
    const recorded: RecordedChange[] = [];
    for (const { record, action, expect } of changes) {
      const row = existing.get(record.code);
      const before = row && recordOf(kind, row);
      if (row && before && same(kind, before, record)) {
        kept.push(keptOf(kind, row));
        continue;
      }
      if (row ? expect !== row.version && expect !== 'any' : typeof expect === 'number') {
        throw new Refusal('RESOURCE.CONFLICT', {
          extra: { conflict: record.code, ...(row ? { version: row.version } : {}) },
        });
      }
      const version = (row?.version ?? 0) + 1;
      const after = plain(kind, record);
      records.push({ record, version });
      recorded.push({ code: record.code, action, before: before && plain(kind, before), after });
      kept.push({ ...(after as unknown as R), version, updatedAt: at.toISOString(), updatedBy: command.by });
    }
    if (records.length > 0) {
      await upsert(transaction, kind, records, stamp);
      const commandId = randomUUID();
      await recordChanges(transaction, { ...stamp, kind: kind.name, reason: command.reason, commandId }, recorded);
    }
    return { kept, changed: records.length };
  }

  /** Runs a change in a transaction; the same request under the same key gets the first answer and changes nothing. */
  private async once<Answer extends object>(
    command: Command,
    request: object,
    change: (transaction: Transaction) => Promise<Answer>,
  ): Promise<Answer> {
    const { idempotencyKey: key, by: actor } = command;
    const answer = await this.database.$transaction(async (transaction) => {
      if (key === undefined) return change(transaction);
      await transaction.$executeRawUnsafe('select pg_advisory_xact_lock(hashtextextended($1, 7))', `${actor} ${key}`);
      const hash = requestHash(request);
      const known = await transaction.idempotentAnswer.findUnique({ where: { actor_key: { actor, key } } });
      if (known) {
        if (known.requestHash !== hash) throw new Refusal('IDEMPOTENCY.KEY_REUSED');
        return known.answer as Answer;
      }
      const made = await change(transaction);
      await transaction.idempotentAnswer.create({ data: { actor, key, requestHash: hash, answer: made } });
      return made;
    }, TRANSACTION);
    await this.snapshot.refresh();
    return answer;
  }

  /** Forgets answers kept for repeated requests after two days. */
  async forgetAnswers(): Promise<void> {
    const before = new Date(this.clock().getTime() - 2 * 86_400_000);
    await this.database.idempotentAnswer.deleteMany({ where: { createdAt: { lt: before } } });
  }

  private refuseProblems(
    problems: readonly FieldProblem[],
    code: 'REQUEST.INVALID' | 'RESOURCE.CONFLICT' = 'REQUEST.INVALID',
  ): void {
    if (problems.length > 0)
      throw new Refusal(code, { errors: problems.map((problem) => ({ code: 'custom', ...problem })) });
  }
}

const columnsOf = (kind: ReferenceKind, whole: boolean | undefined): readonly Column[] =>
  kind.columns.filter((column) => whole || !column.bulky);

const same = <R extends ReferenceRecord>(kind: ReferenceKind<R>, a: R, b: R): boolean =>
  canonicalJson(plain(kind, a)) === canonicalJson(plain(kind, b));

const dropEmpty = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The code that a row of a file has or will have: a responsibility's follows from its item and grid. */
function codeIn(fields: Readonly<Record<string, unknown>>): string {
  const { code, matterItem, gridCode } = fields;
  const found =
    code ?? (typeof matterItem === 'string' && typeof gridCode === 'string' ? `${matterItem}@${gridCode}` : undefined);
  return typeof found === 'string' && CODE.test(found) ? found : '';
}
