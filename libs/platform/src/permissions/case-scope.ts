import type { Actor, Role } from '@wangge/domain/people/actor';

/** Which cases an actor may see, for SQL: `all`, or the case's unit or a joint unit among `units`, or its grid below a prefix. */
export interface CaseScope {
  readonly all: boolean;
  readonly units: readonly string[];
  readonly gridPrefixes: readonly string[];
}

/** Roles that see every case: to keep the platform running, and to check on it. */
const SEE_ALL: readonly Role[] = ['administrator', 'auditor'];
/** Roles that handle cases. Contractors, panel members and others have no business with petitioners. */
const SEE_OWN: readonly Role[] = ['petition-officer', 'grid-worker', 'unit-handler', 'unit-head'];

/** The scope of an actor: empty lists (and not `all`) for one who handles no cases. */
export function caseScopeOf(actor: Actor): CaseScope {
  if (actor.grants.some((grant) => SEE_ALL.includes(grant.role))) return { all: true, units: [], gridPrefixes: [] };
  const own = actor.grants.filter((grant) => SEE_OWN.includes(grant.role));
  const grids = [...new Set(own.flatMap((grant) => grant.grid || []))];
  return {
    all: false,
    units: [...new Set(own.flatMap((grant) => grant.unit || []))],
    // A grid below another one in the list adds nothing.
    gridPrefixes: grids.filter((grid) => !grids.some((other) => other !== grid && grid.startsWith(other))),
  };
}
