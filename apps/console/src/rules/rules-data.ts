import { useQuery } from '@tanstack/react-query';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import { ask, type Page } from '../api/ask';

export type RulePackItem = Pick<RulePack, 'id' | 'version' | 'title' | 'validFrom' | 'validTo' | 'retroactive'>;

const KEPT = { staleTime: 5 * 60_000, gcTime: 60 * 60_000 };

export const useRulePacks = () =>
  useQuery({
    queryKey: ['rule-packs'],
    queryFn: async ({ signal }) => (await ask<Page<RulePackItem>>('/api/v1/rule-packs', { signal })).items,
    ...KEPT,
  });

export const rulePackAddress = (id: string, version: number | string): string =>
  `/api/v1/rule-packs/${encodeURIComponent(id)}/${version}`;

/** A published version never changes. */
export const useRulePack = (pack: { readonly id: string; readonly version: number | string } | undefined) =>
  useQuery({
    queryKey: ['rule-packs', pack?.id, String(pack?.version)],
    queryFn: ({ signal }) => ask<RulePack>(rulePackAddress(pack!.id, pack!.version), { signal }),
    enabled: pack !== undefined,
    ...KEPT,
  });

/** Whether a clock counts exact time, so that it is extended by hours and not by days. */
export const countsExactTime = (pack: RulePack | undefined, kind: string): boolean => {
  const unit = pack?.clocks.find((clock) => clock.id === kind)?.unit;
  return unit === 'elapsed' || unit === 'workingHour';
};
