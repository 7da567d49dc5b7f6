import { DeadlineError } from '../clocks/deadline-error';

/**
 * Local dates of Asia/Shanghai, as day numbers: days since 1970-01-01.
 *
 * Asia/Shanghai is a fixed UTC+8 here, without any time zone data of the host. That is enough for every instant from
 * 1992-01-01 on: the only changes of the zone since 1949 are the summer times of 1986–1991, the last of which ended on
 * 1991-09-15 (IANA time zone database, zone Asia/Shanghai, rule PRC). Earlier instants are refused.
 */
export const OFFSET = '+08:00';
export const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * 3_600_000;

/** 1992-01-01, the first date that these functions know. */
export const FIRST_DAY = 8035;
/** 2199-12-31, the last date that an input may carry. */
export const LAST_DAY = 84_005;

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

function dayOfParts(year: number, month: number, day: number): number | undefined {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.getTime() / DAY_MS : undefined;
}

/** Day number of a date `YYYY-MM-DD`; undefined when it is no date of the calendar. */
export function parseDate(text: string): number | undefined {
  const parts = DATE.exec(text);
  return parts ? dayOfParts(Number(parts[1]), Number(parts[2]), Number(parts[3])) : undefined;
}

/**
 * Milliseconds since 1970 of an ISO 8601 instant. The offset (or `Z`) is required: without it nobody knows when it was.
 * Fractions finer than a millisecond are cut off. Undefined when the text is no instant.
 */
export function parseInstant(text: string): number | undefined {
  const parts = INSTANT.exec(text);
  if (!parts) return undefined;
  const day = dayOfParts(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), Number(parts[6] ?? 0)];
  if (day === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const zone = parts[8]!;
  const zoneHours = zone === 'Z' ? 0 : Number(zone.slice(1, 3));
  const zoneMinutes = zone === 'Z' ? 0 : Number(zone.slice(-2));
  if (zoneHours > 14 || zoneMinutes > 59) return undefined;
  const offset = (zone.startsWith('-') ? -1 : 1) * (zoneHours * 60 + zoneMinutes);
  const milliseconds = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  return day * DAY_MS + ((hour * 60 + minute - offset) * 60 + second) * 1000 + milliseconds;
}

/** The local date of an instant. */
export const dayOf = (instant: number): number => Math.floor((instant + OFFSET_MS) / DAY_MS);

/** The instant at which a local date begins. */
export const startOfDay = (day: number): number => day * DAY_MS - OFFSET_MS;

/** `YYYY-MM-DD`. */
export const formatDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** ISO 8601 with `+08:00`; milliseconds only where there are any. */
export function formatInstant(instant: number): string {
  const local = new Date(instant + OFFSET_MS).toISOString();
  return (local.endsWith('.000Z') ? local.slice(0, 19) : local.slice(0, 23)) + OFFSET;
}

export const yearOf = (day: number): number => new Date(day * DAY_MS).getUTCFullYear();
export const firstDayOfYear = (year: number): number => Date.UTC(year, 0, 1) / DAY_MS;

/** 0 is Sunday, 6 is Saturday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;
export const isWeekend = (day: number): boolean => weekdayOf(day) % 6 === 0;

/** Throws the error `code` when the day lies outside of 1992 … 2199. */
export function assertKnownDay(day: number, code: string, field: string): void {
  if (day < FIRST_DAY || day > LAST_DAY)
    throw new DeadlineError(code, field, `${field}: dates are known from 1992-01-01 to 2199-12-31`);
}
