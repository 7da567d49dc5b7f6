import { chainOf, DEFAULT_CODE_LENGTHS, type CodeLengths } from '../grids/codes';

/** A row of the responsibility matrix: it holds for its grid and everything below, unless a deeper row says otherwise. */
export interface ResponsibilityRow {
  readonly code: string;
  readonly matterItem: string;
  readonly gridCode: string;
  readonly leadUnit: string;
  /** Account of the named person, where the unit named one. */
  readonly person?: string | undefined;
  readonly coHandlers: readonly string[];
  /** Decides when responsibility is disputed. */
  readonly supervisingUnit?: string | undefined;
  /** First day in force, `YYYY-MM-DD`; absent: always was. */
  readonly validFrom?: string | undefined;
  /** First day no longer in force, `YYYY-MM-DD`; absent: until further notice. */
  readonly validUntil?: string | undefined;
}

/** Whether something with these dates is in force on a local date. */
export const inForce = (
  dated: { readonly validFrom?: string | undefined; readonly validUntil?: string | undefined },
  date: string,
): boolean =>
  (dated.validFrom === undefined || dated.validFrom <= date) &&
  (dated.validUntil === undefined || date < dated.validUntil);

/** The local date in Zhengzhou, which has kept UTC+8 without summer time since 1992. */
export const localDate = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/**
 * The matrix in memory. Where two rows of one item and one grid are in force together (an overlap, see the report) the
 * later decision answers: the greater `validFrom`, then the greater code.
 */
export class ResponsibilityMatrix {
  private readonly cells = new Map<string, ResponsibilityRow[]>();
  private readonly byCode = new Map<string, ResponsibilityRow>();

  constructor(
    rows: Iterable<ResponsibilityRow> = [],
    private readonly lengths: CodeLengths = DEFAULT_CODE_LENGTHS,
  ) {
    for (const row of rows) this.set(row);
  }

  /** Puts a row in, or replaces the one known under its code. */
  set(row: ResponsibilityRow): void {
    const known = this.byCode.get(row.code);
    if (known) {
      const key = keyOf(known.matterItem, known.gridCode);
      this.cells.set(
        key,
        (this.cells.get(key) ?? []).filter((other) => other !== known),
      );
    }
    this.byCode.set(row.code, row);
    const key = keyOf(row.matterItem, row.gridCode);
    this.cells.set(key, [...(this.cells.get(key) ?? []), row].sort(laterFirst));
  }

  /**
   * The row that answers for an item at a grid on a date: the deepest one on the way up. A row whose lead unit is no
   * longer there (`unitStands`) does not answer; undefined is a gap, which a person fills.
   */
  lookup(
    matterItem: string,
    gridCode: string,
    date: string,
    unitStands: (unit: string) => boolean = () => true,
  ): ResponsibilityRow | undefined {
    for (const code of chainOf(gridCode, this.lengths)) {
      const row = this.cells
        .get(keyOf(matterItem, code))
        ?.find((candidate) => inForce(candidate, date) && unitStands(candidate.leadUnit));
      if (row) return row;
    }
    return undefined;
  }
}

const keyOf = (matterItem: string, gridCode: string): string => `${matterItem}@${gridCode}`;

function laterFirst(a: ResponsibilityRow, b: ResponsibilityRow): number {
  const [x, y] = [a.validFrom ?? '', b.validFrom ?? ''];
  if (x !== y) return x < y ? 1 : -1;
  return a.code < b.code ? 1 : -1;
}
