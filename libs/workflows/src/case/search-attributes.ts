import {
  defineSearchAttributeKey,
  type SearchAttributeType,
  type SearchAttributeUpdatePair,
  type TypedSearchAttributes,
} from '@temporalio/common';
import { type CaseState, nearestDue } from '@wangge/domain/cases/case-state';

/** Search attributes of every case. They are never encrypted, so they hold no personal data. */
export const ATTRIBUTES = {
  stage: defineSearchAttributeKey('Stage', 'KEYWORD'),
  district: defineSearchAttributeKey('District', 'KEYWORD'),
  gridCode: defineSearchAttributeKey('GridCode', 'KEYWORD'),
  unit: defineSearchAttributeKey('Unit', 'KEYWORD'),
  matterItem: defineSearchAttributeKey('MatterItem', 'KEYWORD'),
  dueAt: defineSearchAttributeKey('DueAt', 'DATETIME'),
  overdue: defineSearchAttributeKey('Overdue', 'BOOL'),
  provisional: defineSearchAttributeKey('Provisional', 'BOOL'),
} as const;

/** Whether a running clock counts by a year whose calendar is not published yet (暂定). */
const isProvisional = ({ clocks }: CaseState): boolean =>
  clocks.some((clock) => clock.status === 'running' && clock.provisional);

/** What is to be shown of a case, and is not yet: an unchanged attribute costs nothing, and a new run goes on with what the last one showed. */
export function attributeChanges(shown: TypedSearchAttributes, state: CaseState): SearchAttributeUpdatePair[] {
  const due = nearestDue(state);
  const provisional = isProvisional(state);
  const wanted: SearchAttributeUpdatePair[] = [
    { key: ATTRIBUTES.gridCode, value: state.gridCode },
    { key: ATTRIBUTES.district, value: state.district },
    { key: ATTRIBUTES.matterItem, value: state.matterItem },
    { key: ATTRIBUTES.stage, value: state.stage },
    { key: ATTRIBUTES.unit, value: state.responsible?.unit ?? null },
    { key: ATTRIBUTES.dueAt, value: due === undefined ? null : new Date(due) },
    { key: ATTRIBUTES.overdue, value: state.overdue },
    // A case without provisional deadlines never has the attribute.
    ...(provisional || shown.get(ATTRIBUTES.provisional) ? [{ key: ATTRIBUTES.provisional, value: provisional }] : []),
  ];
  return wanted.filter(({ key, value }) => comparable(shown.get<SearchAttributeType>(key)) !== comparable(value));
}

/** Instants are equal when their time is; what is not there is `null`. */
const comparable = (value: unknown): unknown => (value instanceof Date ? value.getTime() : (value ?? null));
