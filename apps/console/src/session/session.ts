import { useQuery } from '@tanstack/react-query';
import type { Actor, Role } from '@wangge/domain/people/actor';
import { ask } from '../api/ask';
import { Problem } from '../api/problem';
import { ME } from '../api/queries';

/** Who is signed in, as the gateway says. */
export interface Me {
  readonly account: string;
  readonly name: string;
  readonly grants: Actor['grants'];
}

/** Roles whose posts reach cases; everybody else has other work on the platform. */
const CASE_ROLES: readonly Role[] = [
  'petition-officer',
  'grid-worker',
  'unit-handler',
  'unit-head',
  'administrator',
  'auditor',
];
/** Of those, these may reach the people in a case that they handle. */
const PEOPLE_ROLES: readonly Role[] = ['petition-officer', 'unit-handler', 'unit-head'];
/** Roles that check on the platform: they look at workflows in the Temporal UI, and at who read petitioners' data. */
const CHECKING_ROLES: readonly Role[] = ['administrator', 'auditor'];

const holdsOneOf = (me: Me, roles: readonly Role[]): boolean => me.grants.some((grant) => roles.includes(grant.role));

export const handlesCases = (me: Me): boolean => holdsOneOf(me, CASE_ROLES);
export const seesWorkflows = (me: Me): boolean => holdsOneOf(me, CHECKING_ROLES);
export const seesOpenings = (me: Me): boolean => holdsOneOf(me, CHECKING_ROLES);
export const mayReachPeople = (me: Me): boolean => holdsOneOf(me, PEOPLE_ROLES);
export const isAdministrator = (me: Me): boolean => holdsOneOf(me, ['administrator']);
export const isOfficer = (me: Me): boolean => holdsOneOf(me, ['petition-officer']);

/** Units that the person holds a post in. */
export const unitsOf = (me: Me): string[] => [...new Set(me.grants.flatMap((grant) => grant.unit ?? []))];

/** `data` is null for a stranger, undefined while nobody has said. */
export const useSession = () =>
  useQuery({
    queryKey: ME,
    queryFn: async ({ signal }): Promise<Me | null> => {
      try {
        return await ask<Me>('/auth/me', { signal });
      } catch (error) {
        if (error instanceof Problem && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });

/** Where to sign in, coming back to where the person is. */
export const signInAddress = (back: string): string => `/auth/login?return=${encodeURIComponent(back)}`;
/** The gateway's page that asks once more and signs out, at the issuer too. */
export const SIGN_OUT = '/auth/logout';
