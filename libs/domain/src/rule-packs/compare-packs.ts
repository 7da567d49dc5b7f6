import type { ClockRule } from '../clocks/clock-rule';
import type { RulePack } from './rule-pack';

/** One clock in two versions of a pack, side by side. */
export interface ClockComparison {
  readonly id: string;
  readonly change: 'same' | 'changed' | 'added' | 'removed';
  /** Names of the fields that differ. */
  readonly fields: readonly string[];
  readonly from: ClockRule | null;
  readonly to: ClockRule | null;
}

export interface PackComparison {
  readonly id: string;
  readonly from: Omit<RulePack, 'clocks'>;
  readonly to: Omit<RulePack, 'clocks'>;
  /** Names of the fields of the pack, besides version and clocks, that differ. */
  readonly fields: readonly string[];
  readonly clocks: readonly ClockComparison[];
}

/** Names of the fields in which two values differ, in alphabetical order; an absent field is another one than an empty. */
function differing(from: object, to: object): string[] {
  const [one, other] = [from as Record<string, unknown>, to as Record<string, unknown>];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((field) => inOrder(one[field]) !== inOrder(other[field]))
    .sort();
}

/** JSON whose keys stand in order: packs come from files and from the database, which keeps its own order. */
const inOrder = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );

/** Two versions of a pack clock by clock: those of `from` in its order, then what `to` adds. */
export function comparePacks(from: RulePack, to: RulePack): PackComparison {
  const { clocks: before, ...head } = from;
  const { clocks: after, ...newHead } = to;
  const compared = before.map((clock): ClockComparison => {
    const other = after.find((one) => one.id === clock.id) ?? null;
    const fields = other ? differing(clock, other) : [];
    return {
      id: clock.id,
      change: !other ? 'removed' : fields.length > 0 ? 'changed' : 'same',
      fields,
      from: clock,
      to: other,
    };
  });
  const added = after
    .filter((clock) => !before.some((one) => one.id === clock.id))
    .map((clock): ClockComparison => ({ id: clock.id, change: 'added', fields: [], from: null, to: clock }));
  return {
    id: to.id,
    from: head,
    to: newHead,
    fields: differing(head, newHead).filter((field) => field !== 'version'),
    clocks: [...compared, ...added],
  };
}
