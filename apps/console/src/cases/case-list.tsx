import { FormOutlined, ReloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { addressOf, ask } from '../api/ask';
import { useList } from '../api/queries';
import { useLanguage } from '../language/language';
import { useItemName, usePlaceName, useUnitName } from '../reference/reference-data';
import { handlesCases, type Me } from '../session/session';
import { Due } from '../shown/due';
import { instantText } from '../shown/instant';
import { More } from '../shown/more';
import { Nothing, Read } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';
import { useIsNarrow } from '../shown/use-is-narrow';
import type { CaseItem } from './case';
import { type CaseFilter, filterOf, queryOf, tidied } from './case-filter';
import { CaseFilters } from './case-filters';
import { CaseNumber } from './case-number';
import { isOver } from './process-texts';
import { StageChips } from './stage-chips';
import { StageTag } from './stage-tag';

/** The cases that a person's posts reach, the newest first; what is asked for stands in the address. */
export function CaseListPage({ me }: { readonly me: Me }) {
  const { say } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const filter = filterOf(search);
  const list = useList<CaseItem>('/api/v1/petitions', { ...queryOf(filter), limit: 50 }, { enabled: handlesCases(me) });
  const narrow = useIsNarrow();
  const counts = useStageCounts(filter, handlesCases(me));
  const filtered = Object.keys(tidied({ ...filter, sort: undefined })).length > 0;
  const show = (next: CaseFilter) => setSearch(new URLSearchParams(tidied(next)));
  return (
    <PageFrame
      title={say('cases.title')}
      actions={
        <>
          <Link className="button-link" to="/file">
            <FormOutlined aria-hidden /> {say('nav.file')}
          </Link>
          <Button icon={<ReloadOutlined />} onClick={() => void list.refetch()} loading={list.isRefetching}>
            {say('action.refresh')}
          </Button>
        </>
      }
    >
      {handlesCases(me) ? (
        <>
          <CaseFilters filter={filter} account={me.account} onChange={show} />
          <StageChips
            counts={counts}
            kind={filter.kind}
            stage={filter.stage}
            onChange={(stage) => show({ ...filter, stage })}
          />
          <Read of={{ data: list.items, error: list.error, refetch: list.refetch }}>
            {(items) => (
              <>
                {items.length === 0 ? (
                  <Nothing title={say(filtered ? 'cases.none-found' : 'cases.none')}>
                    {filtered && <Button onClick={() => show({})}>{say('filter.clear')}</Button>}
                  </Nothing>
                ) : narrow ? (
                  <CaseCards items={items} />
                ) : (
                  <CaseTable items={items} />
                )}
                <More of={list} shown={items.length} />
              </>
            )}
          </Read>
        </>
      ) : (
        <Nothing title={say('cases.not-yours')} />
      )}
    </PageFrame>
  );
}

interface Counts {
  readonly items: readonly { readonly key: string; readonly count: number }[];
  readonly total: number;
}

/** How many cases fit at each stage, whichever stage is shown. */
function useStageCounts(filter: CaseFilter, enabled: boolean) {
  const query = { ...queryOf({ ...filter, stage: undefined, sort: undefined }), by: 'stage' };
  const { data } = useQuery({
    queryKey: ['/api/v1/petitions/counts', query],
    queryFn: ({ signal }) => ask<Counts>(addressOf('/api/v1/petitions/counts', query), { signal }),
    enabled,
  });
  return data && { total: data.total, byStage: new Map(data.items.map(({ key, count }) => [key, count])) };
}

const dueOf = (item: CaseItem) => (
  <Due dueAt={item.dueAt} over={isOver(item.kind, item.stage)} wasOverdue={item.overdue} />
);

function CaseTable({ items }: { readonly items: readonly CaseItem[] }) {
  const { say } = useLanguage();
  const itemName = useItemName();
  const placeName = usePlaceName();
  const columns: TableColumnsType<CaseItem> = [
    {
      key: 'case',
      title: say('cases.case'),
      render: (_, item) => (
        <Link to={`/cases/${item.number}`} className="case-link">
          <span>{item.title}</span>
          <CaseNumber of={item} />
        </Link>
      ),
    },
    {
      key: 'stage',
      title: say('cases.stage'),
      width: 110,
      render: (_, item) => <StageTag kind={item.kind} stage={item.stage} />,
    },
    { key: 'due', title: say('cases.due'), width: 190, render: (_, item) => dueOf(item) },
    {
      key: 'item',
      title: say('cases.item-and-place'),
      render: (_, item) => (
        <span className="lines">
          <span>{itemName(item.matterItem)}</span>
          <span className="soft">{placeName(item.gridCode) || item.gridCode}</span>
        </span>
      ),
    },
    { key: 'responsible', title: say('cases.responsible'), render: (_, item) => <Responsible of={item} /> },
    {
      key: 'received',
      title: say('cases.received'),
      width: 140,
      render: (_, item) => <time dateTime={item.receivedAt}>{instantText(item.receivedAt)}</time>,
    },
  ];
  return (
    <Table<CaseItem>
      className="panel flush"
      rowKey="number"
      size="medium"
      pagination={false}
      columns={columns}
      dataSource={[...items]}
      scroll={{ x: 860 }}
    />
  );
}

function Responsible({ of: { responsible } }: { readonly of: CaseItem }) {
  const { say } = useLanguage();
  const unitName = useUnitName();
  if (!responsible) return <span className="soft">{say('case.nobody')}</span>;
  return (
    <span className="lines">
      <span>{unitName(responsible.unit)}</span>
      {responsible.person !== null && <span className="soft">{responsible.person}</span>}
    </span>
  );
}

function CaseCards({ items }: { readonly items: readonly CaseItem[] }) {
  const placeName = usePlaceName();
  const itemName = useItemName();
  return (
    <ul className="cards">
      {items.map((item) => (
        <li key={item.number}>
          <Link to={`/cases/${item.number}`} className="card">
            <span className="card-head">
              <strong>{item.title}</strong>
              <StageTag kind={item.kind} stage={item.stage} />
            </span>
            <span>{dueOf(item)}</span>
            <span className="soft">
              {itemName(item.matterItem)} · {placeName(item.gridCode) || item.gridCode}
            </span>
            <span className="card-foot">
              <Responsible of={item} />
              <CaseNumber of={item} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
