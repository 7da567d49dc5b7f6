import type { MatterCommand } from '@wangge/domain/cases/matter.process';

/** One field of a command's form beside the mandatory reason. */
export interface CommandField {
  /** Name in the command's body. */
  readonly name:
    | 'to'
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
    | 'score';
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
    | 'score';
  readonly required?: true;
  /** Characters that the API takes. */
  readonly most?: number;
}

const result: CommandField = { name: 'result', kind: 'long-text', most: 5_000 };
const evidence: CommandField = { name: 'evidence', kind: 'evidence' };
const unit: CommandField = { name: 'unit', kind: 'unit', required: true };

const FIELDS: Readonly<Partial<Record<MatterCommand, readonly CommandField[]>>> = {
  transfer: [{ name: 'to', kind: 'text', most: 200 }],
  merge: [{ name: 'into', kind: 'case', required: true }],
  assign: [unit, { name: 'person', kind: 'handler' }, { name: 'supervisingUnit', kind: 'unit' }],
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

/** What a command takes beside its reason, as the published API says. */
export const fieldsOf = (command: string): readonly CommandField[] => FIELDS[command as MatterCommand] ?? [];
