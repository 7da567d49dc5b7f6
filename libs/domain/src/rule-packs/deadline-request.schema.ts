import { z } from 'zod';
import { MAX_SUSPENSIONS } from '../clocks/suspensions';

const point = z.string().max(40);

/**
 * A question for a deadline. Bounds and unknown fields are checked here, instants by `computeDue`, which says what is
 * wrong with them.
 */
export const deadlineRequestSchema = z.strictObject({
  rulePack: z.string().min(1).max(64),
  /** Without it the version in force on the local date of the start. */
  version: z.int().min(1).max(1_000_000).optional(),
  clock: z.string().min(1).max(64),
  startedAt: point,
  suspensions: z
    .array(z.strictObject({ from: point, to: point.nullable().optional() }))
    .max(MAX_SUSPENSIONS)
    .optional(),
  /** Days; an ISO 8601 duration for clocks that count exact time. */
  extensionDays: z.union([z.int().min(0).max(3660), z.string().max(40)]).optional(),
});

export type DeadlineRequest = z.infer<typeof deadlineRequestSchema>;
