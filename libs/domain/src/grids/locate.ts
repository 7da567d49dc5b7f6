import { boundaryHolds, boxHolds, boxOf, type Boundary, type Box, type Position } from './boundary';

interface Placed {
  readonly code: string;
  readonly boundary: Boundary;
  readonly box: Box;
}

/** Cells of the index in degrees: about 1 km, the size of a community. */
const CELL = 0.01;
/** A boundary that would lie in more cells than this is kept apart and tried for every point (districts, cities). */
const WIDE = 400;

/**
 * Finds the smallest grid at a point. Boundaries lie in buckets of `CELL` degrees, so a point is tried against the few
 * whose bucket it shares. Smallest means the longest code; on a line between two grids of one level the lower code
 * wins, so a point is always in exactly one.
 */
export class GridIndex {
  private readonly cells = new Map<string, Placed[]>();
  private readonly wide = new Map<string, Placed>();
  private readonly placed = new Map<string, Placed>();

  /** Puts a boundary in, or replaces the one known under this code. */
  set(code: string, boundary: Boundary): void {
    this.delete(code);
    const placed = { code, boundary, box: boxOf(boundary) };
    this.placed.set(code, placed);
    const keys = keysOf(placed.box);
    if (keys === undefined) {
      this.wide.set(code, placed);
      return;
    }
    for (const key of keys) {
      const cell = this.cells.get(key);
      if (cell) cell.push(placed);
      else this.cells.set(key, [placed]);
    }
  }

  delete(code: string): void {
    const placed = this.placed.get(code);
    if (!placed) return;
    this.placed.delete(code);
    if (this.wide.delete(code)) return;
    for (const key of keysOf(placed.box) ?? []) {
      const left = (this.cells.get(key) ?? []).filter((other) => other !== placed);
      if (left.length > 0) this.cells.set(key, left);
      else this.cells.delete(key);
    }
  }

  /** The code of the smallest grid that holds the point; undefined where there is none. */
  locate(point: Position): string | undefined {
    let found: string | undefined;
    const better = (code: string) =>
      found === undefined || code.length > found.length || (code.length === found.length && code < found);
    const attempt = (placed: Placed) => {
      if (better(placed.code) && boxHolds(placed.box, point) && boundaryHolds(placed.boundary, point)) {
        found = placed.code;
      }
    };
    this.cells.get(keyOf(Math.floor(point[0] / CELL), Math.floor(point[1] / CELL)))?.forEach(attempt);
    this.wide.forEach(attempt);
    return found;
  }
}

const keyOf = (x: number, y: number): string => `${x}/${y}`;

/** The cells a box lies in; undefined when they are too many. */
function keysOf([west, south, east, north]: Box): string[] | undefined {
  const [x0, y0, x1, y1] = [west, south, east, north].map((degrees) => Math.floor(degrees / CELL)) as [
    number,
    number,
    number,
    number,
  ];
  if ((x1 - x0 + 1) * (y1 - y0 + 1) > WIDE) return undefined;
  const keys: string[] = [];
  for (let x = x0; x <= x1; x += 1) for (let y = y0; y <= y1; y += 1) keys.push(keyOf(x, y));
  return keys;
}
