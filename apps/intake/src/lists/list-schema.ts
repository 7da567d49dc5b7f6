import { boundedText, instantField } from '@wangge/platform/http/validation';
import { pageFields } from '@wangge/platform/http/pagination';
import { z } from 'zod';

const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/i);

/** What a list of cases is narrowed by; every field may be left out. */
export const filterFields = {
  stage: z
    .string()
    .regex(/^[a-z][a-z-]{0,31}$/)
    .optional(),
  kind: z.enum(['petition', 'matter']).optional(),
  unit: code.optional(),
  person: code.optional(),
  /** This grid and every grid below it. */
  grid: z
    .string()
    .regex(/^\d{2,20}$/)
    .optional(),
  matterItem: code.optional(),
  overdue: z.enum(['true', 'false']).optional(),
  dueBefore: instantField.optional(),
  /** Received at this instant or later. */
  receivedFrom: instantField.optional(),
  /** Received before this instant. */
  receivedTo: instantField.optional(),
  externalId: boundedText(100).optional(),
  channel: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/i)
    .optional(),
  /** Words of the title or the claims, each a part of the text of any length; or a case number. */
  q: boundedText(100).optional(),
};

/** `receivedAt`: the newest first. `dueAt`: what is due first, of the cases whose clock runs. */
const sort = z.enum(['receivedAt', 'dueAt']).default('receivedAt');

export const filterSchema = z.strictObject(filterFields);
export const listSchema = z.strictObject({ ...pageFields, ...filterFields, sort });
/** A list's query as an account keeps it. */
export const savedQuerySchema = z.strictObject({ ...filterFields, sort: sort.unwrap().optional() });
export const GROUPINGS = ['stage', 'unit', 'grid', 'matterItem', 'person', 'overdue'] as const;
export const countsSchema = z.strictObject({ ...filterFields, by: z.enum(GROUPINGS) });

export type CaseFilter = z.infer<typeof filterSchema>;
export type ListQuery = z.infer<typeof listSchema>;
export type CountsQuery = z.infer<typeof countsSchema>;
