import { parseDate, parseInstant, startOfDay } from '@wangge/domain/calendar/local-date';

/**
 * Milliseconds since 1970 of a W3C date-time with its zone, or of the beginning of a date (in Shanghai); undefined for
 * anything else. A blank before the offset is a plus sign that a client did not escape in its query.
 */
export function parseW3c(text: string): number | undefined {
  const day = parseDate(text);
  return day === undefined ? parseInstant(text.replace(/ (?=\d\d:?\d\d$)/, '+')) : startOfDay(day);
}

/** Whether the text is a date without a time. */
export const isDate = (text: string): boolean => parseDate(text) !== undefined;
