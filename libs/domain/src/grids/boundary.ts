import booleanPointInPolygon from '@turf/boolean-point-in-polygon';

/** Longitude and latitude in degrees, as GeoJSON orders them. */
export type Position = readonly [lon: number, lat: number];

/** A GeoJSON area: rings of positions, the first outer, the others holes. */
export type Boundary =
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly Position[])[])[] };

/** West, south, east, north in degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** The smallest box around a boundary. */
export function boxOf(boundary: Boundary): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const polygons = boundary.type === 'Polygon' ? [boundary.coordinates] : boundary.coordinates;
  for (const polygon of polygons) {
    for (const [lon, lat] of polygon[0] ?? []) {
      if (lon < west) west = lon;
      if (lon > east) east = lon;
      if (lat < south) south = lat;
      if (lat > north) north = lat;
    }
  }
  return [west, south, east, north];
}

/** Whether the box holds the point; its edges belong to it. */
export const boxHolds = (box: Box, [lon, lat]: Position): boolean =>
  lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3];

/** Whether the boundary holds the point; the line itself belongs to it. */
export function boundaryHolds(boundary: Boundary, point: Position): boolean {
  return booleanPointInPolygon(point as unknown as number[], boundary as never);
}
