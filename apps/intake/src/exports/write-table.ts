import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { ZipFile } from 'yazl';

/** Rows of texts, the headers first, a batch at a time: no more than a batch is ever held in memory. */
export interface Table {
  readonly name: string;
  readonly batches: AsyncIterable<readonly (readonly string[])[]>;
}

export const FORMATS = ['csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Writes the table to a new file and flushes it to disk. */
export const writeTable = (format: Format, table: Table, path: string): Promise<void> =>
  format === 'csv' ? writeCsv(table, path) : writeXlsx(table, path);

const fileAt = (path: string) => createWriteStream(path, { flags: 'w', mode: 0o600, flush: true });

async function* rowsOf({ batches }: Table): AsyncGenerator<readonly string[]> {
  for await (const batch of batches) yield* batch;
}

/** With a byte order mark, so that Excel reads it as UTF-8; a cell that would begin a formula gets an apostrophe before it. */
function writeCsv(table: Table, path: string): Promise<void> {
  const csv = stringify({ bom: true, escape_formulas: true, record_delimiter: 'windows' });
  return pipeline(Readable.from(rowsOf(table)), csv, fileAt(path));
}

/** A workbook of one sheet. Every cell is a text, which no program takes for a formula. */
async function writeXlsx(table: Table, path: string): Promise<void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  for (const [name, text] of Object.entries(partsOf(table.name))) zip.addBuffer(Buffer.from(text), name);
  zip.addReadStream(Readable.from(sheetOf(table)), 'xl/worksheets/sheet1.xml');
  zip.end();
  await pipeline(output, fileAt(path));
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const partsOf = (name: string): Readonly<Record<string, string>> => ({
  '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SPREADSHEET}.worksheet+xml"/></Types>`,
  '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
});

async function* sheetOf({ batches }: Table): AsyncGenerator<Buffer> {
  // The first row stays in sight.
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>';
  yield Buffer.from(`${HEAD}<worksheet xmlns="${MAIN}">${view}<sheetData>`);
  let number = 0;
  for await (const batch of batches) {
    let xml = '';
    for (const row of batch) {
      number += 1;
      xml += `<row r="${number}">${row.map((cell, index) => cellOf(cell, `${columnName(index)}${number}`)).join('')}</row>`;
    }
    yield Buffer.from(xml);
  }
  yield Buffer.from('</sheetData></worksheet>');
}

const cellOf = (text: string, at: string): string =>
  text === '' ? '' : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

/** A to Z. */
const columnName = (index: number): string => String.fromCharCode(65 + index);

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** XML 1.0 has no place for these, not even escaped. */
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const escaped = (text: string): string =>
  text.replace(NOT_IN_XML, '').replace(/[&<>"]/g, (sign: string) => ENTITIES[sign]!);
