import type { Parameters } from '../api/ask';
import { instantOfField } from '../shown/instant';

const NAMES = ['q', 'kind', 'stage', 'matterItem', 'unit', 'grid', 'person', 'overdue', 'dueBefore', 'sort'] as const;

/** What the list is asked for, as it stands in the page's address. `dueBefore` is local time, `2026-11-24T18:00`. */
export type CaseFilter = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

/** The filter in an address; what it does not know is left alone. */
export function filterOf(search: URLSearchParams): CaseFilter {
  const given = NAMES.map((name) => [name, search.get(name)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== null && value !== ''));
}

/** The filter without what is empty. */
export const tidied = (filter: CaseFilter): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );

/** The filter as the API takes it. */
export const queryOf = (filter: CaseFilter): Parameters => ({ ...filter, dueBefore: instantOfField(filter.dueBefore) });
