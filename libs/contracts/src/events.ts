/**
 * Facts that services publish on JetStream. The subject is the event's name with its version; the message id is the
 * outbox row's id, so that a repeated publication is dropped.
 */
export const STREAM = { name: 'WANGGE', subjects: ['petition.*.v1', 'reference.*.v1'] } as const;

/** Every step of a case: `petition.<command in past tense>.v1`. */
export interface CaseEvent {
  readonly number: string;
  /** Counts up by one with every change of the case; consumers order and drop repeats by it. */
  readonly step: number;
  readonly kind: 'petition' | 'matter';
  readonly command: string;
  readonly from: string;
  readonly stage: string;
  readonly matterItem: string;
  readonly gridCode: string;
  readonly unit?: string;
  readonly person?: string;
  /** Units that handle it together with the responsible one (联办); absent where there are none. */
  readonly jointUnits?: readonly string[];
  /** Whom a rung of the escalation ladder names. */
  readonly named?: string;
  /** The case accuses somebody: it is shown only where it is known who that is. */
  readonly restricted?: true;
  /** ISO instant with offset: the nearest due instant among the running clocks. */
  readonly dueAt?: string;
  readonly at: string;
}

/** Past tense of a command, as it stands in event names: `request-extension` → `extension-requested`. */
const PAST: Readonly<Record<string, string>> = {
  file: 'filed',
  register: 'registered',
  accept: 'accepted',
  refuse: 'refused',
  transfer: 'transferred',
  assign: 'assigned',
  object: 'objected',
  'withdraw-assignment': 'assignment-withdrawn',
  urge: 'urged',
  supervise: 'supervised',
  'request-extension': 'extension-requested',
  'approve-extension': 'extension-approved',
  'reject-extension': 'extension-rejected',
  suspend: 'suspended',
  resume: 'resumed',
  'add-handler': 'handler-added',
  feedback: 'feedback-given',
  verify: 'verified',
  rework: 'rework-ordered',
  mediate: 'mediated',
  reply: 'replied',
  'confirm-served': 'served',
  'call-back': 'called-back',
  reopen: 'reopened',
  withdraw: 'withdrawn',
  close: 'closed',
  merge: 'merged',
  tolerate: 'tolerated',
  rate: 'rated',
  locate: 'located',
  'refer-dispute': 'dispute-referred',
  'agree-objection': 'objection-agreed',
  'reject-objection': 'objection-rejected',
  recuse: 'recused',
  redirect: 'redirected',
  'refuse-repeat': 'repeat-refused',
  'request-review': 'review-requested',
  'reply-review': 'review-replied',
  'request-re-review': 're-review-requested',
  'reply-re-review': 're-review-replied',
  expire: 'clock-expired',
  warn: 'clock-warned',
  escalate: 'escalated',
  replan: 'replanned',
  'confirm-plan': 'plan-confirmed',
};

/** Subject of the event that a command causes, e.g. `petition.registered.v1`. */
export const eventOfCommand = (command: string): string => `petition.${PAST[command] ?? command}.v1`;
