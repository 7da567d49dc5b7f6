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

/**
 * Refuses a wrong code like a number that does not exist, before the record is looked at: nobody finds numbers by the
 * time it takes. Throws `RESOURCE.NOT_FOUND`.
 */
export function petitionersCode(number: string, code: string): void {
  if (!isQueryCode(number, code, environment().WANGGE_QUERY_CODE_KEY)) throw new Refusal('RESOURCE.NOT_FOUND');
}
