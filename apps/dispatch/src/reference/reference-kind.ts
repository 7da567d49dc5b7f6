import { z } from 'zod';

/** The kinds of reference data, as they stand in events (`reference.<kind>-changed.v1`), revisions and audit streams. */
export const KINDS = ['grid', 'unit', 'person', 'post', 'matter-item', 'responsibility'] as const;
export type KindName = (typeof KINDS)[number];

/** What every record of every kind has. */
export interface ReferenceRecord {
  readonly code: string;
  readonly sample: boolean;
  /** First day in force, `YYYY-MM-DD`. */
  readonly validFrom?: string | undefined;
  /** First day no longer in force, `YYYY-MM-DD`. */
  readonly validUntil?: string | undefined;
  /** Why it ended. */
  readonly endReason?: string | undefined;
}

/** A record as it is kept: with the version that a change must name, and who changed it last. */
export type Kept<R extends ReferenceRecord = ReferenceRecord> = R & {
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
};

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** What a record may point at. Only what is in force on the day counts. */
export interface KnownReferences {
  has(kind: KindName, code: string): boolean;
}

export interface Column {
  readonly field: string;
  readonly type: 'text' | 'list' | 'json' | 'boolean' | 'date';
  /** Left out of a CSV file unless asked for: boundaries are long. */
  readonly bulky?: true;
}

/** Everything the store must know of one kind. `R` is the record, which is also what people write. */
export interface ReferenceKind<R extends ReferenceRecord = ReferenceRecord> {
  readonly name: KindName;
  /** Last part of the path, `grids`. */
  readonly path: string;
  readonly table: string;
  readonly columns: readonly Column[];
  /** Reads what people write; unknown fields are refused. */
  readonly input: z.ZodType<R>;
  /** Problems of a record that points at what is not there. */
  check(record: R, known: KnownReferences): FieldProblem[];
  /** Problems of ending a record, e.g. children that would be left without a parent. */
  checkEnd?(record: R, inForce: (kind: KindName) => Iterable<ReferenceRecord>): FieldProblem[];
}

/** Columns that every kind has, in front of and behind its own. */
export const withCommonColumns = (own: readonly Column[]): readonly Column[] => [
  { field: 'code', type: 'text' },
  ...own,
  { field: 'sample', type: 'boolean' },
  { field: 'validFrom', type: 'date' },
  { field: 'validUntil', type: 'date' },
  { field: 'endReason', type: 'text' },
];

/** `gridCode` → `grid_code`; the names Prisma maps otherwise are named. */
export const columnNameOf = (field: string): string =>
  ({ unit: 'unit_code', superior: 'superior_code' })[field] ??
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
