import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Actor } from '@wangge/domain/people/actor';
import { EvidenceStore } from '@wangge/platform/evidence/evidence-store';
import { type FieldError, invalid, Refusal } from '@wangge/platform/http/problem';
import { boundedText } from '@wangge/platform/http/validation';
import type { Language } from '@wangge/platform/messages/catalogue';
import { platformMessages } from '@wangge/platform/messages/platform-messages';
import { z } from 'zod';
import { environment } from '../environment';
import { FilePetition } from '../petitions/file-petition';
import type { FiledBeside, Filing } from '../petitions/filing';
import { type Answered, checkAnswers } from './attributes';
import type { Form } from './form-fields';
import { both, open311Messages } from './open311-messages';
import type { KeptRequest } from './request-view';
import { type Service, Services } from './services';

/** Cases that come through Open311; only these are public there. */
export const CHANNEL = 'open311';

const MOST_LINKS = 10;
const CLAIM_LENGTH = 2_000;
const TITLE_LENGTH = 100;
const PICTURES = {
  maxBytes: 1024 * 1024,
  allowedKinds: new Set(['image/jpeg', 'image/png', 'image/webp', 'image/heic']),
};

const degrees = (most: number) =>
  z
    .string()
    .refine((text) => /^[+-]?\d{1,3}(\.\d{0,20})?$/.test(text) && Math.abs(Number(text)) <= most, 'coordinate')
    .transform(Number);
const mediaUrl = z
  .string()
  .max(2_000)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'media-url');

/** The fields of GeoReport's POST. A client's own further fields are left alone. */
const fieldsSchema = z.object({
  service_code: boundedText(64),
  lat: degrees(90).optional(),
  long: degrees(180).optional(),
  address_string: boundedText(300).optional(),
  address_id: z
    .string()
    .regex(/^\d{2,20}$/, 'address-id')
    .optional(),
  email: boundedText(254).optional(),
  device_id: boundedText(200).optional(),
  account_id: boundedText(200).optional(),
  first_name: boundedText(100).optional(),
  last_name: boundedText(100).optional(),
  phone: boundedText(50).optional(),
  description: boundedText(4_000).optional(),
  media_url: z.array(mediaUrl).max(MOST_LINKS),
});

export type Fields = z.output<typeof fieldsSchema>;

/** Reads the form. @throws Refusal with every wrong field at once */
export function readFields(form: Form): Fields {
  const given: Record<string, unknown> = { media_url: form.all('media_url') };
  for (const field of Object.keys(fieldsSchema.shape)) given[field] ??= form.one(field);
  const parsed = fieldsSchema.safeParse(given);
  const errors: FieldError[] = parsed.success ? [] : parsed.error.issues.map((issue) => fieldError(issue, given));
  const has = (field: string) => given[field] !== undefined;
  if (has('lat') !== has('long'))
    errors.push({ field: has('lat') ? 'long' : 'lat', code: 'missing', message: both('field.pair') });
  else if (!has('lat') && !has('address_string') && !has('address_id'))
    errors.push({ field: 'lat', code: 'missing', message: both('field.location') });
  if (!parsed.success || errors.length > 0) throw invalid(...errors);
  return parsed.data;
}

function fieldError(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): FieldError {
  const field = String(issue.path[0] ?? '');
  const named = {
    coordinate: 'field.coordinate',
    'media-url': 'field.media-url',
    'address-id': 'field.address-id',
  } as const;
  const said = named[issue.message as keyof typeof named];
  if (said) return { field, code: issue.code, message: both(said) };
  if (given[field] === undefined) return { field, code: 'missing', message: both('field.missing') };
  if (issue.code === 'too_big') {
    const most = Number(issue.maximum);
    return {
      field,
      code: issue.code,
      message: both(issue.origin === 'array' ? 'field.too-many' : 'field.too-long', { most }),
    };
  }
  const { message } = issue;
  if (!platformMessages.has(message)) return { field, code: issue.code, message: both('field.missing') };
  return {
    field,
    code: issue.code,
    message: { zh: platformMessages.say(message, 'zh'), en: platformMessages.say(message, 'en') },
  };
}

export interface Poster {
  readonly actor?: Actor;
  readonly idempotencyKey?: string;
  /** Id of a valid api key. */
  readonly key?: string;
  readonly language: Language;
}

/** Files a service request as a hotline matter. */
@Injectable()
export class PostRequest {
  constructor(
    private readonly filing: FilePetition,
    private readonly services: Services,
    private readonly evidence: EvidenceStore,
  ) {}

