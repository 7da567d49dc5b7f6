import type { CaseState, ClockState } from './case-state';

type Traits = Omit<CaseState, 'clocks'>;

/** What acts changed in the state of a case: much shorter than the state, of which most stays as it is. */
export interface StateChange {
  readonly set: Partial<Traits>;
  readonly gone: readonly (keyof Traits)[];
  /** Clocks that changed, each in its place by its id; new ones come behind the others in this order. */
  readonly clocks: readonly ClockState[];
}

/** An act leaves most values as the very ones they were. */
const same = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);

/** @returns undefined where clocks left the case or changed places, which no act does */
export function changeOf(before: CaseState, after: CaseState): StateChange | undefined {
  if (before.clocks.some(({ id }, index) => after.clocks[index]?.id !== id)) return undefined;
  const { clocks: _, ...was } = before;
  const { clocks, ...is } = after;
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])] as (keyof Traits)[];
  const changed = keys.filter((key) => !same(was[key], is[key]));
  return {
    set: Object.fromEntries(changed.flatMap((key) => (is[key] === undefined ? [] : [[key, is[key]]]))),
    gone: changed.filter((key) => is[key] === undefined),
    clocks: clocks.filter((clock, index) => !same(before.clocks[index], clock)),
  };
}

/** The state that `changeOf` was told came after this one. */
export function afterChange(before: CaseState, { set, gone, clocks }: StateChange): CaseState {
  const kept = Object.fromEntries(
    Object.entries(before).filter(([key]) => !gone.includes(key as keyof Traits)),
  ) as unknown as CaseState;
  const known = new Set(before.clocks.map(({ id }) => id));
  return {
    ...kept,
    ...set,
    clocks: [
      ...before.clocks.map((clock) => clocks.find(({ id }) => id === clock.id) ?? clock),
      ...clocks.filter(({ id }) => !known.has(id)),
    ],
  };
}
