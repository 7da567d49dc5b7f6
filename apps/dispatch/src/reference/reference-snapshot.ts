import { GRID_LEVELS, chainOf, type CodeLengths } from '@wangge/domain/grids/codes';
import { GridIndex } from '@wangge/domain/grids/locate';
import type { Position } from '@wangge/domain/grids/boundary';
import type { Grant } from '@wangge/domain/people/actor';
import { inForce, localDate, ResponsibilityMatrix } from '@wangge/domain/responsibility/matrix';
import type {
  AccessAnswer,
  AccusedAnswer,
  DutyAnswer,
  DutyQuestion,
  LocationAnswer,
  LocationQuestion,
  MatterItemsAnswer,
  ResponsibilityAnswer,
  SuperiorAnswer,
  UnitNamesAnswer,
} from '@wangge/contracts/questions';
import type { DispatchDatabase } from '../database';
import type { Grid } from '../grids/grid';
import type { Post } from '../posts/post';
import { KINDS, type KindName, type KnownReferences, type ReferenceKind, type ReferenceRecord } from './reference-kind';
import type { RecordOf, ReferenceKinds } from './reference-kinds';
import { recordOf, rowsOf } from './reference-rows';

/** Entries of the catalogue in one answer: with the longest descriptions still below what NATS carries in a message. */
const ITEMS_IN_AN_ANSWER = 100;

/**
 * All reference data in memory, so that questions are answered without a query. `refresh` reads what is newer than the
 * revisions known; records are never removed, so that reading what changed is enough.
 */
export class ReferenceSnapshot implements KnownReferences {
  private readonly records: { readonly [K in KindName]: Map<string, RecordOf[K]> } = {
    grid: new Map(),
    unit: new Map(),
    person: new Map(),
    post: new Map(),
    'matter-item': new Map(),
    responsibility: new Map(),
  };
  private readonly known = new Map<string, bigint>();
  /** When each kind was changed last. */
  private readonly changedAt = new Map<KindName, Date>();
  private index = new GridIndex();
  private matrix: ResponsibilityMatrix;
  /** Posts by account, for the holder and the deputy. */
  private readonly postsOf = new Map<string, Set<string>>();
  /** Date for which the index holds the boundaries in force. */
  private indexDate = '';
  private underway: Promise<void> = Promise.resolve();
  private loaded = false;
  private todayOf = -1;
  private date = '';

  constructor(
    private readonly database: DispatchDatabase,
    private readonly kinds: ReferenceKinds,
    private readonly lengths: CodeLengths,
    private readonly clock: () => Date = () => new Date(),
  ) {
    this.matrix = new ResponsibilityMatrix([], lengths);
  }

  /** Whether it was read at least once; before that it answers nothing. */
  get ready(): boolean {
    return this.loaded;
  }

  /** The local date. Asked several times for each question, so it is worked out once a second. */
  get today(): string {
    const now = this.clock();
    const second = Math.floor(now.getTime() / 1_000);
    if (second !== this.todayOf) [this.todayOf, this.date] = [second, localDate(now)];
    return this.date;
  }

  /** Reads what changed. Calls wait for each other, so that an older reading never overwrites a newer one. */
  refresh(): Promise<void> {
    const next = this.underway.catch(() => undefined).then(() => this.read());
    this.underway = next;
    return next;
  }

  private async read(): Promise<void> {
    const revisions = new Map(
      (await this.database.revision.findMany()).map((row) => [row.kind, row.revision] as const),
    );
    for (const kind of KINDS) {
      const now = revisions.get(kind) ?? 0n;
      const known = this.known.get(kind) ?? -1n;
      if (now <= known) continue;
      const rows = await rowsOf(this.database, kind).findMany({ where: { revision: { gt: known } } });
      const definition = this.kinds[kind] as ReferenceKind;
      for (const row of rows) {
        this.put(kind, recordOf(definition, row));
        if (row.updatedAt > (this.changedAt.get(kind) ?? new Date(0))) this.changedAt.set(kind, row.updatedAt);
      }
      this.known.set(kind, now);
    }
    if (this.indexDate !== this.today) this.reindex();
    this.loaded = true;
  }

