import { isAccused } from '../people/accused';
import { type Actor, holdsForGrid, holdsForUnit } from '../people/actor';
import { type Act, type CaseState, PETITIONER, SYSTEM } from './case-state';
import type { CommandRule, Process, Refused, Relation, StageRule } from './process';

/** Whether the actor stands in this relation to the case. */
export function hasRelation(relation: Relation, state: CaseState, actor: Actor): boolean {
  if (relation === 'system') return actor.id === SYSTEM.id;
  if (relation === 'petitioner') return actor.id === PETITIONER.id;
  if (isAccused(state.accused, actor)) return false;
  if (state.recused?.includes(actor.id)) return false;
  switch (relation) {
    case 'officer':
      return holdsForGrid(actor, 'petition-officer', state.gridCode);
    case 'grid-worker':
      return holdsForGrid(actor, 'grid-worker', state.gridCode);
    case 'handler':
      return holdsForUnit(actor, 'unit-handler', state.responsible?.unit);
    case 'joint-handler':
      return state.jointHandlers.some(
        ({ unit, status }) => status !== 'reviewed' && holdsForUnit(actor, 'unit-handler', unit),
      );
    case 'head':
      return holdsForUnit(actor, 'unit-head', state.responsible?.unit);
    case 'supervisor':
      return (
        holdsForUnit(actor, 'unit-head', state.supervisingUnit) ||
        holdsForGrid(actor, 'petition-officer', state.gridCode)
      );
    case 'superior':
      return state.supervisingUnit === undefined
        ? holdsForGrid(actor, 'petition-officer', state.gridCode)
        : holdsForUnit(actor, 'unit-head', state.supervisingUnit);
  }
}

const stageOf = (process: Process, state: CaseState): StageRule<string, string> => {
  const rule = process.stages[state.stage];
  if (!rule) throw new Error(`no stage ${state.stage}`);
  return rule;
};

/**
 * Whether an act is possible now: stage first, then person, then the command's own rule.
 * Pure; the same answer for the workflow's validator, the API and the list of available commands.
 */
export function refusalOf(process: Process, state: CaseState, act: Act): Refused | undefined {
  const command: CommandRule | undefined = process.commands[act.command];
  if (!command || stageOf(process, state).on[act.command] === undefined)
    return {
      code: 'PETITION.WRONG_STAGE',
      message: {
        zh: `当前环节为${stageOf(process, state).text.zh}，不能${command?.text.zh ?? act.command}`,
        en: `${act.command} is not possible while ${state.stage}`,
      },
    };
  if (!command.by.some((relation) => hasRelation(relation, state, act.actor)))
    return {
      code: 'PETITION.NOT_PERMITTED',
      message: { zh: `${command.text.zh}不由 ${act.actor.id} 进行`, en: `${act.command} is not for ${act.actor.id}` },
    };
  if (goesToAccused(state, act))
    return {
      code: 'PETITION.RULE_REFUSED',
      message: {
        zh: '不得将信访事项转给被检举、控告的人员或者单位（信访工作条例 第30条）',
        en: 'a case does not go to whom it accuses (信访工作条例 Art. 30)',
      },
    };
  return command.refuse?.(state, act);
}

/** Whether an act would give the case to a unit or person that it accuses. */
function goesToAccused({ accused = [] }: CaseState, { data = {} }: Act): boolean {
  return ['unit', 'person', 'supervisingUnit', 'successor'].some((field) => accused.includes(data[field] as string));
}

/** The stage that a possible act leads to. */
export function destinationOf(process: Process, state: CaseState, command: string, data?: Act['data']): string {
  const to = stageOf(process, state).on[command];
  if (to === undefined) throw new Error(`${command} leads nowhere from ${state.stage}`);
  return typeof to === 'function' ? to(state, { ...(data ? { data } : {}) }) : to;
}

/** The stage that the expiry of a clock leads to; the one the case is in where it leads nowhere. */
export function expiryOf(process: Process, state: CaseState, clock: string): string {
  const to = stageOf(process, state).expiry?.[clock] ?? state.stage;
  return typeof to === 'function' ? to(state, {}) : to;
}

/** The commands that the server would accept from this person now, in the order of the table. */
export function availableCommands(process: Process, state: CaseState, actor: Actor): string[] {
  return Object.keys(stageOf(process, state).on).filter(
    (command) => refusalOf(process, state, { commandId: '', command, actor, reason: '' }) === undefined,
  );
}

/** Whether the case is over. */
export const isFinal = (process: Process, state: CaseState): boolean => stageOf(process, state).final === true;
