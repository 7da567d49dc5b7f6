import { defineSearchAttributeKey, type SearchAttributeUpdatePair } from '@temporalio/common';
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
export const isProvisional = ({ clocks }: CaseState): boolean =>
  clocks.some((clock) => clock.status === 'running' && clock.provisional);

/** What differs between two states of a case, so that an unchanged attribute costs nothing. */
export function attributeChanges(before: CaseState | undefined, after: CaseState): SearchAttributeUpdatePair[] {
  const changes: SearchAttributeUpdatePair[] = [];
  if (!before) {
    changes.push({ key: ATTRIBUTES.gridCode, value: after.gridCode });
    changes.push({ key: ATTRIBUTES.district, value: after.district });
    changes.push({ key: ATTRIBUTES.matterItem, value: after.matterItem });
  }
  if (before?.stage !== after.stage) changes.push({ key: ATTRIBUTES.stage, value: after.stage });
  const unit = after.responsible?.unit;
  if (before?.responsible?.unit !== unit) changes.push({ key: ATTRIBUTES.unit, value: unit ?? null });
  const due = nearestDue(after);
  if ((before && nearestDue(before)) !== due)
    changes.push({ key: ATTRIBUTES.dueAt, value: due === undefined ? null : new Date(due) });
  if (before?.overdue !== after.overdue) changes.push({ key: ATTRIBUTES.overdue, value: after.overdue });
  return changes;
}