  private put(kind: KindName, record: ReferenceRecord): void {
    const records = this.records[kind] as Map<string, ReferenceRecord>;
    if (kind === 'post') this.putPost(records.get(record.code) as Post | undefined, record as Post);
    records.set(record.code, record);
    if (kind === 'grid') this.place(record as Grid);
    if (kind === 'responsibility') this.matrix.set(record as RecordOf['responsibility']);
  }

  private putPost(before: Post | undefined, after: Post): void {
    for (const account of [before?.person, before?.deputy]) if (account) this.postsOf.get(account)?.delete(after.code);
    for (const account of [after.person, after.deputy]) {
      if (account) this.postsOf.set(account, (this.postsOf.get(account) ?? new Set()).add(after.code));
    }
  }

  private place(grid: Grid): void {
    if (grid.boundary && inForce(grid, this.today)) this.index.set(grid.code, grid.boundary);
    else this.index.delete(grid.code);
  }

  private reindex(): void {
    this.indexDate = this.today;
    this.index = new GridIndex();
    for (const grid of this.records.grid.values()) this.place(grid);
  }

  /** Whether there is such a record in force today. */
  has(kind: KindName, code: string): boolean {
    return this.get(kind, code) !== undefined;
  }

  /** The record in force today. */
  get<K extends KindName>(kind: K, code: string): RecordOf[K] | undefined {
    const record = this.records[kind].get(code);
    return record && inForce(record, this.today) ? record : undefined;
  }

  /** All records in force today. */
  inForce<K extends KindName>(kind: K): RecordOf[K][] {
    const { today } = this;
    return ([...this.records[kind].values()] as RecordOf[K][]).filter((record) => inForce(record, today));
  }

  /** The chain of grids at a point, smallest first; empty for a point outside every grid. */
  chainAt(point: Position): Grid[] {
    const code = this.index.locate(point);
    return code === undefined ? [] : this.chainOf(code);
  }

  /** A grid in force and those above it, smallest first. */
  chainOf(code: string): Grid[] {
    return chainOf(code, this.lengths).flatMap((each) => this.get('grid', each) ?? []);
  }

  /** Code of the district that a grid lies in; undefined for a city. */
  private districtOf(gridCode: string): string | undefined {
    const digits = this.lengths[GRID_LEVELS.indexOf('district')];
    return chainOf(gridCode, this.lengths).find((code) => code.length === digits);
  }

  responsibility(matterItem: string, gridCode: string): ResponsibilityAnswer {
    const item = this.get('matter-item', matterItem);
    const itemKnown = item !== undefined;
    const gridKnown = this.has('grid', gridCode);
    const district = gridKnown ? this.districtOf(gridCode) : undefined;
    const selfGovernance = item?.approach === 'self-governance' ? { selfGovernance: true as const } : {};
    const place = { itemKnown, gridKnown, ...selfGovernance, ...(district === undefined ? {} : { district }) };
    const row =
      itemKnown && gridKnown
        ? this.matrix.lookup(matterItem, gridCode, this.today, (unit) => this.has('unit', unit))
        : undefined;
    if (!row) return { ...place, coHandlers: [] };
    const person = row.person !== undefined && this.has('person', row.person) ? row.person : undefined;
    const supervisingUnit =
      row.supervisingUnit !== undefined && this.has('unit', row.supervisingUnit) ? row.supervisingUnit : undefined;
    return {
      ...place,
      lead: { unit: row.leadUnit, ...(person === undefined ? {} : { person }) },
      coHandlers: row.coHandlers.filter((unit) => this.has('unit', unit)),
      ...(supervisingUnit === undefined ? {} : { supervisingUnit }),
    };
  }

  location(question: LocationQuestion): LocationAnswer {
    const gridCode = 'gridCode' in question ? question.gridCode : this.index.locate([question.lon, question.lat]);
    if (gridCode === undefined || !this.has('grid', gridCode)) return { found: false };
    const district = this.districtOf(gridCode);
    return { found: true, gridCode, ...(district === undefined ? {} : { district }) };
  }

