import { useQuery } from '@tanstack/react-query';
import type {
  ResponsibilityGap,
  ResponsibilityOverlap,
  ResponsibilityReport,
} from '@wangge/domain/responsibility/gaps';
import { Table } from 'antd';
import { ask } from '../api/ask';
import { useLanguage } from '../language/language';
import { Nothing, Read } from '../shown/outcome';
import { useItemName, usePlaceName, useUnitName } from './reference-data';

/** Where nobody answers for an item, and where more than one unit does. */
export function Gaps() {
  const { say } = useLanguage();
  const itemName = useItemName();
  const placeName = usePlaceName();
  const unitName = useUnitName();
  const report = useQuery({
    queryKey: ['responsibility-gaps'],
    queryFn: ({ signal }) =>
      ask<ResponsibilityReport & { readonly date: string }>('/api/v1/responsibilities/gaps', { signal }),
  });
  const place = (code: string) => (
    <>
      {placeName(code)} <span className="soft">{code}</span>
    </>
  );
  return (
    <Read of={report}>
      {({ date, gaps, overlaps }) => (
        <>
          <section className="panel">
            <h2>{say('gaps.title')}</h2>
            <p className="soft">{say('gaps.as-of', { date, count: gaps.length })}</p>
            {gaps.length === 0 ? (
              <Nothing title={say('gaps.none')} />
            ) : (
              <Table<ResponsibilityGap>
                rowKey={(gap) => `${gap.matterItem}@${gap.gridCode}`}
                size="small"
                pagination={gaps.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
                dataSource={[...gaps]}
                scroll={{ x: 520 }}
                columns={[
                  { key: 'item', title: say('field.matterItem'), render: (_, gap) => itemName(gap.matterItem) },
                  { key: 'place', title: say('field.gridCode'), render: (_, gap) => place(gap.gridCode) },
                  { key: 'why', title: say('gaps.why'), render: (_, gap) => say(`gaps.why.${gap.why}`) },
                ]}
              />
            )}
          </section>
          <section className="panel">
            <h2>{say('overlaps.title')}</h2>
            {overlaps.length === 0 ? (
              <Nothing title={say('overlaps.none')} />
            ) : (
              <Table<ResponsibilityOverlap>
                rowKey={(overlap) => `${overlap.matterItem}@${overlap.gridCode}`}
                size="small"
                pagination={false}
                dataSource={[...overlaps]}
                scroll={{ x: 520 }}
                columns={[
                  { key: 'item', title: say('field.matterItem'), render: (_, one) => itemName(one.matterItem) },
                  { key: 'place', title: say('field.gridCode'), render: (_, one) => place(one.gridCode) },
                  {
                    key: 'units',
                    title: say('overlaps.units'),
                    render: (_, one) => one.leadUnits.map((unit) => unitName(unit)).join('、'),
                  },
                ]}
              />
            )}
          </section>
        </>
      )}
    </Read>
  );
}
