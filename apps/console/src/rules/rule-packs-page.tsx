import { Table } from 'antd';
import { Link } from 'react-router';
import { useLanguage } from '../language/language';
import { isAdministrator, type Me } from '../session/session';
import { Read } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';
import { type RulePackItem, useRulePacks } from './rules-data';

/** The bodies of rules that time limits come from, each version of each. */
export function RulePacksPage({ me }: { readonly me: Me }) {
  const { say, of } = useLanguage();
  const packs = useRulePacks();
  return (
    <PageFrame title={say('rules.title')} intro={say('rules.intro')}>
      {isAdministrator(me) && <Link to="/rules/publish">{say('publish.title')}</Link>}
      <Read of={packs}>
        {(items) => (
          <Table<RulePackItem>
            className="panel flush"
            rowKey={(pack) => `${pack.id}@${pack.version}`}
            pagination={false}
            dataSource={[...items]}
            scroll={{ x: 520 }}
            columns={[
              {
                key: 'title',
                title: say('rules.pack'),
                render: (_, pack) => (
                  <Link to={`/rules/${pack.id}/${pack.version}`} className="case-link">
                    <span>{of(pack.title)}</span>
                    <span className="number">{pack.id}</span>
                  </Link>
                ),
              },
              { key: 'version', title: say('rules.version-head'), dataIndex: 'version' },
              {
                key: 'valid',
                title: say('rules.valid'),
                render: (_, { validFrom, validTo }) => validity(validFrom, validTo, say('rules.open-end')),
              },
            ]}
          />
        )}
      </Read>
    </PageFrame>
  );
}

export const validity = (from: string, to: string | undefined, openEnd: string): string => `${from} – ${to ?? openEnd}`;
