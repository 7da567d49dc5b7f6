import type { Boundary } from './boundary';
import { GridIndex } from './locate';

/** A square by its west, south, east and north edges. */
const box = (west: number, south: number, east: number, north: number): Boundary => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});

describe('the smallest grid at a point', () => {
  const index = new GridIndex();
  index.set('410105', box(113, 34, 114, 35));
  index.set('410106', box(114, 34, 115, 35));
  index.set('410105001', box(113.1, 34.1, 113.2, 34.2));
  index.set('410105002', box(113.2, 34.1, 113.3, 34.2));
  index.set('410105002001', box(113.2, 34.1, 113.25, 34.15));

  it('takes the deepest that holds it', () => {
    expect(index.locate([113.22, 34.12])).toBe('410105002001');
    expect(index.locate([113.28, 34.18])).toBe('410105002');
    expect(index.locate([113.9, 34.9])).toBe('410105');
    expect(index.locate([120, 30])).toBeUndefined();
  });

  it('puts a point on a line between two grids into the one with the lower code', () => {
    expect(index.locate([114, 34.5])).toBe('410105');
    expect(index.locate([113.2, 34.18])).toBe('410105001');
  });

  it('counts corners and outer lines in, at the edge of a bucket too', () => {
    expect(index.locate([115, 35])).toBe('410106');
    expect(index.locate([113.3, 34.1])).toBe('410105002');
    expect(index.locate([113.1, 34.1])).toBe('410105001');
  });

  it('prefers the deeper grid on its own line', () => {
    expect(index.locate([113.25, 34.12])).toBe('410105002001');
  });

  it('leaves holes out', () => {
    const ring = new GridIndex();
    ring.set('410107', {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [4, 0],
            [4, 4],
            [0, 4],
            [0, 0],
          ],
          [
            [1, 1],
            [3, 1],
            [3, 3],
            [1, 3],
            [1, 1],
          ],
        ],
      ],
    });
    expect(ring.locate([2, 2])).toBeUndefined();
    expect(ring.locate([0.5, 0.5])).toBe('410107');
  });

  it('replaces and forgets boundaries', () => {
    const moving = new GridIndex();
    moving.set('410108', box(0, 0, 0.05, 0.05));
    moving.set('410108', box(1, 1, 1.05, 1.05));
    expect(moving.locate([0.02, 0.02])).toBeUndefined();
    expect(moving.locate([1.02, 1.02])).toBe('410108');
    moving.delete('410108');
    expect(moving.locate([1.02, 1.02])).toBeUndefined();
  });
});
