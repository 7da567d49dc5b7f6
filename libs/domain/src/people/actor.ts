/** The roles of the platform. A role is always held for a unit, for grids, or for both. */
export const ROLES = [
  'petition-officer',
  'grid-worker',
  'unit-handler',
  'unit-head',
  'inspector',
  'campaign-owner',
  'purchaser',
  'panel-member',
  'contractor',
  'beneficiary',
  'appraiser',
  'administrator',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

/** One post that a person holds: a role, in a unit (for units' roles) or over a grid and all grids below it. */
export interface Grant {
  readonly role: Role;
  /** Unit code; the role reaches the cases of this unit. */
  readonly unit?: string;
  /** Grid code; the role reaches this grid and every grid below it (a grid's code begins with its parent's code). */
  readonly grid?: string;
}

/** A signed-in person with what they may act for. Travels between services as a short-lived signed token. */
export interface Actor {
  /** Stable account id, e.g. `handler-a`. Never a name. */
  readonly id: string;
  readonly grants: readonly Grant[];
}

/** Whether the actor holds the role for this unit. */
export function holdsForUnit(actor: Actor, role: Role, unit: string | undefined): boolean {
  return unit !== undefined && actor.grants.some((grant) => grant.role === role && grant.unit === unit);
}

/** Whether the actor holds the role over this grid or a grid above it. */
export function holdsForGrid(actor: Actor, role: Role, gridCode: string): boolean {
  return actor.grants.some(
    (grant) => grant.role === role && grant.grid !== undefined && gridCode.startsWith(grant.grid),
  );
}

/** Whether the actor holds the role anywhere. */
export function holds(actor: Actor, role: Role): boolean {
  return actor.grants.some((grant) => grant.role === role);
}
