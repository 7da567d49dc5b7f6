import { Injectable } from '@nestjs/common';
import { DAY_MS, LAST_DAY, startOfDay } from '@wangge/domain/calendar/local-date';
import { type FieldError, invalid, Refusal } from '@wangge/platform/http/problem';
import type { Language } from '@wangge/platform/messages/catalogue';
import { IntakeDatabase } from '../database';
import { Prisma } from '../generated/prisma/client';
import { Places } from '../petitions/places';
import { both } from './open311-messages';
import { type RequestRow, requestView } from './request-view';
import { type ServiceCatalogue, Services } from './services';
import { isDate, parseW3c } from './w3c-instant';

/** GeoReport: "a span of 90 days or the first 1000 requests". */
const MOST_DAYS = 90;
const MOST_ON_A_PAGE = 1_000;
const MOST_PAGES = 10_000;
const MOST_IDS = 200;
const MOST_CODES = 200;
/** No request is from before 1970 or after 2199; PostgreSQL takes no year beyond four digits. */
const known = (instant: number): Date => new Date(Math.min(Math.max(instant, 0), startOfDay(LAST_DAY)));

/** Milliseconds since 1970, both ends included. */
interface Range {
  readonly from: number;
  readonly to: number;
}

export interface RequestsQuery {
  readonly numbers?: readonly string[];
  readonly codes?: readonly string[];
  readonly requested?: Range;
  readonly updated?: Range;
  readonly status?: 'open' | 'closed';
  readonly page: number;
  readonly pageSize: number;
  readonly extensions: boolean;
}

/** Parameters as the query string has them; one may stand several times. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads the filters of `GET requests`. Parameters that GeoReport does not know are left alone, unlike everywhere else in
 * the platform: clients add their own (`jurisdiction_id`, `api_key`, one against caches). An empty one counts as absent.
 */
export function readRequestsQuery(given: Parameters, now: number): RequestsQuery {
  const errors: FieldError[] = [];
  const list = (field: string, most: number): string[] => {
    const all = [given[field] ?? []].flat().flatMap((text) => text.split(','));
    const parts = [...new Set(all.map((part) => part.trim()).filter((part) => part !== ''))];
    if (parts.length <= most) return parts;
    errors.push({ field, code: 'too_big', message: both('field.too-many', { most }) });
    return [];
  };
  const one = (field: string): string => [given[field] ?? []].flat().at(-1)?.trim() ?? '';
  const whole = (field: string, most: number, standard: number): number => {
    const text = one(field);
    if (text === '') return standard;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (value >= 1 && value <= most) return value;
    errors.push({ field, code: 'out_of_range', message: both('field.integer', { most }) });
    return standard;
  };
  const range = (fromField: string, toField: string): Range | undefined => {
    const [fromText, toText] = [one(fromField), one(toField)];
    const [from, to] = [parseW3c(fromText), parseW3c(toText)];
    for (const [field, text, value] of [
      [fromField, fromText, from],
      [toField, toText, to],
    ] as const)
      if (text !== '' && value === undefined)
        errors.push({ field, code: 'invalid_format', message: both('field.instant') });
    if (from === undefined && to === undefined) return undefined;
    const found = { from: from ?? to! - MOST_DAYS * DAY_MS, to: to ?? from! + MOST_DAYS * DAY_MS };
    if (found.to < found.from)
      errors.push({ field: toField, code: 'out_of_range', message: both('field.range-order') });
    else if (found.to - found.from > MOST_DAYS * DAY_MS)
      errors.push({ field: toField, code: 'out_of_range', message: both('field.range-span') });
    // A date without a time means the whole day.
    return { from: found.from, to: to !== undefined && isDate(toText) ? found.to + DAY_MS - 1 : found.to };
  };

  const numbers = list('service_request_id', MOST_IDS);
  const codes = list('service_code', MOST_CODES);
  const statuses = list('status', 10).map((status) => status.toLowerCase());
  if (statuses.some((status) => status !== 'open' && status !== 'closed'))
    errors.push({ field: 'status', code: 'invalid_value', message: both('field.status') });
  const requested = range('start_date', 'end_date');
  const updated = range('updated_after', 'updated_before');
  const paging = {
    page: whole('page', MOST_PAGES, 1),
    pageSize: whole('page_size', MOST_ON_A_PAGE, MOST_ON_A_PAGE),
    extensions: one('extensions').toLowerCase() === 'true',
  };
  if (errors.length > 0) throw invalid(...errors);
  // Ids override every other argument.
  if (numbers.length > 0) return { numbers, ...paging };
  return {
    ...(codes.length > 0 ? { codes } : {}),
    // Whoever follows updates wants those of old requests too.
    ...(requested || !updated ? { requested: requested ?? { from: now - MOST_DAYS * DAY_MS, to: now + DAY_MS } } : {}),
    ...(updated ? { updated } : {}),
    ...(new Set(statuses).size === 1 ? { status: statuses[0] as 'open' | 'closed' } : {}),
    ...paging,
  };
}

