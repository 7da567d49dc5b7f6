import { boundaryHolds, boxHolds, boxOf, type Boundary, type Box, type Position } from './boundary';

export interface Area {
  readonly code: string;
  readonly boundary?: Boundary;
}

export interface Coverage {
  /** Codes of the children that have no boundary: nothing can be said about their place. */
  readonly withoutBoundary: readonly string[];
  /** Points tried; 0 when no child has a boundary. */
  readonly samples: number;
  /** Share of the parent's points (0 to 1) that no child holds; undefined when the parent has no boundary. */
  readonly gapShare?: number;
  /** Share of the tried points that two or more children hold. */
  readonly overlapShare: number;
  /** Up to ten points in no child, to look at on a map. */
  readonly gapExamples: readonly Position[];
  /** Pairs of children that hold a point together, with one such point. */
  readonly overlaps: readonly { readonly codes: readonly [string, string]; readonly at: Position }[];
}

/**
 * Checks that the children of a grid cover it without gap and without overlap, by trying a lattice of points. It finds
 * what is larger than a lattice step (the box's side / √samples) and says nothing about less. Children that only touch
 * do not count as overlapping: the lattice is shifted by an odd fraction, so that it does not run along drawn lines.
 */
export function checkCoverage(parent: Area, children: readonly Area[], samples = 2500): Coverage {
  const withoutBoundary = children.filter((child) => !child.boundary).map((child) => child.code);
  const placed = children.flatMap((child) =>
    child.boundary ? [{ code: child.code, boundary: child.boundary, box: boxOf(child.boundary) }] : [],
  );
  if (placed.length === 0) {
    return { withoutBoundary, samples: 0, overlapShare: 0, gapExamples: [], overlaps: [] };
  }
  const box = parent.boundary ? boxOf(parent.boundary) : union(placed.map((child) => child.box));
  const side = Math.max(1, Math.round(Math.sqrt(samples)));
  const overlaps = new Map<string, { codes: [string, string]; at: Position }>();
  const gapExamples: Position[] = [];
  let [tried, gaps, doubles] = [0, 0, 0];
  for (let column = 0; column < side; column += 1) {
    for (let row = 0; row < side; row += 1) {
      const point: Position = [
        box[0] + ((column + 0.4142) / side) * (box[2] - box[0]),
        box[1] + ((row + 0.4142) / side) * (box[3] - box[1]),
      ];
      if (parent.boundary && !boundaryHolds(parent.boundary, point)) continue;
      const holders = placed.filter((child) => boxHolds(child.box, point) && boundaryHolds(child.boundary, point));
      if (!parent.boundary && holders.length === 0) continue;
      tried += 1;
      if (holders.length === 0) {
        gaps += 1;
        if (gapExamples.length < 10) gapExamples.push(point);
      }
      if (holders.length > 1) {
        doubles += 1;
        for (const [index, a] of holders.entries()) {
          for (const b of holders.slice(index + 1)) {
            const key = `${a.code} ${b.code}`;
            if (!overlaps.has(key)) overlaps.set(key, { codes: [a.code, b.code], at: point });
          }
        }
      }
    }
  }
  const share = (count: number) => (tried === 0 ? 0 : count / tried);
  return {
    withoutBoundary,
    samples: tried,
    ...(parent.boundary ? { gapShare: share(gaps) } : {}),
    overlapShare: share(doubles),
    gapExamples,
    overlaps: [...overlaps.values()],
  };
}

const union = (boxes: readonly Box[]): Box => [
  Math.min(...boxes.map((box) => box[0])),
  Math.min(...boxes.map((box) => box[1])),
  Math.max(...boxes.map((box) => box[2])),
  Math.max(...boxes.map((box) => box[3])),
];