  /** Who is on duty: the post of the unit, or the one over the nearest grid; the deputy while the person is not in office. */
  duty({ role, unit, gridCode, person: wanted }: DutyQuestion): DutyAnswer {
    const reach = (post: Post): number => {
      if (post.role !== role || (unit !== undefined && post.unit !== unit)) return -1;
      if (gridCode === undefined) return 0;
      return post.gridCode !== undefined && gridCode.startsWith(post.gridCode) ? post.gridCode.length : -1;
    };
    const posts = this.inForce('post')
      .filter((post) => reach(post) >= 0)
      .sort((a, b) => reach(b) - reach(a) || a.code.localeCompare(b.code));
    const isWanted = ({ person, deputy }: Post) => wanted !== undefined && (person === wanted || deputy === wanted);
    // Whoever is asked for works already as deputy: then that is the person.
    if (posts.some(isWanted) && this.has('person', wanted!)) return { person: wanted! };
    for (const { person, deputy } of [...posts.filter(isWanted), ...posts.filter((post) => !isWanted(post))]) {
      if (person !== undefined && this.has('person', person)) return { person };
      if (deputy !== undefined && this.has('person', deputy))
        return { person: deputy, ...(person === undefined ? {} : { deputyFor: person }) };
    }
    return {};
  }

  access(account: string): AccessAnswer {
    const person = this.get('person', account);
    if (!person) return { found: false, grants: [] };
    const grants: Grant[] = [];
    for (const code of this.postsOf.get(account) ?? []) {
      const post = this.get('post', code);
      if (!post) continue;
      grants.push({
        role: post.role,
        ...(post.unit === undefined ? {} : { unit: post.unit }),
        ...(post.gridCode === undefined ? {} : { grid: post.gridCode }),
      });
    }
    return { found: grants.length > 0, name: person.name, grants };
  }

  /** A page of the catalogue in force, by code. */
  matterItems(after = ''): MatterItemsAnswer {
    const following = this.inForce('matter-item')
      .filter((item) => item.code > after)
      .sort((a, b) => (a.code < b.code ? -1 : 1));
    const changedAt = this.changedAt.get('matter-item');
    return {
      items: following
        .slice(0, ITEMS_IN_AN_ANSWER)
        .map(({ code, name, class: className, className: title, description }) => ({
          code,
          name,
          class: className,
          className: title,
          ...(description === undefined ? {} : { description }),
        })),
      more: following.length > ITEMS_IN_AN_ANSWER,
      ...(changedAt === undefined ? {} : { changedAt: changedAt.toISOString() }),
    };
  }

  /** Whom these texts name: by the code standing alone, or by the name in full anywhere in them. */
  accused(texts: readonly string[]): AccusedAnswer {
    const codes = new Set<string>();
    for (const text of texts) {
      const words = new Set(text.toLowerCase().split(/[^a-z0-9-]+/));
      const isNamed = ({ code, name }: { code: string; name: string }) =>
        words.has(code.toLowerCase()) || (name.length > 1 && text.includes(name));
      for (const unit of this.records.unit.values()) if (isNamed(unit)) codes.add(unit.code);
      for (const person of this.records.person.values()) {
        if (!isNamed(person)) continue;
        codes.add(person.code);
        for (const code of this.postsOf.get(person.code) ?? []) {
          const post = this.records.post.get(code);
          if (post?.role === 'unit-head' && post.unit !== undefined) codes.add(post.unit);
        }
      }
    }
    return { codes: [...codes] };
  }

  /** The unit above a unit, both in force. */
  superior(code: string): SuperiorAnswer {
    const superior = this.get('unit', code)?.superior;
    return superior !== undefined && this.has('unit', superior) ? { superior } : {};
  }

  unitNames(codes: readonly string[]): UnitNamesAnswer {
    const names = codes.flatMap((code) => {
      const unit = this.get('unit', code);
      return unit ? [[code, unit.name] as const] : [];
    });
    return { names: Object.fromEntries(names) };
  }
}
