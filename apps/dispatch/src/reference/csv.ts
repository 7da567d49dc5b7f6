import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Column } from './reference-kind';

export interface LineError {
  /** Line of the file on which the row begins, the header being line 1. */
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

export interface CsvRow {
  readonly line: number;
  /** Fields whose columns stand in the header; an empty cell is undefined. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface CsvFile {
  readonly rows: readonly CsvRow[];
  readonly errors: readonly LineError[];
}

const MAX_ROWS = 20_000;

/**
 * Reads a CSV file (UTF-8, comma, quotes as in RFC 4180, header first) by the columns of a kind. A wrong header or a
 * file that cannot be read gives errors and no rows; a wrong cell gives an error for its line and leaves the row out.
 */
export function readCsv(text: string, columns: readonly Column[]): CsvFile {
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: MAX_ROWS + 2,
    }) as unknown as typeof records;
  } catch (error) {
    const { lines, code } = error as { lines?: number; code?: string };
    return { rows: [], errors: [{ line: lines ?? 1, field: '', message: `is not CSV (${code ?? 'unreadable'})` }] };
  }
  const [head, ...body] = records;
  if (!head) return { rows: [], errors: [{ line: 1, field: '', message: 'the file is empty' }] };
  const header = head.record.map((cell) => cell.trim());
  const byField = new Map(columns.map((column) => [column.field, column]));
  const wrong = header.flatMap((field, index): LineError[] => {
    if (!byField.has(field)) return [{ line: 1, field: field.slice(0, 100), message: 'there is no such column' }];
    return header.indexOf(field) === index ? [] : [{ line: 1, field, message: 'the column stands twice' }];
  });
  if (wrong.length > 0) return { rows: [], errors: wrong };
  if (body.length > MAX_ROWS) {
    return { rows: [], errors: [{ line: 1, field: '', message: `has more than ${MAX_ROWS} rows` }] };
  }
  const rows: CsvRow[] = [];
  const errors: LineError[] = [];
  for (const { record, info } of body) {
    // `lines` counts what was read up to the end of the row; line ends within quotes lie before it.
    const line = info.lines - record.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0);
    if (record.length !== header.length) {
      errors.push({ line, field: '', message: `has ${record.length} cells, the header ${header.length}` });
      continue;
    }
    const fields: Record<string, unknown> = {};
    const before = errors.length;
    for (const [index, field] of header.entries()) {
      const cell = (record[index] ?? '').trim();
      try {
        fields[field] = cell === '' ? undefined : valueOf(cell, byField.get(field) as Column);
      } catch (error) {
        errors.push({ line, field, message: (error as Error).message });
      }
    }
    if (errors.length === before) rows.push({ line, fields });
  }
  return { rows, errors };
}

function valueOf(cell: string, column: Column): unknown {
  switch (column.type) {
    case 'boolean':
      if (cell !== 'true' && cell !== 'false') throw new Error('must be true or false');
      return cell === 'true';
    case 'list':
      return cell
        .split(';')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    case 'json':
      try {
        return JSON.parse(cell) as unknown;
      } catch {
        throw new Error('must be JSON');
      }
    default:
      return cell;
  }
}

/**
 * Rows as CSV, the header only when asked. A cell that a spreadsheet would take for a formula gets an apostrophe in
 * front (CWE-1236).
 */
export function writeCsv(columns: readonly Column[], rows: readonly object[], header: boolean): string {
  return stringify(
    rows.map((row) => columns.map((column) => cellOf((row as Record<string, unknown>)[column.field], column))),
    { header, columns: columns.map((column) => column.field), escape_formulas: true },
  );
}

function cellOf(value: unknown, column: Column): string {
  if (value === undefined || value === null) return '';
  if (column.type === 'json') return JSON.stringify(value);
  if (column.type === 'list') return (value as string[]).join(';');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
