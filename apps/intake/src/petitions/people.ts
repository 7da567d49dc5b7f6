import { type KeyRing, open, seal } from '@wangge/platform/configuration/keys';

/** Who filed a case, as given. */
export interface Petitioner {
  readonly name: string;
  readonly phone?: string;
  readonly address?: string;
}

/** What is sealed beside a case: its people, and what a door with a protocol of its own keeps of them. */
export interface SealedPeople {
  readonly petitioners?: readonly Petitioner[];
  readonly accused?: string | readonly string[];
  /** What the petitioners wrote, where the case has it with marks instead of their names. */
  readonly text?: { readonly title: string; readonly claims: readonly string[]; readonly description?: string };
  readonly [other: string]: unknown;
}

/** What was written of whom the case accuses, as a list. */
export const textsOfAccused = (accused: SealedPeople['accused']): readonly string[] =>
  accused === undefined ? [] : typeof accused === 'string' ? [accused] : accused;

/** A sealed value opens only in its own row. */
const placeOf = (number: string): string => `petition/${number}`;

export const sealPeople = (keys: KeyRing, number: string, people: SealedPeople): Buffer =>
  seal(keys, Buffer.from(JSON.stringify(people)), placeOf(number));

/** Nobody where the case has no people any more. Throws `SealBroken`. */
export function openPeople(keys: KeyRing, number: string, sealed: Uint8Array | null): SealedPeople {
  if (sealed === null) return {};
  return JSON.parse(open(keys, Buffer.from(sealed), placeOf(number)).toString()) as SealedPeople;
}
