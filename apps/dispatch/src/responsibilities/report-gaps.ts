import { reportResponsibility, type ResponsibilityReport } from '@wangge/domain/responsibility/gaps';
import { environment } from '../environment';
import type { ReferenceSnapshot } from '../reference/reference-snapshot';

/** Gaps and overlaps of the matrix today. */
export function reportGaps(snapshot: ReferenceSnapshot): ResponsibilityReport & { date: string } {
  const tables = {
    grids: snapshot.inForce('grid').map((grid) => grid.code),
    matterItems: snapshot.inForce('matter-item').map((item) => item.code),
    units: new Set(snapshot.inForce('unit').map((unit) => unit.code)),
    rows: snapshot.inForce('responsibility'),
  };
  return {
    date: snapshot.today,
    ...reportResponsibility(tables, snapshot.today, environment().WANGGE_GRID_CODE_LENGTHS),
  };
}
