import type { CaseKind } from '@wangge/domain/cases/case-state';
import type { MatterCommand } from '@wangge/domain/cases/matter.process';
import { boundedText } from '@wangge/platform/http/validation';
import { z } from 'zod';
import { caseNumber, clockId, code, evidence, extraTime, plain, reason, upward } from './body-fields';
import { PETITION_BODIES } from './petition-bodies';

/** What each command on a matter takes besides its reason (api.md): every operation has a mandatory reason. */
const MATTER_BODIES: Readonly<Record<MatterCommand, z.ZodObject>> = {
  register: plain,
  refuse: plain,
  transfer: z.strictObject({ reason, to: boundedText(200).optional(), upward }),
  merge: z.strictObject({ reason, into: caseNumber }),
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
    days: extraTime,
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

const BODIES: Readonly<Record<CaseKind, Readonly<Record<string, z.ZodObject>>>> = {
  matter: MATTER_BODIES,
  petition: PETITION_BODIES,
};

/** What a command on a case of this kind takes; undefined where people have no such command. */
export const bodyOf = (kind: CaseKind, command: string): z.ZodObject | undefined =>
  Object.hasOwn(BODIES[kind], command) ? BODIES[kind][command] : undefined;
