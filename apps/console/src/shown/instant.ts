import { formatInstant, OFFSET } from '@wangge/domain/calendar/local-date';

/** `2026-11-24 07:57`: local time of the city, wherever the browser is. */
export const instantText = (instant: string): string =>
  formatInstant(Date.parse(instant)).slice(0, 16).replace('T', ' ');

/** When something is due: the end of a day is 24:00 of that day, as people count it (民法典 第203条), not 00:00 of the next. */
export function dueText(instant: string): string {
  const at = Date.parse(instant);
  const text = instantText(instant);
  return text.endsWith(' 00:00') && at % 60_000 === 0 ? `${formatInstant(at - 1).slice(0, 10)} 24:00` : text;
}

/** An instant as a local date-time field holds it, `2026-11-24T07:57`. */
export const fieldOf = (instant: string): string => formatInstant(Date.parse(instant)).slice(0, 16);

/** The instant that a local date-time field means in the city; undefined while it is empty. */
export const instantOfField = (field: string | undefined): string | undefined =>
  field === undefined || field === '' ? undefined : `${field.length === 16 ? `${field}:00` : field}${OFFSET}`;
