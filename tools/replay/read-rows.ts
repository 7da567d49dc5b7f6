import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { Refusal } from '../repository.ts';

/**
 * The columns that are used, by their names in a file of NYC Open Data's "311 Service Requests". Headers are compared
 * without case and punctuation, so that `unique_key` of the same data's API is `Unique Key`. Every other column is let be.
 */
const COLUMNS = {
  uniqueKey: 'Unique Key',
  createdDate: 'Created Date',
  closedDate: 'Closed Date',
  agency: 'Agency',
  agencyName: 'Agency Name',
  complaintType: 'Complaint Type',
  descriptor: 'Descriptor',
  locationType: 'Location Type',
  incidentZip: 'Incident Zip',
  incidentAddress: 'Incident Address',
  crossStreet1: 'Cross Street 1',
  crossStreet2: 'Cross Street 2',
  intersectionStreet1: 'Intersection Street 1',
  intersectionStreet2: 'Intersection Street 2',
  city: 'City',
  landmark: 'Landmark',
  status: 'Status',
  resolution: 'Resolution Description',
  communityBoard: 'Community Board',
  borough: 'Borough',
  channelType: 'Open Data Channel Type',
} as const;

export type Field = keyof typeof COLUMNS;
export const fields = Object.keys(COLUMNS) as Field[];
/** The source's own name of a column. */
export const columnName = (field: Field): string => COLUMNS[field];

/** Without these a file is no file of this kind. */
const NEEDED: readonly Field[] = ['uniqueKey', 'createdDate', 'agency', 'complaintType', 'status'];

/** Cells as they stand in the file, trimmed; what the file has no column for is empty. */
export type Cells = Readonly<Record<Field, string>>;

/** A data row of the file, the first after the header being row 1. `reason` says why it cannot be read. */
export type ReadRow = { readonly row: number } & ({ readonly cells: Cells } | { readonly reason: string });

/** No line, and no record with line ends inside its quotes, is longer, in characters. */
const MOST_CHARACTERS = 262_144;

/** The rows of a file in order, one at a time. Throws a Refusal for a file that is not of this kind. */
export async function* readRows(file: string, limit = Infinity): AsyncGenerator<ReadRow> {
  const input = createReadStream(file, { encoding: 'utf8', highWaterMark: 262_144 });
  try {
    yield* rowsOf(input, limit);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Refusal(`There is no file ${file}.`);
    if (code === 'EISDIR' || code === 'EACCES') throw new Refusal(`${file} cannot be read (${code}).`);
    throw error;
  } finally {
    input.destroy();
  }
}

/** The same from text that arrives in pieces. */
export async function* rowsOf(chunks: AsyncIterable<string>, limit = Infinity): AsyncGenerator<ReadRow> {
  let layout: Layout | undefined;
  let row = 0;
  for await (const record of recordsOf(chunks, () => layout?.width)) {
    if (!layout) {
      layout = layoutOf(record);
      continue;
    }
    if (row >= limit) return;
    row++;
    yield { row, ...rowOf(record, layout) };
  }
  if (!layout) throw new Refusal('The file is empty.');
}

interface Layout {
  readonly width: number;
  readonly places: ReadonlyMap<Field, number>;
}

const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

function layoutOf(header: string[] | Broken): Layout {
  if ('reason' in header) throw new Refusal('The file does not begin with a line of column names.');
  const names = header.map(bare);
  const places = new Map(
    fields.map((field) => [field, names.indexOf(bare(COLUMNS[field]))] as const).filter(([, place]) => place >= 0),
  );
  const missing = NEEDED.filter((field) => !places.has(field)).map(columnName);
  if (missing.length > 0) throw new Refusal(`The file has no column ${missing.join(', ')}.`);
  return { width: header.length, places };
}

