import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { CaseKind } from '@wangge/domain/cases/case-state';
import { processOf } from '@wangge/domain/cases/processes';
import type { Language } from '@wangge/platform/messages/catalogue';
import type { Answered } from './attributes';

/** What a request keeps beside its filing, in the case's content under `open311`. */
export interface KeptRequest {
  readonly address?: string;
  readonly media: readonly string[];
  readonly answered: readonly Answered[];
  /** Id of the api key that it came with. */
  readonly key?: string;
}

/** Columns that the view of a request needs. */
export interface RequestRow {
  readonly number: string;
  readonly kind: string;
  readonly stage: string;
  readonly matter_item: string;
  readonly grid_code: string;
  readonly unit: string | null;
  readonly due_at: Date | null;
  readonly overdue: boolean;
  readonly received_at: Date;
  readonly closed_at: Date | null;
  readonly updated_at: Date;
  readonly title: string;
  readonly content: {
    readonly claims: readonly string[];
    readonly location: { readonly gridCode?: string; readonly lon?: number; readonly lat?: number };
    readonly open311: KeptRequest;
  };
}

export interface Naming {
  readonly language: Language;
  readonly service: (code: string) => { readonly name: string; readonly notice: string | null } | undefined;
  readonly unit: (code: string) => string;
}

/** W3C date and time to the second, in local time with its offset. */
const w3c = (instant: Date): string => formatInstant(Math.floor(instant.getTime() / 1_000) * 1_000);

/** A service request as everybody may see it: nothing of who reported it, nor what they answered to the service's questions. */
export function requestView(row: RequestRow, naming: Naming, extensions: boolean) {
  const stage = processOf(row.kind as CaseKind).stages[row.stage];
  const service = naming.service(row.matter_item);
  const { claims, location, open311 } = row.content;
  return {
    service_request_id: row.number,
    status: stage?.final ? 'closed' : 'open',
    status_notes: stage?.text[naming.language] ?? null,
    service_name: service?.name ?? null,
    service_code: row.matter_item,
    description: claims.join('') || null,
    agency_responsible: row.unit === null ? null : naming.unit(row.unit),
    service_notice: service?.notice ?? null,
    requested_datetime: w3c(row.received_at),
    updated_datetime: w3c(row.closed_at ?? row.updated_at),
    expected_datetime: row.due_at === null ? null : w3c(row.due_at),
    address: open311.address ?? null,
    address_id: row.grid_code,
    zipcode: null,
    lat: location.lat ?? null,
    long: location.lon ?? null,
    media_url: open311.media[0] ?? null,
    extended_attributes: extensions
      ? { title: row.title, stage: row.stage, overdue: row.overdue, media_urls: open311.media.join(' ') || null }
      : undefined,
  };
}
