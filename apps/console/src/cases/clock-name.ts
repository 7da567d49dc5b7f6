import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import { useLanguage } from '../language/language';
import { useUnitName } from '../reference/reference-data';
import { useRulePack } from '../rules/rules-data';
import type { Clock } from './case';

/** What a clock limits, in the words of the pack that the case is pinned to. */
export function useClockName(
  pack: Pick<RulePack, 'id' | 'version'>,
): (clock: Pick<Clock, 'kind' | 'label' | 'unit'>) => string {
  const { of } = useLanguage();
  const { data } = useRulePack(pack);
  const unitName = useUnitName();
  return ({ kind, label, unit }) => {
    const text = data?.clocks.find((clock) => clock.id === kind)?.text;
    const name = text ? of(text) : label;
    return unit === undefined ? name : `${name}（${unitName(unit)}）`;
  };
}