function rowOf(record: string[] | Broken, { width, places }: Layout): { cells: Cells } | { reason: string } {
  if ('reason' in record) return record;
  if (record.length !== width)
    return {
      reason: `列数不符：${record.length}列，表头${width}列 / has ${record.length} columns, the header ${width}`,
    };
  const cells = fields.map((field) => [field, record[places.get(field) ?? -1]?.trim() ?? '']);
  return { cells: Object.fromEntries(cells) as Record<Field, string> };
}

interface Broken {
  readonly reason: string;
}

const NOT_CLOSED: Broken = { reason: '引号未闭合或位置不对 / a quote is not closed, or stands in the wrong place' };
const TOO_LONG: Broken = { reason: `一行过长 / the line is longer than ${MOST_CHARACTERS} characters` };

/**
 * Records of a CSV file (RFC 4180). A line whose quote never closes, or closes amid a later line's text, is broken by
 * itself: reading goes on with the very next line, so that one bad quote costs one row and not the rest of the file.
 * @param width how many cells a record should have, once the header is known
 */
async function* recordsOf(
  chunks: AsyncIterable<string>,
  width: () => number | undefined,
): AsyncGenerator<string[] | Broken> {
  const waiting: string[] = [];
  for await (const lines of linesOf(chunks)) {
    for (const line of lines) {
      if (line === null) {
        yield* takeAll(waiting, true, width);
        yield TOO_LONG;
      } else if (waiting.length > 0 || line.trim() !== '') {
        waiting.push(line);
        yield* takeAll(waiting, false, width);
      }
    }
  }
  yield* takeAll(waiting, true, width);
}

/** Takes the whole records from the front of `waiting`; what may still be continued stays, unless `ended`. */
function* takeAll(
  waiting: string[],
  ended: boolean,
  width: () => number | undefined,
): Generator<string[] | Broken, void> {
  while (waiting.length > 0) {
    if (waiting[0]!.trim() === '') {
      waiting.shift();
      continue;
    }
    const count = linesOfRecord(waiting);
    if (count === undefined && !ended && waiting.reduce((sum, line) => sum + line.length, 0) < MOST_CHARACTERS) return;
    const whole = count === undefined ? undefined : parsed(waiting.slice(0, count).join('\n'), false);
    if (whole) {
      waiting.splice(0, count);
      yield whole;
      continue;
    }
    // A quote as a plain character (6" pipe) is let pass where the line is complete with it.
    const alone = parsed(waiting.shift()!, true);
    yield alone && alone.length === width() ? alone : NOT_CLOSED;
  }
}

/** How many lines the first record has: up to where its quotes are even in number. */
function linesOfRecord(lines: readonly string[]): number | undefined {
  let quotes = 0;
  for (const [index, line] of lines.entries()) {
    quotes += line.split('"').length - 1;
    if (quotes % 2 === 0) return index + 1;
  }
  return undefined;
}

function parsed(text: string, quotesAnywhere: boolean): string[] | undefined {
  if (!text.includes('"')) return text.split(',');
  try {
    const records: string[][] = parse(text, { relax_quotes: quotesAnywhere, relax_column_count: true });
    return records.length === 1 ? records[0] : undefined;
  } catch {
    return undefined;
  }
}

/** Lines in groups as they arrive, without byte order mark and line ends; null stands for one that is too long. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<(string | null)[]> {
  let rest = '';
  let tooLong = false;
  let first = true;
  for await (const chunk of chunks) {
    const parts = (first ? chunk.replace(/^\uFEFF/, '') : chunk).split('\n');
    first = false;
    const lines: (string | null)[] = [];
    for (const [index, part] of parts.entries()) {
      tooLong ||= rest.length + part.length > MOST_CHARACTERS;
      rest = tooLong ? '' : rest + part;
      if (index === parts.length - 1) break;
      lines.push(tooLong ? null : rest.replace(/\r$/, ''));
      rest = '';
      tooLong = false;
    }
    if (lines.length > 0) yield lines;
  }
  if (tooLong) yield [null];
  else if (rest !== '') yield [rest.replace(/\r$/, '')];
}
