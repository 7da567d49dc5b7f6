import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { Progress } from '@wangge/workflows/replan/replan-activities';

/** What was published and may move open cases: a year of the calendar, or a retroactive version of a rule pack. */
export interface Published {
  readonly kind: 'calendar' | 'rule-pack';
  /** The year, or the id of the pack. */
  readonly subject: string;
  readonly version: number;
}

export const publicationId = ({ kind, subject, version }: Published): string =>
  `${kind}:${subject}${kind === 'calendar' ? '.' : '@'}${version}`;

/** Why a case is planned anew, in the words of its audit trail. */
export const reasonOf = ({ kind, subject, version }: Published): string =>
  kind === 'calendar'
    ? `${subject}年节假日安排公布（第${version}版），重新计算时限`
    : `规则包 ${subject} 第${version}版溯及在办事项，重新计算时限`;

interface PublicationRow extends Progress {
  readonly id: string;
  readonly begins: Date;
  readonly publishedAt: Date;
  readonly plannedAt: Date | null;
  readonly finishedAt: Date | null;
}

const local = (at: Date | null): string | null => at && formatInstant(at.getTime());

/**
 * How far open cases are planned anew; counts of cases. `failed`: those that could not be. The record of every touched case
 * is right from `plannedAt` on; running cases that are not told yet read it when their timer comes.
 */
export function publicationView(row: PublicationRow, failed: number) {
  const { id, touched, planned, moved, confirmed, told } = row;
  const waits = row.plannedAt === null && row.begins.getTime() > Date.now();
  return {
    id,
    status: row.finishedAt ? 'done' : row.plannedAt ? 'telling' : waits ? 'waiting' : 'planning',
    ...{ touched, planned, moved, confirmed, told, failed },
    begins: local(row.begins),
    publishedAt: local(row.publishedAt),
    plannedAt: local(row.plannedAt),
    finishedAt: local(row.finishedAt),
  };
}

export type PublicationView = ReturnType<typeof publicationView>;
