import { dayOf, formatDay, parseDate } from '@wangge/domain/calendar/local-date';
import { parseDuration } from '@wangge/domain/clocks/duration';
import { boundedText } from '@wangge/platform/http/validation';
import { z } from 'zod';

/** Fields of which the bodies of commands are made. */

export const reason = boundedText(2_000);
export const evidence = z
  .array(z.string().regex(/^[0-9a-f]{64}$/))
  .max(20)
  .optional();
export const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/i);
export const clockId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/)
  .optional();
export const caseNumber = z.string().regex(/^\d{8}-\d{7,12}$/);
/** A local date that has come. */
export const pastDate = z
  .string()
  .max(10)
  .refine((text) => parseDate(text) !== undefined, 'field.wrong')
  .refine((text) => text <= formatDay(dayOf(Date.now())), 'field.wrong');
/** How much longer: days, or an ISO 8601 duration for clocks that count exact time. */
export const extraTime = z.union([
  z.int().min(1).max(366),
  z
    .string()
    .max(40)
    .refine((text) => (parseDuration(text) ?? 0) > 0, 'an ISO 8601 duration'),
]);
/** The authority that a case is transferred to is a higher one (上交). */
export const upward = z.boolean().optional();
export const plain = z.strictObject({ reason });
