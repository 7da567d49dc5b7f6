import { z } from 'zod';

const UNSTORABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u;

/** Whether a text can be stored and read again: no control characters, no half of a surrogate pair. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

/** One line of text for people. */
export const name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => isStorable(text) && !/[\r\n\t]/.test(text), { error: 'must not contain control characters' });

export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => isStorable(value), { error: 'must not contain control characters' });

/** A code that people give: small letters, digits, single hyphens, e.g. `road-damage`. */
export const slug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

export const gridCode = z.string().regex(/^\d{1,30}$/);

/** Fields that every kind has beside its own. */
export const commonFields = {
  sample: z.boolean().default(false),
  validFrom: z.iso.date().optional(),
  validUntil: z.iso.date().optional(),
  endReason: text(500).optional(),
};

/** The end is not before the beginning. */
export const datesInOrder = (record: { validFrom?: string | undefined; validUntil?: string | undefined }): boolean =>
  record.validFrom === undefined || record.validUntil === undefined || record.validFrom <= record.validUntil;

export const DATES_OUT_OF_ORDER = { path: ['validUntil'], error: 'must not be before validFrom' };
