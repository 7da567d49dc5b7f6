/** Where a grid lies by the names of the grids above it: `金水区 花园路街道`. The city is left out where more is known. */
export function placeName(code: string, names: ReadonlyMap<string, string>): string {
  const above = [...names]
    .filter(([upper]) => code.startsWith(upper))
    .sort(([a], [b]) => a.length - b.length)
    .map(([, name]) => name);
  return (above.length > 1 ? above.slice(1) : above).join(' ');
}
