import { parentOf, DEFAULT_CODE_LENGTHS, type CodeLengths } from '../grids/codes';
import { inForce, type ResponsibilityRow } from './matrix';

/** An item that nobody answers for in a grid and in every grid below it without a row of its own. */
export interface ResponsibilityGap {
  readonly matterItem: string;
  readonly gridCode: string;
  /** `no-row`: no row applies; `unit-gone`: rows apply, but their lead units are no longer in force. */
  readonly why: 'no-row' | 'unit-gone';
}

/** Two or more rows in force together for one item and one grid. */
export interface ResponsibilityOverlap {
  readonly matterItem: string;
  readonly gridCode: string;
  /** Codes of the rows, in order. */
  readonly rows: readonly string[];
  readonly leadUnits: readonly string[];
}

export interface ResponsibilityReport {
  readonly gaps: readonly ResponsibilityGap[];
  readonly overlaps: readonly ResponsibilityOverlap[];
}

/** What the report looks at; grids, items and units are those in force. */
export interface ResponsibilityTables {
  readonly grids: readonly string[];
  readonly matterItems: readonly string[];
  readonly units: ReadonlySet<string>;
  readonly rows: readonly ResponsibilityRow[];
}

/**
 * Where the matrix leaves an item without a responsible unit, and where it names more than one. A gap is named once, at
 * the highest grid all of which lies in the gap; where part of a grid is covered by rows below it, the uncovered
 * children are named instead, and a grid with a partly covered child and no other children is not named itself.
 */
export function reportResponsibility(
  tables: ResponsibilityTables,
  date: string,
  lengths: CodeLengths = DEFAULT_CODE_LENGTHS,
): ResponsibilityReport {
  const known = new Set(tables.grids);
  const children = new Map<string, string[]>();
  const roots: string[] = [];
  for (const code of [...tables.grids].sort()) {
    const parent = parentOf(code, lengths);
    if (parent === undefined || !known.has(parent)) roots.push(code);
    else children.set(parent, [...(children.get(parent) ?? []), code]);
  }

  const rowsOfItem = new Map<string, ResponsibilityRow[]>();
  for (const row of tables.rows) {
    if (!inForce(row, date)) continue;
    rowsOfItem.set(row.matterItem, [...(rowsOfItem.get(row.matterItem) ?? []), row]);
  }

  const gaps: ResponsibilityGap[] = [];
  const overlaps: ResponsibilityOverlap[] = [];
  for (const matterItem of [...tables.matterItems].sort()) {
    const rowsAt = new Map<string, ResponsibilityRow[]>();
    for (const row of rowsOfItem.get(matterItem) ?? []) {
      rowsAt.set(row.gridCode, [...(rowsAt.get(row.gridCode) ?? []), row]);
    }
    for (const [gridCode, rows] of [...rowsAt].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (rows.length < 2) continue;
      const ordered = [...rows].sort((a, b) => (a.code < b.code ? -1 : 1));
      overlaps.push({
        matterItem,
        gridCode,
        rows: ordered.map((row) => row.code),
        leadUnits: [...new Set(ordered.map((row) => row.leadUnit))],
      });
    }

    const covers = (code: string) => rowsAt.get(code)?.some((row) => tables.units.has(row.leadUnit)) ?? false;
    /** Grids that have a covering row somewhere below: only these must be looked into. */
    const coveredBelow = new Set<string>();
    const gone = new Set<string>();
    for (const code of rowsAt.keys()) {
      if (!covers(code)) gone.add(code);
      else for (let at = parentOf(code, lengths); at !== undefined; at = parentOf(at, lengths)) coveredBelow.add(at);
    }
    const walk = (code: string, unitGone: boolean): void => {
      if (covers(code)) return;
      const because = unitGone || gone.has(code);
      if (coveredBelow.has(code)) for (const child of children.get(code) ?? []) walk(child, because);
      else gaps.push({ matterItem, gridCode: code, why: because ? 'unit-gone' : 'no-row' });
    };
    for (const root of roots) walk(root, false);
  }
  return { gaps, overlaps };
}
