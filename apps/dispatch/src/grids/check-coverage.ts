import { checkCoverage, type Coverage } from '@wangge/domain/grids/coverage';
import { Refusal } from '@wangge/platform/http/problem';
import type { ReferenceSnapshot } from '../reference/reference-snapshot';

export interface CoverageReport extends Coverage {
  readonly parent: string;
  readonly children: number;
}

/** How the grids just below one cover it. Throws 404 for a grid not in force. */
export function checkCoverageOf(snapshot: ReferenceSnapshot, parent: string): CoverageReport {
  const grid = snapshot.get('grid', parent);
  if (!grid) throw new Refusal('RESOURCE.NOT_FOUND');
  const children = snapshot.inForce('grid').filter((child) => child.parentCode === parent);
  return { parent, children: children.length, ...checkCoverage(grid, children) };
}
