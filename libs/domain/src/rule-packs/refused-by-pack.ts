import type { Act } from '../cases/case-state';
import type { Refused } from '../cases/process';
import type { RulePack } from './rule-pack';

/** What the rules that a petition is under refuse besides stage, person and process: a ground that they do not have. */
export function refusedByPack(pack: RulePack, act: Pick<Act, 'command' | 'data'>): Refused | undefined {
  const ground = act.data?.['ground'];
  if (act.command !== 'refuse' || pack.petition === undefined) return undefined;
  const grounds = pack.petition.refusals.map(({ id }) => id);
  return grounds.some((one) => one === ground)
    ? undefined
    : {
        code: 'PETITION.RULE_REFUSED',
        message: {
          zh: `不予受理的情形只能是：${grounds.join('、')}`,
          en: `the grounds of ${pack.id} are ${grounds.join(', ')}`,
        },
      };
}
