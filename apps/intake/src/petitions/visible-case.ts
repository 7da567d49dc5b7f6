import type { CaseState } from '@wangge/domain/cases/case-state';
import type { Actor } from '@wangge/domain/people/actor';
import { Refusal } from '@wangge/platform/http/problem';
import type { IntakeDatabase } from '../database';
import { environment } from '../environment';
import { maySee } from './may-see';
import { isQueryCode } from './query-code';

const LONGEST_NUMBER = 40;

/** A case that the actor may see. One that does not exist and one that is not for the actor look the same: `RESOURCE.NOT_FOUND`. */
export async function visibleCase(database: IntakeDatabase, number: string, actor: Actor) {
  const row = await database.petition.findUnique({
    where: { number: number.slice(0, LONGEST_NUMBER) },
    select: { state: true, title: true, content: true, channel: true, externalId: true, sealed: true },
  });
  if (!row || !maySee(actor, row.state as unknown as CaseState)) throw new Refusal('RESOURCE.NOT_FOUND');
  return row;
}

/** The case of a petitioner who has its query code. A wrong code and a wrong number look the same: `RESOURCE.NOT_FOUND`. */
export async function petitionersCase(database: IntakeDatabase, number: string, code: string) {
  const right = isQueryCode(number, code, environment().WANGGE_QUERY_CODE_KEY);
  const row = await database.petition.findUnique({
    where: { number: number.slice(0, LONGEST_NUMBER) },
    select: { state: true, title: true },
  });
  if (!right || !row) throw new Refusal('RESOURCE.NOT_FOUND');
  return { state: row.state as unknown as CaseState, title: row.title };
}
