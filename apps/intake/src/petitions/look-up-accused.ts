import type { CaseState } from '@wangge/domain/cases/case-state';
import { NOT_LOOKED_UP } from '@wangge/domain/people/accused';
import type { IntakeDatabase } from '../database';
import { environment } from '../environment';
import { openPeople, textsOfAccused } from './people';
import type { Places } from './places';

/**
 * Finds out whom a case accuses that was filed while dispatch was silent, and writes it down beside the case. It is no act
 * on the case: its step and trail stay as they are. Fails while nobody answers, so that the case goes nowhere until then.
 */
export async function lookUpAccused(database: IntakeDatabase, places: Places, state: CaseState): Promise<CaseState> {
  if (!state.accused?.includes(NOT_LOOKED_UP)) return state;
  const { number } = state;
  const row = await database.petition.findUniqueOrThrow({ where: { number }, select: { sealed: true } });
  const people = openPeople(environment().WANGGE_DATA_KEYS, number, row.sealed);
  const codes = await places.accused(textsOfAccused(people.accused));
  if (!codes) throw new Error('dispatch does not answer');
  await database.$executeRaw`
    with known as (
      update petition set accused = ${[...codes]}::text[], state = jsonb_set(state, '{accused}', ${JSON.stringify(codes)}::jsonb)
      where number = ${number} and ${NOT_LOOKED_UP} = any(accused) returning number)
    update case_fact set accused = ${[...codes]}::text[] where number in (select number from known)`;
  const known = await database.petition.findUniqueOrThrow({ where: { number }, select: { state: true } });
  return known.state as unknown as CaseState;
}