/** Service requests as everybody may see them: only what was filed through Open311 is public. */
@Injectable()
export class ListRequests {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly services: Services,
    private readonly places: Places,
  ) {}

  async list(query: RequestsQuery, language: Language) {
    const where = conditions(query);
    const rows = await this.rows(where, query.pageSize, (query.page - 1) * query.pageSize);
    return this.views(rows, language, query.extensions);
  }

  /** The request with this number, in a list of one. @throws Refusal 404 */
  async one(number: string, language: Language, extensions: boolean) {
    const rows = await this.rows([Prisma.sql`p.number = ${number.slice(0, 40)}`], 1, 0);
    if (rows.length === 0) throw new Refusal('RESOURCE.NOT_FOUND', { detail: both('request.unknown') });
    return this.views(rows, language, extensions);
  }

  /**
   * The number behind a token. Numbers are given out at once, so that a number is its own token; so is the
   * Idempotency-Key under which a stranger posted, for a client whose answer got lost.
   * @throws Refusal 404
   */
  async ofToken(token: string): Promise<string> {
    const key = await this.database.filingKey.findUnique({ where: { key: `/${token.slice(0, 200)}` } });
    const numbers = [token.slice(0, 40), ...(key ? [key.number] : [])];
    const rows = await this.rows([Prisma.sql`p.number = any(${numbers}::text[])`], 1, 0);
    if (!rows[0]) throw new Refusal('RESOURCE.NOT_FOUND', { detail: both('token.unknown') });
    return rows[0].number;
  }

  /** `content ? 'open311'` leaves out what others filed under the name of this channel. */
  private rows(where: readonly Prisma.Sql[], limit: number, offset: number): Promise<RequestRow[]> {
    return this.database.$queryRaw<RequestRow[]>`
      select p.number, p.kind, p.stage, p.matter_item, p.grid_code, p.unit, p.due_at, p.overdue, p.received_at, p.closed_at, p.title, p.content, a.at as updated_at
      from petition p join audit a on a.stream = p.number and a.step = p.step
      where p.channel = 'open311' and p.content ? 'open311' and ${Prisma.join([...where], ' and ')}
      order by p.received_at desc, p.number desc limit ${limit} offset ${offset}`;
  }

  private async views(rows: readonly RequestRow[], language: Language, extensions: boolean) {
    const [catalogue, units] = await Promise.all([
      // Without the catalogue requests are shown without names of services.
      this.services.all().catch((): ServiceCatalogue | undefined => undefined),
      this.places.namesOfUnits(rows.flatMap((row) => row.unit ?? [])),
    ]);
    const naming = {
      language,
      service: (code: string) => catalogue?.services.get(code),
      unit: (code: string) => units.get(code) ?? code,
    };
    return rows.map((row) => requestView(row, naming, extensions));
  }
}

function conditions({ numbers, codes, requested, updated, status }: RequestsQuery): Prisma.Sql[] {
  const within = (column: Prisma.Sql, { from, to }: Range) =>
    Prisma.sql`${column} between ${known(from)}::timestamptz and ${known(to)}::timestamptz`;
  return [
    Prisma.sql`true`,
    ...(numbers ? [Prisma.sql`p.number = any(${numbers}::text[])`] : []),
    ...(codes ? [Prisma.sql`p.matter_item = any(${codes}::text[])`] : []),
    ...(requested ? [within(Prisma.sql`p.received_at`, requested)] : []),
    ...(updated ? [within(Prisma.sql`a.at`, updated)] : []),
    ...(status ? [status === 'closed' ? Prisma.sql`p.closed_at is not null` : Prisma.sql`p.closed_at is null`] : []),
  ];
}
