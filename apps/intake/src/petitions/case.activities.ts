import type { CaseState } from '@wangge/domain/cases/case-state';
import type { CaseActivities, Route } from '@wangge/workflows/case/case-activities';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import type { Filing } from './filing';
import { lookUpAccused } from './look-up-accused';
import { Places } from './places';
import { RecordActs } from './record-acts';

/** What a case's workflow needs done here. */
export function createCaseActivities(database: IntakeDatabase, recordActs: RecordActs, places: Places): CaseActivities {
  /** Undefined while dispatch is silent. */
  async function route(state: CaseState, location?: Location): Promise<Route | undefined> {
    const found = location && (await places.location(location));
    if (location && !found) return undefined;
    const place = found?.gridCode
      ? { gridCode: found.gridCode, district: found.district ?? found.gridCode.slice(0, 6) }
      : {};
    const { matterItem, gridCode, accused = [] } = state;
    const answer = await places.responsibility({ matterItem, gridCode: place.gridCode ?? gridCode });
    if (!answer) return undefined;
    const { lead, supervisingUnit } = answer;
    return {
      ...place,
      // 信访工作条例 Art. 30: not to whom it accuses. It is as if the matrix had a gap there: a person dispatches.
      ...(lead && !accused.includes(lead.unit)
        ? { unit: lead.unit, ...(lead.person && !accused.includes(lead.person) ? { person: lead.person } : {}) }
        : {}),
      ...(supervisingUnit && !accused.includes(supervisingUnit) ? { supervisingUnit } : {}),
    };
  }

  return {
    async openCase({ number }) {
      const row = await database.petition.findUniqueOrThrow({
        where: { number },
        select: { state: true, content: true },
      });
      const state = await lookUpAccused(database, places, row.state as unknown as CaseState);
      const isNew = state.stage === 'received' || (state.stage === 'registered' && !wasDispatched(state));
      const location = unplaced(state, row.content as unknown as { location: Location });
      return { state, route: isNew ? ((await route(state, location)) ?? null) : {} };
    },
    async askRoute({ number }) {
      const row = await database.petition.findUniqueOrThrow({
        where: { number },
        select: { state: true, content: true },
      });
      const state = row.state as unknown as CaseState;
      const found = await route(state, unplaced(state, row.content as unknown as { location: Location }));
      if (!found) throw new Error('dispatch does not answer');
      return found;
    },
    recordActs: (input) => recordActs.record(input),
  };
}

type Location = Filing['location'];

/** Whether the matrix or a person ever sent the case to a unit. */
const wasDispatched = (state: CaseState): boolean => state.firstReceiver !== undefined || state.objectedBy.length > 0;

/** The point of a case that was filed while nobody could say in which grid it lies. */
function unplaced(state: CaseState, content: { location: Location }): Location | undefined {
  return 'gridCode' in content.location || state.gridCode !== environment().WANGGE_CITY_GRID
    ? undefined
    : content.location;
}
