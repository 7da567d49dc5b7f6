import { useQuery } from '@tanstack/react-query';
import type { ClockComparison, PackComparison } from '@wangge/domain/rule-packs/compare-packs';
import { Select, Table } from 'antd';
import { useParams, useSearchParams } from 'react-router';
import { addressOf, ask } from '../api/ask';
import { useLanguage } from '../language/language';
import { Flag } from '../shown/due';
import { Read } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';
import { amountText } from './measures';
import { validity } from './rule-packs-page';
import { useRulePacks } from './rules-data';

/** Two versions of a rule pack side by side, clock by clock. */
export function ComparePage() {
  const { say, of } = useLanguage();
  const { id = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const versions = (useRulePacks().data ?? []).filter((pack) => pack.id === id).map((pack) => pack.version);
  const from = Number(search.get('from') ?? versions.at(-2) ?? 1);
  const to = Number(search.get('to') ?? versions.at(-1) ?? 1);
  const compared = useQuery({
    queryKey: ['rule-packs', id, 'compare', from, to],
    queryFn: ({ signal }) =>
      ask<PackComparison>(addressOf(`/api/v1/rule-packs/${encodeURIComponent(id)}/compare`, { from, to }), { signal }),
    enabled: versions.length > 0,
  });
  const choose = (name: 'from' | 'to', value: number) => (
    <Select
      value={value}
      aria-label={say(`compare.${name}`)}
      onChange={(version: number) => setSearch({ from: String(from), to: String(to), [name]: String(version) })}
      options={versions.map((version) => ({ value: version, label: say('rules.version', { version }) }))}
    />
  );
  return (
    <PageFrame title={say('compare.title')} intro={id}>
      <div className="in-a-row">
        {choose('from', from)} <span aria-hidden>→</span> {choose('to', to)}
      </div>
      <Read of={compared}>
        {({ from: one, to: other, fields, clocks }) => (
          <>
            <p className="soft">
              {validity(one.validFrom, one.validTo, say('rules.open-end'))} →{' '}
              {validity(other.validFrom, other.validTo, say('rules.open-end'))}
              {other.retroactive === true && ` · ${say('publish.retroactive')}`}
              {fields.length > 0 && ` · ${say('compare.fields', { fields: fields.join('，') })}`}
            </p>
            <Table<ClockComparison>
              className="panel flush"
              rowKey="id"
              pagination={false}
              dataSource={[...clocks]}
              scroll={{ x: 720 }}
              columns={[
                {
                  key: 'id',
                  title: say('deadline.clock'),
                  render: (_, clock) => (
                    <>
                      {of((clock.to ?? clock.from)!.text)} <span className="number">{clock.id}</span>
                    </>
                  ),
                },
                {
                  key: 'change',
                  title: say('compare.change'),
                  render: (_, { change, fields: changed }) => (
                    <>
                      {change === 'same' ? (
                        <span className="soft">{say('compare.same')}</span>
                      ) : (
                        <Flag tone="soon">{say(`compare.${change}`)}</Flag>
                      )}{' '}
                      <span className="number">{changed.join(', ')}</span>
                    </>
                  ),
                },
                ...(['from', 'to'] as const).map((side) => ({
                  key: side,
                  title: say('rules.version', { version: side === 'from' ? from : to }),
                  render: (_: unknown, clock: ClockComparison) => {
                    const rule = clock[side];
                    if (rule === null) return '—';
                    return (
                      <>
                        {amountText(rule, say)}
                        <div className="soft">{rule.article}</div>
                      </>
                    );
                  },
                })),
              ]}
            />
          </>
        )}
      </Read>
    </PageFrame>
  );
}
