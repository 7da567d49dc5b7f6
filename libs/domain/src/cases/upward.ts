import type { Act, CaseState } from './case-state';

/** One transfer upward (上交): which part of a case left the organ that had it for the one above. */
export interface Upward {
  /** Unit that had the case; absent where none did. */
  readonly from?: string;
  /** Unit that has it or decides on it from here on; absent where none is known, then the petition office answers for it. */
  readonly to?: string;
  /** The authority, in words, where it is no unit of ours. */
  readonly authority?: string;
}

const REQUESTS: readonly string[] = ['request-review', 'request-re-review'];

/**
 * Whether an act takes a case to a higher organ (矛盾不上交), and from whom to whom:
 * - the petitioner asks for review or re-review (信访工作条例 第35条, 第36条);
 * - a dispute about who accepts goes to the common superior (第24条), by referring it or by a second unit that sends the case back;
 * - it is transferred to an authority of which the person says that it is a higher one (`data.upward`);
 * - it is taken from the unit that has it and given to the unit above that one.
 *
 * Being urged, supervised or escalated is none: the case stays where it is.
 */
export function upwardOf(before: CaseState, act: Act, after: CaseState): Upward | undefined {
  const from = before.responsible?.unit;
  if (REQUESTS.includes(act.command)) return between(from, after.responsible?.unit);
  if (act.command === 'refer-dispute' || (after.stage === 'disputed' && before.stage !== 'disputed'))
    return between(from, after.supervisingUnit);
  if (act.command === 'transfer' && act.data?.['upward'] === true)
    return { ...between(from, undefined), ...(act.data['to'] ? { authority: act.data['to'] as string } : {}) };
  const above = before.supervisingUnit;
  const isGivenToTheOneAbove =
    act.command === 'assign' &&
    before.stage !== 'disputed' &&
    from !== undefined &&
    above !== undefined &&
    from !== above;
  return isGivenToTheOneAbove && after.responsible?.unit === above ? between(from, above) : undefined;
}

const between = (from: string | undefined, to: string | undefined): Upward => ({
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});
