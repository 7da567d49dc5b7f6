import { INSTANCES, OPINION_OUTCOMES, PETITION_ROUTES } from '@wangge/domain/cases/petition-file';
import { z } from 'zod';

/** What a petition's answers have besides what every case has. Instants are ISO 8601 with offset. */
const instant = z.string();
const maybe = <S extends z.ZodType>(schema: S) => z.nullable(schema);
export const instance = z.enum(INSTANCES);
export const extraTime = z.union([z.number(), z.string()]);
const outcome = z.enum(OPINION_OUTCOMES);
const route = z.enum(PETITION_ROUTES);
const ledTo = z.object({ procedure: z.string(), basis: z.string(), reason: z.string() });
const extension = z.object({ days: extraTime, reason: z.string() });
const refusal = z.object({ ground: z.string(), goTo: z.string().optional(), reason: z.string() });

/** What only a petition has; the text of its opinions is in the audit trail. */
export const petitionFile = z.object({
  organReceivedAt: instant.optional(),
  route: route.optional(),
  ledTo: ledTo.optional(),
  procedureEnded: z.boolean().optional(),
  opinions: z.array(
    z.object({
      instance,
      unit: z.string(),
      by: z.string(),
      givenAt: instant,
      outcome: outcome.optional(),
      servedOn: z.iso.date().optional(),
      servedAt: instant.optional(),
    }),
  ),
  requestedAt: instant.optional(),
  extension: extension.optional(),
  refusal: refusal.optional(),
  earlier: z.string().optional(),
  settled: z.boolean().optional(),
  reopenedFrom: z.string().optional(),
});

/** What the petitioner of a petition is told besides. */
export const publicPetition = {
  instance: maybe(instance).optional(),
  route: maybe(route).optional(),
  ledTo: maybe(ledTo).optional(),
  opinions: z
    .array(
      z.object({
        instance,
        unit: z.string(),
        unitName: z.string(),
        givenAt: instant,
        outcome: maybe(outcome),
        servedOn: maybe(z.iso.date()),
      }),
    )
    .optional(),
  extension: maybe(extension).optional(),
  refusal: maybe(refusal).optional(),
  earlier: maybe(z.string()).optional(),
  deadlines: z
    .array(
      z.object({
        kind: z.string(),
        label: z.string(),
        article: z.string(),
        dueDate: maybe(z.iso.date()),
        provisional: z.boolean(),
      }),
    )
    .optional(),
};
