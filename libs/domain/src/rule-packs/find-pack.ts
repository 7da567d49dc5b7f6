import type { RulePack } from './rule-pack';

/** The pack of that id and version; undefined when there is none. */
export const findPack = (packs: readonly RulePack[], id: string, version: number): RulePack | undefined =>
  packs.find((pack) => pack.id === id && pack.version === version);

const inForce = (pack: RulePack, date: string): boolean =>
  pack.validFrom <= date && (pack.validTo === undefined || date <= pack.validTo);

/**
 * The version of a pack in force on a local date `YYYY-MM-DD`, the highest where several are; undefined when none is. A case
 * is pinned to the version in force at its acceptance.
 */
export function packInForce(packs: readonly RulePack[], id: string, date: string): RulePack | undefined {
  return packs
    .filter((pack) => pack.id === id && inForce(pack, date))
    .reduce<RulePack | undefined>((found, pack) => (found && found.version > pack.version ? found : pack), undefined);
}
