import { StreamableFile } from '@nestjs/common';
import { pageFields } from '@wangge/platform/http/pagination';
import { invalid, Refusal } from '@wangge/platform/http/problem';
import { createZodDto } from 'nestjs-zod';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { text } from './fields';

/** Query parameters of every list of reference data. */
export const listFields = {
  ...pageFields,
  /** Beginning of the code or part of the name. */
  q: text(100).optional(),
  /** Also what is not in force today. */
  includeEnded: z.stringbool().optional(),
};

export class HistoryQuery extends createZodDto(z.strictObject(pageFields)) {}

/** What ends a record. */
export class Retirement extends createZodDto(
  z.strictObject({
    reason: text(500),
    /** First day no longer in force; today when absent. */
    validUntil: z.iso.date().optional(),
    version: z.int().min(1).optional(),
  }),
) {}

export class ImportQuery extends createZodDto(z.strictObject({ dryRun: z.stringbool().default(false) })) {}

/** The version that a change was made from. */
export const version = z.int().min(1).optional();

/** The version of `If-Match: "3"` or of the body; both must agree. */
export function versionOf(ifMatch: string | undefined, inBody: number | undefined): number | undefined {
  if (ifMatch === undefined) return inBody;
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch.trim());
  if (!match)
    throw invalid({
      field: 'If-Match',
      code: 'invalid_format',
      message: { zh: '须为版本号', en: 'Must be a version' },
    });
  const inHeader = Number(match[1]);
  if (inBody !== undefined && inBody !== inHeader) throw new Refusal('RESOURCE.CONFLICT');
  return inHeader;
}

/** Whether the caller asks for CSV before JSON. */
export const wantsCsv = (accept: string | undefined): boolean => {
  if (accept === undefined) return false;
  const [csv, json] = [accept.indexOf('text/csv'), accept.indexOf('application/json')];
  return csv >= 0 && (json < 0 || csv < json);
};

/** CSV as an answer, with a name to save it under; the byte order mark lets spreadsheets read it as UTF-8. */
export const csvFile = (lines: AsyncIterable<string>, name: string): StreamableFile => {
  async function* marked() {
    yield '\uFEFF';
    yield* lines;
  }
  return new StreamableFile(Readable.from(marked(), { objectMode: false }), {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}.csv"`,
  });
};

/** The body of an import: the file's text. Throws 415 for another content type. */
export function csvText(body: unknown): string {
  if (typeof body !== 'string') throw new Refusal('REQUEST.UNSUPPORTED_MEDIA');
  return body;
}
