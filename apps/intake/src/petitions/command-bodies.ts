import type { MatterCommand } from '@wangge/domain/cases/matter.process';
import { parseDuration } from '@wangge/domain/clocks/duration';
import { boundedText } from '@wangge/platform/http/validation';
import { z } from 'zod';

const reason = boundedText(2_000);
const evidence = z
  .array(z.string().regex(/^[0-9a-f]{64}$/))
  .max(20)
  .optional();
const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/i);
const clockId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/)
  .optional();
const plain = z.strictObject({ reason });

/** What each command takes besides its reason (api.md): every operation on a matter has a mandatory reason. */
export const COMMAND_BODIES: Readonly<Record<MatterCommand, z.ZodObject>> = {
  register: plain,
  refuse: plain,
  transfer: z.strictObject({ reason, to: boundedText(200).optional() }),
  merge: z.strictObject({ reason, into: z.string().regex(/^\d{8}-\d{7,12}$/) }),
  assign: z.strictObject({ reason, unit: code, person: code.optional(), supervisingUnit: code.optional() }),
  'withdraw-assignment': plain,
  accept: plain,
  object: plain,
  'add-handler': z.strictObject({ reason, unit: code }),
  reply: z.strictObject({ reason, result: boundedText(5_000).optional(), evidence }),
  urge: plain,
  supervise: plain,
  'request-extension': z.strictObject({
    reason,
    days: z.union([
      z.int().min(1).max(366),
      z
        .string()
        .max(40)
        .refine((text) => (parseDuration(text) ?? 0) > 0, 'an ISO 8601 duration'),
    ]),
    clockId,
  }),
  'approve-extension': plain,
  'reject-extension': plain,
  suspend: z.strictObject({ reason, clockId }),
  resume: z.strictObject({ reason, clockId }),
  mediate: z.strictObject({ reason, agreement: boundedText(5_000).optional() }),
  tolerate: plain,
  feedback: z.strictObject({ reason, result: boundedText(5_000).optional(), evidence }),
  verify: z.strictObject({ reason, evidence }),
  rework: plain,
  'call-back': z.strictObject({ reason, satisfied: z.boolean().optional() }),
  rate: z.strictObject({ reason, satisfied: z.boolean(), score: z.int().min(1).max(5).optional() }),
  close: plain,
  reopen: plain,
  withdraw: plain,
};

export const isCommand = (command: string): command is MatterCommand => Object.hasOwn(COMMAND_BODIES, command);
