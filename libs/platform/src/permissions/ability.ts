import {
  createMongoAbility,
  type ForcedSubject,
  type MongoAbility,
  type MongoQuery,
  type RawRuleOf,
  subject,
} from '@casl/ability';
import type { Actor, Role } from '@wangge/domain/people/actor';
import { caseScopeOf } from './case-scope';

export type Action = 'read' | 'write' | 'manage';
export type Subject =
  'Petition' | 'WorkOrder' | 'PersonalData' | 'ReferenceData' | 'RulePack' | 'Calendar' | 'AuditTrail' | 'TemporalUi';

/** Subjects that a rule's conditions look into. */
export type CaseSubject = 'Petition' | 'WorkOrder' | 'PersonalData';

/** What a rule about a case looks at. */
export interface CaseFacts {
  readonly unit?: string | null;
  readonly jointUnits?: readonly string[];
  /** The unit that decides a dispute about responsibility: it sees the case, not the people in it. */
  readonly supervisingUnit?: string | null;
  readonly gridCode: string;
  readonly accusedUnits?: readonly string[];
  readonly accusedPersons?: readonly string[];
}

/** One case as a subject: `ability.can('read', caseSubject('PersonalData', row))`. */
export const caseSubject = <S extends CaseSubject>(kind: S, facts: CaseFacts) => subject(kind, { ...facts });

export type Ability = MongoAbility<[Action, Subject | (CaseFacts & ForcedSubject<CaseSubject>)], MongoQuery>;

/** Of those who may see a case, these also need to reach the people in it. */
const REACH_PEOPLE: readonly Role[] = ['petition-officer', 'unit-handler', 'unit-head'];

const known = new WeakMap<Actor, Ability>();

/**
 * What an actor may do beside the commands on a case (those are decided by the process table). Anything not said here is
 * refused. The verified actor of a token is one object until it expires, so that its rules are built once.
 */
export function abilityOf(actor: Actor): Ability {
  const made = known.get(actor) ?? build(actor);
  known.set(actor, made);
  return made;
}

function build(actor: Actor): Ability {
  const roles = new Set(actor.grants.map((grant) => grant.role));
  const rules: RawRuleOf<Ability>[] = [{ action: 'read', subject: ['ReferenceData', 'RulePack', 'Calendar'] }];
  if (roles.has('administrator')) {
    rules.push({ action: 'manage', subject: ['ReferenceData', 'RulePack', 'Calendar'] });
    rules.push({ action: ['read', 'write'], subject: 'TemporalUi' }, { action: 'read', subject: 'AuditTrail' });
  }
  if (roles.has('auditor')) rules.push({ action: 'read', subject: ['AuditTrail', 'TemporalUi'] });
  for (const conditions of conditionsOf(actor))
    rules.push({ action: 'read', subject: ['Petition', 'WorkOrder'], conditions });
  const { units: own } = caseScopeOf(actor);
  if (own.length > 0)
    rules.push({ action: 'read', subject: 'Petition', conditions: { supervisingUnit: { $in: [...own] } } });
  const reaching = actor.grants.filter((grant) => REACH_PEOPLE.includes(grant.role));
  for (const conditions of conditionsOf({ ...actor, grants: reaching }))
    rules.push({ action: 'read', subject: 'PersonalData', conditions });
  // An accused person or unit never sees who accused them: these stand last, so that they win.
  const units = actor.grants.flatMap((grant) => grant.unit ?? []);
  rules.push({ inverted: true, action: 'read', subject: 'PersonalData', conditions: { accusedPersons: actor.id } });
  rules.push({ inverted: true, action: 'read', subject: 'PersonalData', conditions: { accusedUnits: { $in: units } } });
  return createMongoAbility<Ability>(rules);
}

/** The case scope as CASL conditions, one per way of reaching a case; `{}` for all. */
function conditionsOf(actor: Actor): MongoQuery[] {
  const { all, units, gridPrefixes } = caseScopeOf(actor);
  if (all) return [{}];
  return [
    ...(units.length > 0 ? [{ unit: { $in: [...units] } }, { jointUnits: { $in: [...units] } }] : []),
    ...(gridPrefixes.length > 0
      ? [{ gridCode: { $regex: `^(${gridPrefixes.map((prefix) => prefix.replace(/\W/g, '\\$&')).join('|')})` } }]
      : []),
  ];
}
