/**
 * JSON with the keys of every object sorted by code unit, no blanks; `undefined` members left out, dates by `toJSON`: equal
 * values give equal text whatever order they were written in. Throws `TypeError` for a bigint or a cycle, as JSON does.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? sorted(member as Record<string, unknown>)
      : member,
  );
}

function sorted(object: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(object).sort();
  // `null` as prototype: a member named `__proto__` stays a member.
  const copy = Object.create(null) as Record<string, unknown>;
  for (const key of keys) copy[key] = object[key];
  return copy;
}