  async post(form: Form, poster: Poster) {
    const fields = readFields(form);
    const { known, service } = await this.services.find(fields.service_code);
    // While nobody knows the catalogue a report is taken all the same; a person sees to it.
    if (!service && (known || !/^[a-z0-9][a-z0-9-]{0,63}$/.test(fields.service_code)))
      throw new Refusal('RESOURCE.NOT_FOUND', { detail: both('service.unknown', { code: fields.service_code }) });
    const { errors, answered } = checkAnswers(service?.attributes ?? [], form.attributes);
    if (errors.length > 0) throw invalid(...errors);
    const picture = form.file && (await this.keep(form.file));
    const { WANGGE_CITY_GRID: cityGrid } = environment();
    const { filing, beside } = filingOf(fields, service, answered, { cityGrid, picture, key: poster.key });
    const { filed } = await this.filing.file(filing, poster, beside);
    const notice = open311Messages.say('notice.filed', poster.language, {
      number: filed.number,
      code: filed.queryCode!,
    });
    return [
      {
        service_request_id: filed.number,
        service_notice: service?.notice ? `${service.notice} ${notice}` : notice,
        account_id: fields.account_id ?? null,
      },
    ];
  }

  /** A picture sent along is evidence for those who handle the case. It is not public: it may show people. */
  private async keep(bytes: Buffer): Promise<string> {
    try {
      return (await this.evidence.put(Readable.from([bytes]), PICTURES)).id;
    } catch (error) {
      if (error instanceof Refusal && error.status < 500)
        throw invalid({ field: 'media', code: 'unsupported', message: both('media.unsupported') });
      throw error;
    }
  }
}

/** The case that a request becomes, and what Open311 keeps beside it. */
export function filingOf(
  fields: Fields,
  service: Service | undefined,
  answered: readonly Answered[],
  { cityGrid, picture, key }: { cityGrid: string; picture?: string; key?: string },
): { filing: Filing; beside: FiledBeside } {
  const { description, address_string: address, phone } = fields;
  const kept: KeptRequest = {
    ...(address === undefined ? {} : { address }),
    media: fields.media_url,
    answered,
    ...(key === undefined ? {} : { key }),
  };
  const name = nameOf(fields);
  const dialled = phone !== undefined && phone.length <= 30 && /^[0-9+() -]+$/.test(phone) ? phone : undefined;
  return {
    filing: {
      kind: 'matter',
      matterItem: fields.service_code,
      title: titleOf(service?.name ?? fields.service_code, description ?? address),
      claims: piecesOf(description ?? '', CLAIM_LENGTH),
      ...linesOf(kept),
      petitioners: name === undefined ? [] : [{ name, ...(dialled === undefined ? {} : { phone: dialled }) }],
      location: locationOf(fields, cityGrid),
      channel: CHANNEL,
      evidence: picture === undefined ? [] : [picture],
    },
    beside: {
      content: { open311: kept },
      sealed: {
        reporter: {
          firstName: fields.first_name,
          lastName: fields.last_name,
          phone,
          email: fields.email,
          deviceId: fields.device_id,
          accountId: fields.account_id,
        },
      },
    },
  };
}

/** A point goes before a grid, a grid before words: those are read by whoever dispatches the case. */
function locationOf(fields: Fields, cityGrid: string): Filing['location'] {
  if (fields.lat !== undefined && fields.long !== undefined) return { lon: fields.long, lat: fields.lat };
  return { gridCode: fields.address_id ?? cityGrid };
}

/** What handlers read below the text. */
function linesOf({ address, media, answered }: KeptRequest): { description?: string } {
  const lines = [
    ...(address === undefined ? [] : [`${open311Messages.say('line.address', 'zh')}：${address}`]),
    ...media.map((url) => `${open311Messages.say('line.media', 'zh')}：${url}`),
    ...answered.map(({ question, values }) => `${question} ${values.join('、')}`),
  ];
  return lines.length === 0 ? {} : { description: lines.join('\n') };
}

/** Family name first without a blank where it is written so; something where only a way of contact is known. */
function nameOf({ first_name: first, last_name: last, phone, email }: Fields): string | undefined {
  if (first === undefined && last === undefined)
    return phone === undefined && email === undefined ? undefined : '未留姓名';
  const han = /^\p{Script=Han}*$/u.test(`${first ?? ''}${last ?? ''}`);
  return (han ? `${last ?? ''}${first ?? ''}` : [first, last].filter((part) => part !== undefined).join(' ')).slice(
    0,
    100,
  );
}

function titleOf(name: string, text: string | undefined): string {
  const line = text?.split('\n', 1)[0]?.trim();
  const whole = [...(line ? `${name}：${line}` : name)];
  return whole.length <= TITLE_LENGTH ? whole.join('') : `${whole.slice(0, TITLE_LENGTH - 1).join('')}…`;
}

/** Pieces of at most `most` UTF-16 units that make the text again; no character is cut in two. */
function piecesOf(text: string, most: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    let end = Math.min(at + most, text.length);
    if (end < text.length && /[\ud800-\udbff]/.test(text[end - 1]!)) end -= 1;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}
