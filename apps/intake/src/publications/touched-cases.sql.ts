import { restsOnCalendar } from '@wangge/domain/clocks/measures';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import type { Published } from './publication';

/** A condition on `petition p`, with its parameters `$1` … */
export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** An open case with a running clock has a due instant. A clock looks at no date outside of its start and its due date. */
const BY_CALENDAR = `p.due_at is not null and exists (
  select from jsonb_array_elements(p.state -> 'clocks') c
  where c ->> 'status' = 'running' and left(c ->> 'dueDate', 4)::int >= $1
    and extract(year from (c ->> 'startedAt')::timestamptz at time zone 'Asia/Shanghai') <= $1
    and (p.state #>> '{rulePack,id}') || '@' || (p.state #>> '{rulePack,version}') || '/' || (c ->> 'kind') = any($2::text[])
    and ' ' || (c ->> 'calendarVersion') || ' ' not like $3)`;

const BY_RULE_PACK = `p.closed_at is null and p.state #>> '{rulePack,id}' = $1 and (p.state #>> '{rulePack,version}')::int < $2`;

/**
 * Open cases that a publication may move: those with a running clock that rests on the calendar, whose span touches the year
 * and that was not planned by this version of it; or those pinned to an earlier version of the pack. A suspended clock has no
 * due date: it is planned by the calendar of the day on which it is resumed.
 */
export function touchedBy({ kind, subject, version }: Published, packs: readonly RulePack[]): Condition {
  if (kind === 'rule-pack') return { sql: BY_RULE_PACK, values: [subject, version] };
  const clocks = packs.flatMap((pack) =>
    pack.clocks.filter(restsOnCalendar).map((clock) => `${pack.id}@${pack.version}/${clock.id}`),
  );
  return { sql: BY_CALENDAR, values: [Number(subject), clocks, `% ${subject}.${version} %`] };
}
