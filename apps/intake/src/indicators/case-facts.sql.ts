import type { CaseState } from '@wangge/domain/cases/case-state';
import { factsOf } from '@wangge/domain/indicators/case-facts';

/** The facts of cases as `UPSERT_FACTS` takes them; the channel is each row's own. */
export const factsParameter = (...states: readonly CaseState[]): string => JSON.stringify(states.map(rowOf));

function rowOf(state: CaseState): object {
  const { response, handling, closing, ...facts } = factsOf(state, '');
  return {
    number: state.number,
    step: state.step,
    kind: facts.kind,
    matter_item: facts.matterItem,
    grid_code: facts.gridCode,
    unit: facts.unit,
    received_at: facts.receivedAt,
    registered: facts.registered,
    dispatches: facts.dispatches,
    returned_by: facts.returnedBy,
    response_in_time: response.inTime,
    response_due: response.dueAt,
    handling_in_time: handling.inTime,
    handling_due: handling.dueAt,
    closing_in_time: closing.inTime,
    closing_due: closing.dueAt,
    checked: facts.checked,
    reworked: facts.reworked,
    solved: facts.solved,
    satisfied: facts.satisfied,
    tolerated: facts.tolerated,
    dealt_with: facts.dealtWith,
    transfers_up: facts.transfersUp,
  };
}

const CHANGING =
  'step, matter_item, grid_code, unit, registered, dispatches, returned_by, response_in_time, response_due, handling_in_time, handling_due, closing_in_time, closing_due, checked, reworked, solved, satisfied, tolerated, dealt_with, transfers_up';

/** A case that an earlier version took upward has that from its trail, not in its state. */
const MOST_TRANSFERS = 'greatest(case_fact.transfers_up, excluded.transfers_up)';

/**
 * Writes the facts of the cases in `source` (a relation with `number` and `channel`); later facts are never overwritten by
 * earlier ones.
 * @param parameter placeholder of `factsParameter`
 */
export const UPSERT_FACTS = (
  source: string,
  parameter: string,
): string => `insert into case_fact(number, kind, channel, received_at, ${CHANGING})
  select ${source}.number, f.kind, ${source}.channel, f.received_at, ${CHANGING.split(', ')
    .map((column) => `f.${column}`)
    .join(', ')}
  from ${source} join jsonb_to_recordset(${parameter}::jsonb) as f(number text, kind text, received_at timestamptz, step int, matter_item text, grid_code text, unit text,
    registered bool, dispatches smallint, returned_by text[], response_in_time bool, response_due timestamptz, handling_in_time bool, handling_due timestamptz,
    closing_in_time bool, closing_due timestamptz, checked bool, reworked bool, solved bool, satisfied bool, tolerated bool, dealt_with bool, transfers_up smallint)
    on f.number = ${source}.number
  on conflict (number) do update set (${CHANGING}) = (${CHANGING.split(', ')
    .map((column) => (column === 'transfers_up' ? MOST_TRANSFERS : `excluded.${column}`))
    .join(', ')}) where case_fact.step < excluded.step`;
