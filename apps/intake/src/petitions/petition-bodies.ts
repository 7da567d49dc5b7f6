import { OPINION_OUTCOMES, PETITION_ROUTES } from '@wangge/domain/cases/petition-file';
import type { PetitionCommand } from '@wangge/domain/cases/petition-commands';
import { boundedText } from '@wangge/platform/http/validation';
import { z } from 'zod';
import { caseNumber, clockId, code, evidence, extraTime, pastDate, plain, reason, upward } from './body-fields';

/** One or several paragraphs; kept as a list. */
const paragraphs = z
  .union([boundedText(2_000), z.array(boundedText(2_000)).min(1).max(50)])
  .transform((given) => (typeof given === 'string' ? [given] : given));

/** 第32条: an opinion says what was asked, what is true, what is decided and by which law. */
const opinion = {
  reason,
  claims: paragraphs,
  facts: boundedText(20_000),
  opinion: boundedText(20_000),
  legalBasis: paragraphs,
  evidence,
};
const first = OPINION_OUTCOMES.filter((outcome) => outcome !== 'upheld');
const review = z.strictObject({ ...opinion, outcome: z.enum(OPINION_OUTCOMES).optional() });
const request = z.strictObject({ reason, receivedOn: pastDate.optional(), evidence });

const procedure = boundedText(500);
const basis = boundedText(500);
const WHERE_TO_GO_IS_TOLD = ['not-ours', 'litigation'];

/**
 * What each command on a petition takes (api.md). Fields are those that the law wants on record, so that every notice can
 * be written from them.
 */
export const PETITION_BODIES: Readonly<Record<Exclude<PetitionCommand, 'locate'>, z.ZodObject>> = {
  register: plain,
  assign: z.strictObject({ reason, unit: code, person: code.optional(), supervisingUnit: code.optional() }),
  transfer: z.strictObject({ reason, to: boundedText(200), upward }),
  'refer-dispute': z.strictObject({ reason, supervisingUnit: code.optional() }),
  'withdraw-assignment': plain,
  // 第31条: a claim that is led elsewhere is led somewhere, by some law.
  accept: z
    .strictObject({
      reason,
      route: z.enum(PETITION_ROUTES).default('ordinary'),
      procedure: procedure.optional(),
      basis: basis.optional(),
    })
    .refine((body) => body.route === 'ordinary' || body.procedure !== undefined, {
      path: ['procedure'],
      error: 'field.missing',
    })
    .refine((body) => body.route === 'ordinary' || body.basis !== undefined, {
      path: ['basis'],
      error: 'field.missing',
    }),
  // 第23条: who is refused is told where to go.
  refuse: z
    .strictObject({ reason, ground: code, goTo: boundedText(500).optional() })
    .refine((body) => body.goTo !== undefined || !WHERE_TO_GO_IS_TOLD.includes(body.ground), {
      path: ['goTo'],
      error: 'field.missing',
    }),
  'refuse-repeat': z.strictObject({ reason, earlier: caseNumber }),
  object: z.strictObject({ reason, evidence }),
  'agree-objection': plain,
  'reject-objection': plain,
  recuse: z.strictObject({ reason, person: code.optional(), successor: code.optional() }),
  redirect: z.strictObject({ reason, route: z.enum(PETITION_ROUTES).exclude(['ordinary']), procedure, basis }),
  'add-handler': z.strictObject({ reason, unit: code }),
  feedback: z.strictObject({ reason, result: boundedText(5_000).optional(), evidence }),
  // 第33条: both parties consent; what they agree on is in writing.
  mediate: z
    .strictObject({
      reason,
      form: z.enum(['mediation', 'settlement']).default('mediation'),
      consent: z.boolean().optional(),
      mediator: boundedText(200).optional(),
      agreement: boundedText(20_000).optional(),
      evidence,
    })
    .refine((body) => body.agreement !== undefined || body.consent !== undefined, {
      path: ['consent'],
      error: 'field.missing',
    })
    .refine((body) => body.agreement === undefined || body.consent !== false, {
      path: ['consent'],
      error: 'field.wrong',
    }),
  'request-extension': z.strictObject({ reason, days: extraTime, clockId }),
  'approve-extension': plain,
  'reject-extension': plain,
  suspend: z.strictObject({ reason, clockId }),
  resume: z.strictObject({ reason, clockId }),
  urge: plain,
  supervise: z.strictObject({ reason, advice: boundedText(5_000).optional() }),
  reply: z.strictObject({ ...opinion, outcome: z.enum(first).optional() }),
  'confirm-served': z.strictObject({ reason, date: pastDate, manner: boundedText(100), evidence }),
  'request-review': request,
  'reply-review': review,
  'request-re-review': request,
  'reply-re-review': review,
  verify: z.strictObject({ reason, evidence }),
  rework: plain,
  'call-back': z.strictObject({ reason, satisfied: z.boolean().optional() }),
  rate: z.strictObject({ reason, satisfied: z.boolean(), score: z.int().min(1).max(5).optional() }),
  close: plain,
  reopen: plain,
  withdraw: plain,
};
