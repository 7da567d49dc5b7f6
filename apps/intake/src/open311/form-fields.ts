import type { MultipartFile } from '@fastify/multipart';
import { invalid, Refusal } from '@wangge/platform/http/problem';
import type { FastifyRequest } from 'fastify';
import { both } from './open311-messages';

/** What a client posted: each field with its values, the answers to the service's questions by code, perhaps a picture. */
export interface Form {
  /** The last value of a field that is not blank. */
  one(field: string): string | undefined;
  /** Every value of a field that is not blank. */
  all(field: string): readonly string[];
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  readonly file?: Buffer;
}

const MOST_VALUES = 500;
const MOST_BYTES = 20_000;
/** What the front door lets through. */
const MOST_FILE_BYTES = 1024 * 1024;

/**
 * Reads a posted request from its query, then from its body, which goes before: a form (urlencoded or multipart) or an
 * object of JSON. `attribute[code]`, `attribute[code][]` and `attribute[code][0]` are the same question.
 */
export async function readForm(request: FastifyRequest): Promise<Form> {
  const fields = new Map<string, string[]>();
  const body = request.isMultipart() ? await partsOf(request) : { pairs: pairsOf(request.body) };
  const inBody = new Set(body.pairs.map(([name]) => name));
  const query = pairsOf(request.query).filter(([name]) => !inBody.has(name));
  const pairs = [...query, ...body.pairs];
  if (pairs.length > MOST_VALUES)
    throw invalid({ field: '', code: 'too_big', message: both('field.too-many', { most: MOST_VALUES }) });
  for (const [name, value] of pairs) fields.set(name, [...(fields.get(name) ?? []), value.replace(/\r\n?/g, '\n')]);
  const all = (field: string) => (fields.get(field) ?? []).map((value) => value.trim()).filter((value) => value !== '');
  return {
    one: (field) => all(field).at(-1),
    all,
    attributes: attributesIn(fields),
    ...(body.file ? { file: body.file } : {}),
  };
}

type Pair = readonly [name: string, value: string];

/** Members with their values as text; lists and objects of one level become several values and `name[member]`. */
function pairsOf(record: unknown, prefix?: string): Pair[] {
  if (typeof record !== 'object' || record === null) return [];
  return Object.entries(record).flatMap(([key, value]: [string, unknown]): Pair[] => {
    const name = prefix === undefined ? key : `${prefix}[${key}]`;
    if (Array.isArray(value)) return value.flatMap((each) => scalarOf(name, each));
    if (typeof value === 'object' && value !== null && prefix === undefined) return pairsOf(value, name);
    return scalarOf(name, value);
  });
}

const scalarOf = (name: string, value: unknown): Pair[] =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, String(value)]] : [];

async function partsOf(request: FastifyRequest): Promise<{ pairs: Pair[]; file?: Buffer }> {
  const pairs: Pair[] = [];
  let file: Buffer | undefined;
  const limits = {
    fields: MOST_VALUES,
    fieldNameSize: 200,
    fieldSize: MOST_BYTES,
    files: 1,
    fileSize: MOST_FILE_BYTES,
    parts: MOST_VALUES + 1,
    headerPairs: 50,
  };
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') file = await fileOf(part);
      else if (part.valueTruncated || part.fieldnameTruncated) throw new Refusal('REQUEST.TOO_LARGE');
      else pairs.push(...scalarOf(part.fieldname, part.value));
    }
  } catch (error) {
    // The parser's errors about a form that is broken carry no code.
    if (error instanceof Refusal || (error as { code?: unknown }).code !== undefined) throw error;
    throw new Refusal('REQUEST.MALFORMED', { cause: error });
  }
  // A form with an empty file input sends a part without bytes.
  return { pairs, ...(file && file.length > 0 ? { file } : {}) };
}

async function fileOf(part: MultipartFile): Promise<Buffer> {
  const bytes = await part.toBuffer();
  if (part.file.truncated) throw new Refusal('REQUEST.TOO_LARGE');
  return bytes;
}

function attributesIn(fields: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const attributes = new Map<string, string[]>();
  for (const [name, values] of fields) {
    const code = /^attribute\[([^[\]]{1,64})\](?:\[\d{0,4}\])?$/.exec(name)?.[1];
    if (code !== undefined) attributes.set(code, [...(attributes.get(code) ?? []), ...values]);
  }
  return attributes;
}
