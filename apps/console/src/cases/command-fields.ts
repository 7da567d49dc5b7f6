import type { MatterCommand } from '@wangge/domain/cases/matter.process';
import type { OpinionOutcome } from '@wangge/domain/cases/petition-file';
import type { PetitionCommand } from '@wangge/domain/cases/petition-commands';
import type { MessageKey } from '../language/messages';
import type { Text } from '../language/say';
import { MEDIATION_TEXTS, OUTCOME_TEXTS, ROUTE_TEXTS } from './petition-texts';

/** One field of a command's form beside the mandatory reason. */
export interface CommandField {
  /** Name in the command's body. */
  readonly name:
    | 'to'
    | 'upward'
    | 'into'
    | 'unit'
    | 'person'
    | 'supervisingUnit'
    | 'result'
    | 'agreement'
    | 'evidence'
    | 'days'
    | 'clockId'
    | 'satisfied'
    | 'score'
    | 'route'
    | 'procedure'
    | 'basis'
    | 'ground'
    | 'goTo'
    | 'earlier'
    | 'successor'
    | 'advice'
    | 'form'
    | 'consent'
    | 'mediator'
    | 'claims'
    | 'facts'
    | 'opinion'
    | 'legalBasis'
    | 'outcome'
    | 'date'
    | 'manner'
    | 'receivedOn';
  readonly kind:
    | 'text'
    | 'long-text'
    | 'case'
    | 'unit'
    | 'handler'
    | 'evidence'
    | 'extension'
    | 'running-clock'
    | 'suspended-clock'
    | 'yes-or-no'
    | 'score'
    | 'date'
    | 'choice'
    | 'ground';
  readonly required?: true;
  /** Where it is called otherwise than `field.<name>`. */
  readonly label?: MessageKey;
  /** What a choice offers. */
  readonly options?: readonly { readonly value: string | boolean; readonly text: Text }[];
  /** Characters that the API takes. */
  readonly most?: number;
}

const result: CommandField = { name: 'result', kind: 'long-text', most: 5_000 };
const evidence: CommandField = { name: 'evidence', kind: 'evidence' };
const upward: CommandField = {
  name: 'upward',
  kind: 'choice',
  options: [
    { value: false, text: { zh: '其他机关', en: 'Another authority' } },
    { value: true, text: { zh: '上级机关（上交）', en: 'A higher authority (taken upward)' } },
  ],
};
const unit: CommandField = { name: 'unit', kind: 'unit', required: true };

const handler: CommandField = { name: 'person', kind: 'handler' };
/** The organ one level above, where the directory of units does not say it. */
const above: CommandField = { name: 'supervisingUnit', kind: 'unit', label: 'case.above' };

const MATTER: Readonly<Partial<Record<MatterCommand, readonly CommandField[]>>> = {
  transfer: [{ name: 'to', kind: 'text', most: 200 }, upward],
  merge: [{ name: 'into', kind: 'case', required: true }],
  assign: [unit, handler, { name: 'supervisingUnit', kind: 'unit' }],
  'add-handler': [unit],
  reply: [result, evidence],
  'request-extension': [
    { name: 'clockId', kind: 'running-clock', required: true },
    { name: 'days', kind: 'extension', required: true },
  ],
  suspend: [{ name: 'clockId', kind: 'running-clock', required: true }],
  resume: [{ name: 'clockId', kind: 'suspended-clock', required: true }],
  mediate: [{ name: 'agreement', kind: 'long-text', most: 5_000 }],
  feedback: [result, evidence],
  verify: [evidence],
  'call-back': [{ name: 'satisfied', kind: 'yes-or-no' }],
  rate: [
    { name: 'satisfied', kind: 'yes-or-no', required: true },
    { name: 'score', kind: 'score' },
  ],
};

const optionsOf = (texts: Readonly<Record<string, Text>>, without?: string) =>
  Object.entries(texts)
    .filter(([value]) => value !== without)
    .map(([value, text]) => ({ value, text }));

const procedure = { name: 'procedure', kind: 'text', most: 500 } as const;
const basis = { name: 'basis', kind: 'text', most: 500 } as const;
const opinion = (without?: OpinionOutcome): readonly CommandField[] => [
  { name: 'claims', kind: 'long-text', required: true, most: 2_000 },
  { name: 'facts', kind: 'long-text', required: true, most: 20_000 },
  { name: 'opinion', kind: 'long-text', required: true, most: 20_000 },
  { name: 'legalBasis', kind: 'long-text', required: true, most: 2_000 },
  { name: 'outcome', kind: 'choice', options: optionsOf(OUTCOME_TEXTS, without) },
  evidence,
];
const requested: readonly CommandField[] = [{ name: 'receivedOn', kind: 'date' }, evidence];

const PETITION: Readonly<Partial<Record<PetitionCommand, readonly CommandField[]>>> = {
  assign: [unit, handler, above],
  transfer: [{ name: 'to', kind: 'text', required: true, most: 200 }, upward],
  'refer-dispute': [{ ...above, label: 'case.common-superior' }],
  accept: [{ name: 'route', kind: 'choice', options: optionsOf(ROUTE_TEXTS) }, procedure, basis],
  refuse: [
    { name: 'ground', kind: 'ground', required: true },
    { name: 'goTo', kind: 'text', most: 500 },
  ],
  'refuse-repeat': [{ name: 'earlier', kind: 'case', required: true }],
  object: [evidence],
  recuse: [
    { name: 'person', kind: 'text', most: 64 },
    { name: 'successor', kind: 'text', most: 64 },
  ],
  redirect: [
    { name: 'route', kind: 'choice', required: true, options: optionsOf(ROUTE_TEXTS, 'ordinary') },
    { ...procedure, required: true },
    { ...basis, required: true },
  ],
  'add-handler': [unit],
  feedback: [result, evidence],
  mediate: [
    {
      name: 'form',
      kind: 'choice',
      options: optionsOf(MEDIATION_TEXTS),
    },
    {
      name: 'consent',
      kind: 'choice',
      options: [
        { value: true, text: { zh: '双方同意', en: 'Both agree to it' } },
        { value: false, text: { zh: '有一方不同意', en: 'One of them refuses' } },
      ],
    },
    { name: 'mediator', kind: 'text', most: 200 },
    { name: 'agreement', kind: 'long-text', most: 20_000 },
    evidence,
  ],
  'request-extension': MATTER['request-extension'],
  suspend: MATTER.suspend,
  resume: MATTER.resume,
  supervise: [{ name: 'advice', kind: 'long-text', most: 5_000 }],
  reply: opinion('upheld'),
  'confirm-served': [
    { name: 'date', kind: 'date', required: true },
    { name: 'manner', kind: 'text', required: true, most: 100 },
    evidence,
  ],
  'request-review': requested,
  'reply-review': opinion(),
  'request-re-review': requested,
  'reply-re-review': opinion(),
  verify: MATTER.verify,
  'call-back': MATTER['call-back'],
  rate: MATTER.rate,
};

const FIELDS: Readonly<Record<string, Readonly<Partial<Record<string, readonly CommandField[]>>>>> = {
  matter: MATTER,
  petition: PETITION,
};

/** What a command on a case of this kind takes beside its reason, as the published API says. */
export const fieldsOf = (kind: string, command: string): readonly CommandField[] => FIELDS[kind]?.[command] ?? [];
