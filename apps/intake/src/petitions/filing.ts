import { boundedText } from '@wangge/platform/http/validation';
import { z } from 'zod';

const petitioner = z.strictObject({
  name: boundedText(100),
  phone: z
    .string()
    .trim()
    .max(30)
    .regex(/^[0-9+() -]*$/)
    .optional(),
  address: boundedText(300, 0).optional(),
});

const place = z.union([
  z.strictObject({ gridCode: z.string().regex(/^\d{2,20}$/) }),
  z.strictObject({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }),
]);

/** A petition or hotline matter as it is filed (api.md). Texts are trimmed; unknown fields are refused. */
export const filingSchema = z.strictObject({
  kind: z.enum(['matter', 'petition']),
  matterItem: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  title: boundedText(200),
  claims: z.array(boundedText(2_000)).max(50).default([]),
  description: boundedText(20_000, 0).optional(),
  petitioners: z.array(petitioner).max(50).default([]),
  location: place,
  /** How it came: phone, web, app, letter, visit, patrol … */
  channel: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/i),
  accused: z.union([boundedText(300), z.array(boundedText(300)).max(20)]).optional(),
  /** Number in the system it comes from; together with the channel it is filed once. */
  externalId: boundedText(100).optional(),
  /** When a letter came in; only an officer gives it. */
  receivedAt: z.iso.datetime({ offset: true }).optional(),
  evidence: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(20)
    .default([]),
});

export type Filing = z.infer<typeof filingSchema>;

/**
 * What a door with a protocol of its own (Open311) keeps with a filing; never part of a body. `content` is for everybody
 * who may see the case, `sealed` for those who may reach its people.
 */
export interface FiledBeside {
  readonly content: Readonly<Record<string, unknown>>;
  readonly sealed: Readonly<Record<string, unknown>>;
}

/** What whoever files gets back. */
export interface Filed {
  readonly number: string;
  /** With it the petitioner asks for the case; absent when the case had been filed before by somebody else. */
  readonly queryCode?: string;
  readonly receivedAt: string;
  readonly stage: string;
}
