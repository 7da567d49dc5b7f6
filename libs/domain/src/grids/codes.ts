/** The levels of the grid tree from the city down. 一级 is the subdistrict, 二级 the community, 三级 the block. */
export const GRID_LEVELS = ['city', 'district', 'subdistrict', 'community', 'block'] as const;
export type GridLevel = (typeof GRID_LEVELS)[number];

/** Digits of a code at each level, city first. An installation may set its own; they must grow from level to level. */
export type CodeLengths = readonly [number, number, number, number, number];

/** 4 for the prefecture, 6 for the division (GB/T 2260), 9 and 12 for street and community (GB/T 10114), 15 for a block. */
export const DEFAULT_CODE_LENGTHS: CodeLengths = [4, 6, 9, 12, 15];

/** Reads lengths written as `4,6,9,12,15`. Throws an Error when they are not five growing whole numbers up to 30. */
export function parseCodeLengths(text: string): CodeLengths {
  const lengths = text.split(',').map((part) => Number(part.trim()));
  const growing = lengths.every((length, index) => {
    const before = index === 0 ? 0 : (lengths[index - 1] ?? 0);
    return Number.isInteger(length) && length > before && length <= 30;
  });
  if (lengths.length !== GRID_LEVELS.length || !growing) {
    throw new Error(`grid code lengths must be ${GRID_LEVELS.length} growing whole numbers up to 30, not "${text}"`);
  }
  return lengths as unknown as CodeLengths;
}

/** The level of a code by its digits; undefined when it is no grid code. */
export function levelOf(code: string, lengths: CodeLengths = DEFAULT_CODE_LENGTHS): GridLevel | undefined {
  if (!/^\d+$/.test(code)) return undefined;
  const index = lengths.indexOf(code.length);
  return index < 0 ? undefined : GRID_LEVELS[index];
}

/** The code of the grid above; undefined for a city and for what is no grid code. */
export function parentOf(code: string, lengths: CodeLengths = DEFAULT_CODE_LENGTHS): string | undefined {
  const level = levelOf(code, lengths);
  if (level === undefined) return undefined;
  const length = lengths[GRID_LEVELS.indexOf(level) - 1];
  return length === undefined ? undefined : code.slice(0, length);
}

/** The code itself and every code above it, smallest first; empty for what is no grid code. */
export function chainOf(code: string, lengths: CodeLengths = DEFAULT_CODE_LENGTHS): string[] {
  const chain: string[] = [];
  for (let at = levelOf(code, lengths) ? code : undefined; at !== undefined; at = parentOf(at, lengths)) chain.push(at);
  return chain;
}
