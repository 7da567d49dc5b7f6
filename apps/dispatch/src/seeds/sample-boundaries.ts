import { boundaryHolds, boxOf, type Boundary, type Position } from '@wangge/domain/grids/boundary';

/** Side of a sample subdistrict in degrees, about 1 km. */
const SIDE = 0.01;

/** A square from its south-west corner. */
const square = (west: number, south: number, width: number, height: number): Boundary => {
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  const [w, s, e, n] = [round(west), round(south), round(west + width), round(south + height)];
  return {
    type: 'Polygon',
    coordinates: [
      [
        [w, s],
        [e, s],
        [e, n],
        [w, n],
        [w, s],
      ],
    ],
  };
};

/**
 * Made-up boundaries inside a district, one square for each code: cells of a fixed lattice whose corners and middle lie
 * in the district, those nearest to its centre first, so that the same input gives the same squares. Codes for which
 * there is no room get none.
 */
export function drawSubdistricts(
  district: Boundary,
  centre: Position,
  codes: readonly string[],
): Map<string, Boundary> {
  const [west, south, east, north] = boxOf(district);
  const cells: { x: number; y: number; distance: number }[] = [];
  for (let x = Math.ceil(west / SIDE); (x + 1) * SIDE <= east; x += 1) {
    for (let y = Math.ceil(south / SIDE); (y + 1) * SIDE <= north; y += 1) {
      const distance = Math.hypot((x + 0.5) * SIDE - centre[0], (y + 0.5) * SIDE - centre[1]);
      cells.push({ x, y, distance });
    }
  }
  cells.sort((a, b) => a.distance - b.distance || a.x - b.x || a.y - b.y);
  const drawn = new Map<string, Boundary>();
  let next = 0;
  for (const code of codes) {
    for (; next < cells.length && !drawn.has(code); next += 1) {
      const cell = cells[next];
      if (!cell) break;
      const corners = [0, 0.5, 1].flatMap((dx) =>
        [0, 0.5, 1].map((dy): Position => [(cell.x + dx) * SIDE, (cell.y + dy) * SIDE]),
      );
      if (corners.every((corner) => boundaryHolds(district, corner))) {
        drawn.set(code, square(cell.x * SIDE, cell.y * SIDE, SIDE, SIDE));
      }
    }
  }
  return drawn;
}

/** Cuts a boundary's box into equal cells without gap or overlap, row by row, one for each code; the cells of the last row may be wider. */
export function divide(boundary: Boundary, codes: readonly string[]): Map<string, Boundary> {
  const [west, south, east, north] = boxOf(boundary);
  const columns = Math.ceil(Math.sqrt(codes.length));
  const rows = Math.ceil(codes.length / columns);
  const drawn = new Map<string, Boundary>();
  for (const [index, code] of codes.entries()) {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? codes.length - row * columns : columns;
    const width = (east - west) / inRow;
    const height = (north - south) / rows;
    drawn.set(code, square(west + (index % columns) * width, south + row * height, width, height));
  }
  return drawn;
}
