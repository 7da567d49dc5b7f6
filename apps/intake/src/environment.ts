import { readEnvironment, serviceEnvironment } from '@wangge/platform/configuration/environment';
import { evidenceEnvironment } from '@wangge/platform/evidence/evidence-environment';
import { z } from 'zod';

const schema = serviceEnvironment.extend({
  ...evidenceEnvironment,
  /** Query codes of petitioners are derived with it; changing it makes the codes given out useless. */
  WANGGE_QUERY_CODE_KEY: z.string().min(32).max(200),
  /** Code of the grid that stands for the whole city: where a case belongs until its place is known. */
  WANGGE_CITY_GRID: z
    .string()
    .regex(/^\d{2,15}$/)
    .default('4101'),
  /** Code of the unit that is the petition office: documents of its officers are issued in its name. */
  WANGGE_PETITION_OFFICE: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/i)
    .default('zz-petition'),
  /** What the numbers of documents begin with (机关代字): 郑信受〔2026〕12号. */
  WANGGE_DOCUMENT_ORGAN_CODE: z
    .string()
    .regex(/^\p{Script=Han}{1,8}$/u)
    .default('郑信'),
  /** How many years after its end the people of a case are erased. */
  WANGGE_PERSONAL_DATA_YEARS: z.coerce.number().int().min(1).max(100).default(10),
  /** Rule pack that petitions are under: the national rules, or those of the place. */
  WANGGE_PETITION_RULES: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(64)
    .default('petition-national'),
  /** Mail server for notices, `smtps://user:password@host`; without it mail is tried in vain and becomes a dead letter. */
  WANGGE_SMTP_URL: z
    .string()
    .max(500)
    .refine((text) => URL.canParse(text), 'must be a URL')
    .optional(),
  WANGGE_MAIL_FROM: z.string().max(200).default('网格 <wangge@localhost>'),
  /** Whom users of Open311 ask, and how to get a key for it; a general sentence where absent. */
  WANGGE_OPEN311_CONTACT: z.string().min(1).max(500).optional(),
  WANGGE_OPEN311_KEY_SERVICE: z.string().min(1).max(500).optional(),
  /** `test` tells clients that nobody acts on what they send. */
  WANGGE_OPEN311_TYPE: z.enum(['production', 'test']).default('production'),
  /** How many workflow starts may be in flight. */
  WANGGE_TUNE_START_CONCURRENCY: z.coerce.number().int().min(1).max(200).default(8),
});

export type IntakeEnvironment = z.infer<typeof schema>;

let read: IntakeEnvironment | undefined;

/** The environment of this process, read once and refused when wrong. */
export const environment = (): IntakeEnvironment => (read ??= readEnvironment(schema));
