import type { Grant, Role } from '@wangge/domain/people/actor';

/**
 * Questions between services: NATS request-reply through @nestjs/microservices. Each has a deadline, and the asker has
 * a default for when nobody answers.
 */
export const QUESTIONS = {
  /** `ResponsibilityQuestion` → `ResponsibilityAnswer`, answered by dispatch. */
  responsibility: 'dispatch.question.responsibility.v1',
  /** `LocationQuestion` → `LocationAnswer`, answered by dispatch. */
  location: 'dispatch.question.location.v1',
  /** `DutyQuestion` → `DutyAnswer`, answered by dispatch. */
  duty: 'dispatch.question.duty.v1',
  /** `AccessQuestion` → `AccessAnswer`, answered by dispatch. */
  access: 'dispatch.question.access.v1',
  /** `MatterItemsQuestion` → `MatterItemsAnswer`, answered by dispatch. */
  matterItems: 'dispatch.question.matter-items.v1',
  /** `UnitNamesQuestion` → `UnitNamesAnswer`, answered by dispatch. */
  unitNames: 'dispatch.question.unit-names.v1',
  /** `AccusedQuestion` → `AccusedAnswer`, answered by dispatch. */
  accused: 'dispatch.question.accused.v1',
  /** `SuperiorQuestion` → `SuperiorAnswer`, answered by dispatch. */
  superior: 'dispatch.question.superior.v1',
  /** `ApiKeyQuestion` → `ApiKeyAnswer`, answered by intake. */
  apiKey: 'intake.question.api-key.v1',
} as const;

export interface ResponsibilityQuestion {
  readonly matterItem: string;
  readonly gridCode: string;
}
/** `lead` is absent where the responsibility matrix has a gap: then a person dispatches. */
export interface ResponsibilityAnswer {
  /** Whether the catalogue has the matter item, in force. */
  readonly itemKnown: boolean;
  /** By the catalogue such a matter belongs to self-governance (群众自治) rather than to enforcement. */
  readonly selfGovernance?: true;
  /** Whether the grid exists, in force. */
  readonly gridKnown: boolean;
  /** Code of the grid's district (6 digits), where the grid is known and not above districts. */
  readonly district?: string;
  readonly lead?: { readonly unit: string; readonly person?: string };
  readonly coHandlers: readonly string[];
  /** The unit that decides when responsibility is disputed. */
  readonly supervisingUnit?: string;
}

export type LocationQuestion = { readonly gridCode: string } | { readonly lon: number; readonly lat: number };
/** The smallest grid at that place. `found` is false for a code that does not exist or a point outside every grid. */
export interface LocationAnswer {
  readonly found: boolean;
  readonly gridCode?: string;
  readonly district?: string;
}

/** Who holds a role for a unit, or over a grid (the nearest post above it counts). */
export interface DutyQuestion {
  readonly role: Role;
  readonly unit?: string;
  readonly gridCode?: string;
  /** Of several posts, the one that this account holds. */
  readonly person?: string;
}
/** The person on the post, or the deputy while the person is not in office; neither where no post is filled. */
export interface DutyAnswer {
  readonly person?: string;
  readonly deputyFor?: string;
}

export interface AccessQuestion {
  readonly account: string;
}
/** `found` is false for an account without any post in force. */
export interface AccessAnswer {
  readonly found: boolean;
  readonly name?: string;
  readonly grants: readonly Grant[];
}

/** The catalogue of matters in force, by code; `after` is the last code of the page before. */
export interface MatterItemsQuestion {
  readonly after?: string;
}
export interface MatterItemsAnswer {
  readonly items: readonly {
    readonly code: string;
    readonly name: string;
    readonly class: string;
    readonly className: string;
    readonly description?: string;
  }[];
  /** Whether there are more behind the last one. */
  readonly more: boolean;
  /** ISO instant of the latest change of the catalogue, absent while it is empty. */
  readonly changedAt?: string;
}

/** At most 1,000 codes. */
export interface UnitNamesQuestion {
  readonly units: readonly string[];
}
/** Names by code; a unit that is not in force has none. */
export interface UnitNamesAnswer {
  readonly names: Readonly<Record<string, string>>;
}

/** What a petitioner wrote of whom a case accuses: codes or names of units and people. At most 20. */
export interface AccusedQuestion {
  readonly texts: readonly string[];
}
/**
 * Codes of the units and accounts that are meant; with the head of a unit the unit itself, which works under that person.
 * Rather one too many than one too few.
 */
export interface AccusedAnswer {
  readonly codes: readonly string[];
}
export interface SuperiorQuestion {
  readonly unit: string;
}
/** The unit one level above, in force; absent for one that has none. */
export interface SuperiorAnswer {
  readonly superior?: string;
}

/** How an api key of Open311 looks. */
export const API_KEY = /^wg311_[\w-]{32}$/;

/** SHA-256 (hex) of a key; the key itself never travels in a question. */
export interface ApiKeyQuestion {
  readonly hash: string;
}
/** `found` is false for a key that does not exist or is retired. */
export interface ApiKeyAnswer {
  readonly found: boolean;
  readonly id?: string;
  readonly limitPerMinute?: number;
}
