import type { CaseKind } from '@wangge/domain/cases/case-state';
import type { EvidenceValue } from '../cases/evidence-input';
import { instantOfField } from '../shown/instant';
import type { PlaceFields } from './place-input';

/** Lengths and counts that the API takes. */
export const MOST = {
  title: 200,
  description: 20_000,
  claims: 50,
  claim: 2_000,
  petitioners: 50,
  name: 100,
  phone: 30,
  address: 300,
  accused: 20,
  accusedOne: 300,
} as const;

/** One petitioner as the form holds it; a row that was never touched is undefined. */
export type PetitionerFields = Partial<Readonly<Record<'name' | 'phone' | 'address', string>>> | undefined;

export interface FilingFields extends PlaceFields {
  readonly kind: CaseKind;
  readonly matterItem: string;
  readonly title: string;
  readonly claims?: readonly (string | undefined)[];
  readonly description?: string;
  readonly petitioners?: readonly PetitionerFields[];
  readonly accused?: readonly (string | undefined)[];
  readonly channel?: string;
  readonly receivedAt?: string;
  readonly evidence?: EvidenceValue;
}

const text = (entered: string | undefined) => (entered?.trim() ? entered.trim() : undefined);
const texts = (entered: readonly (string | undefined)[] = []) => entered.flatMap((one) => text(one) ?? []);

/** Whether anything was entered about a petitioner. */
export const isEntered = (petitioner: PetitionerFields): boolean =>
  petitioner !== undefined && Object.values(petitioner).some((entered) => text(entered) !== undefined);

/** What the API takes, from what the form holds; what was left empty is left out. */
export function filingOf(fields: FilingFields) {
  const petition = fields.kind === 'petition';
  const accused = petition ? texts(fields.accused) : [];
  return {
    kind: fields.kind,
    matterItem: fields.matterItem,
    title: fields.title.trim(),
    claims: texts(fields.claims),
    description: text(fields.description),
    petitioners: (fields.petitioners ?? []).filter(isEntered).map((petitioner) => ({
      name: text(petitioner?.name),
      phone: text(petitioner?.phone),
      address: text(petitioner?.address),
    })),
    accused: accused.length > 0 ? accused : undefined,
    location: fields.placeBy === 'point' ? { lon: fields.lon, lat: fields.lat } : { gridCode: fields.gridCode },
    channel: fields.channel ?? 'web',
    receivedAt: instantOfField(fields.receivedAt),
    evidence: fields.evidence?.ids,
  };
}

/** A list of what is sent leaves out empty rows: the row of the form that the n-th one sent stands in. */
const rowOf = (rows: readonly unknown[], sent: number, entered: (row: never) => boolean): number =>
  rows.map((row, index) => (entered(row as never) ? index : -1)).filter((index) => index >= 0)[sent] ?? sent;

/** Path in the form, from one in a problem of the API. */
export function fieldOfFiling(field: string, fields: FilingFields): string {
  const [first = '', index, ...rest] = field.split('.');
  if (first === 'location') return index ?? (fields.placeBy === 'point' ? 'lon' : 'gridCode');
  if (index === undefined) return field;
  if (first === 'petitioners')
    return [first, rowOf(fields.petitioners ?? [], Number(index), isEntered), ...rest].join('.');
  if (first === 'claims' || first === 'accused')
    return [first, rowOf(fields[first] ?? [], Number(index), (one) => text(one) !== undefined)].join('.');
  return field;
}
