import { type Actor, holds } from './actor';

/** Among the accused of a case: they are not looked up yet, so that it could be anybody. */
export const NOT_LOOKED_UP = '*';

/**
 * The codes by which the actor is one of the accused: account, and the unit of every post. While the accused are not
 * looked up that is everybody but those who keep and check the platform.
 */
export function accusedCodesOf(actor: Actor): readonly string[] {
  const units = actor.grants.flatMap((grant) => grant.unit ?? []);
  const keepsPlatform = holds(actor, 'administrator') || holds(actor, 'auditor');
  return [...new Set([actor.id, ...units, ...(keepsPlatform ? [] : [NOT_LOOKED_UP])])];
}

/** Whether the case is to be kept from the actor (信访工作条例 第30条): no word of it goes to whom it accuses. */
export function isAccused(accused: readonly string[] | undefined, actor: Actor): boolean {
  return accused !== undefined && accused.length > 0 && accusedCodesOf(actor).some((code) => accused.includes(code));
}
