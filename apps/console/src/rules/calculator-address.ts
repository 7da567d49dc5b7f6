import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { ClockState } from '@wangge/domain/cases/case-state';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import { addressOf } from '../api/ask';

const toTheSecond = (instant: string): string => formatInstant(Date.parse(instant)).slice(0, 19);

/** The calculator's page with the question that a clock of a case answers. */
export function calculatorAddress(
  pack: Pick<RulePack, 'id' | 'version'>,
  clock: Pick<ClockState, 'kind' | 'startedAt' | 'suspensions'>,
): string {
  const suspended = clock.suspensions.map(
    ({ from, to }) => `${toTheSecond(from)}/${to === null ? '' : toTheSecond(to)}`,
  );
  return addressOf('/deadlines', {
    pack: `${pack.id}@${pack.version}`,
    clock: clock.kind,
    from: toTheSecond(clock.startedAt),
    suspended: suspended.join(','),
  });
}
