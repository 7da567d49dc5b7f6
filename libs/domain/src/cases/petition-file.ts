/** The instances of a petition (三级): 办理, 复查, 复核. */
export const INSTANCES = ['handling', 'review', 're-review'] as const;
export type Instance = (typeof INSTANCES)[number];

/** Where 信访工作条例 第31条 sends a claim, in the order of its items (一) to (六); the last one is the petition's own path. */
export const PETITION_ROUTES = [
  'litigation',
  'arbitration',
  'party-appeal',
  'administrative-procedure',
  'statutory-duty',
  'ordinary',
] as const;
export type PetitionRoute = (typeof PETITION_ROUTES)[number];

/** What an opinion says of the claims: supported, explained for want of a legal basis, not supported (第32条), or the earlier one upheld. */
export const OPINION_OUTCOMES = ['supported', 'explained', 'not-supported', 'upheld'] as const;
export type OpinionOutcome = (typeof OPINION_OUTCOMES)[number];

/** An opinion (处理意见, 复查意见, 复核意见) of one instance; its text is in the audit trail. */
export interface Opinion {
  readonly instance: Instance;
  /** The organ that gave it. */
  readonly unit: string;
  /** Account that gave it. */
  readonly by: string;
  readonly givenAt: string;
  readonly outcome?: OpinionOutcome;
  /** Local date on which the petitioner received it. */
  readonly servedOn?: string;
  /** When the time to contest it began. */
  readonly servedAt?: string;
}

/** What a petition carries besides what every case has. It holds no word about who petitioned. */
export interface PetitionFile {
  /** When the organ that is to accept it received it (第23条). */
  readonly organReceivedAt?: string;
  readonly route?: PetitionRoute;
  /** Procedure or authority that the claim was led to, with the reason. */
  readonly ledTo?: { readonly procedure: string; readonly basis: string; readonly reason: string };
  /** How the procedure that the claim was led to ended was recorded. */
  readonly procedureEnded?: boolean;
  /** In the order in which they were given. */
  readonly opinions: readonly Opinion[];
  /** When the organ above received the latest request for review or re-review. */
  readonly requestedAt?: string;
  /** What the petitioner is told of a longer handling (第34条). */
  readonly extension?: { readonly days: number | string; readonly reason: string };
  /** What the petitioner is told of a refusal (第23条). */
  readonly refusal?: { readonly ground: string; readonly goTo?: string; readonly reason: string };
  /** Number of the case that answered the same claim to the end (第36条). */
  readonly earlier?: string;
  /** The end from which it was reopened. */
  readonly reopenedFrom?: string;
  /** An agreement was reached by mediation or settlement (第33条). */
  readonly settled?: boolean;
}

/** The opinion that stands: the latest one that does not just uphold the one before it. */
export function standingOpinion(file: PetitionFile | undefined): Opinion | undefined {
  return file?.opinions.findLast((opinion) => opinion.outcome !== 'upheld');
}
