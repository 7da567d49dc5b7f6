import { ReloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Segmented, Table, type TableColumnsType } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { addressOf, ask } from '../api/ask';
import { useList } from '../api/queries';
import { CaseNumber } from '../cases/case-number';
import { CASE_KINDS, isOver } from '../cases/process-texts';
import { StageChips } from '../cases/stage-chips';
import { StageTag } from '../cases/stage-tag';
import { useLanguage } from '../language/language';
import { useItemName, usePlaceName, useUnitName } from '../reference/reference-data';
import { handlesCases, type Me, unitsOf } from '../session/session';
import { Due } from '../shown/due';
import { instantText } from '../shown/instant';
import { More } from '../shown/more';
import { Nothing, Read } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';
import { useIsNarrow } from '../shown/use-is-narrow';

interface WorkOrder {
  readonly number: string;
  readonly kind: string;
  readonly stage: string;
  readonly unit?: string;
  readonly person?: string;
  readonly gridCode: string;
  readonly matterItem: string;
  readonly dueAt?: string;
  readonly changedAt: string;
}

interface Counts {
  readonly items: readonly { readonly stage: string; readonly count: number }[];
  readonly total: number;
}

/** What lies with the person's unit, or in the person's grids, what is due first in front. */
export function WorkOrdersPage({ me }: { readonly me: Me }) {
  const { say } = useLanguage();
  const unitName = useUnitName();
  const narrow = useIsNarrow();
  const [search, setSearch] = useSearchParams();
  const units = unitsOf(me);
  const unit = units.find((one) => one === search.get('unit')) ?? units[0];
  const stage = search.get('stage') ?? undefined;
  const kind = CASE_KINDS.find((one) => one === search.get('kind'));
  const person = search.get('mine') === 'true' ? me.account : undefined;
  const enabled = handlesCases(me);
  const list = useList<WorkOrder>('/api/v1/work-orders', { unit, kind, stage, person, limit: 50 }, { enabled });
  const counts = useQuery({
    queryKey: ['/api/v1/work-orders/counts', unit, kind, person],
    queryFn: ({ signal }) => ask<Counts>(addressOf('/api/v1/work-orders/counts', { unit, kind, person }), { signal }),
    enabled,
  });
  const set = (name: string, value: string | undefined) => {
    const next = new URLSearchParams(search);
    // A stage that the other kind does not have would find nothing.
    if (name === 'kind') next.delete('stage');
    if (value === undefined) next.delete(name);
    else next.set(name, value);
    setSearch(next);
  };
  if (!enabled)
    return (
      <PageFrame title={say('work.title')}>
        <Nothing title={say('cases.not-yours')} />
      </PageFrame>
    );
  return (
    <PageFrame
      title={say('work.title')}
      intro={unit === undefined ? say('work.of-grids') : unitName(unit)}
      actions={
        <Button
          icon={<ReloadOutlined />}
          loading={list.isRefetching}
          onClick={() => void Promise.all([list.refetch(), counts.refetch()])}
        >
          {say('action.refresh')}
        </Button>
      }
    >
      <div className="panel filter-marks">
        {units.length > 1 && (
          <Segmented
            aria-label={say('field.unit')}
            value={unit}
            options={units.map((code) => ({ value: code, label: unitName(code) }))}
            onChange={(code) => set('unit', code)}
          />
        )}
        <Segmented
          aria-label={say('case.kind')}
          value={kind ?? ''}
          options={[
            { value: '', label: say('filter.all') },
            ...CASE_KINDS.map((one) => ({ value: one, label: say(`kind.${one}`) })),
          ]}
          onChange={(one: string) => set('kind', one === '' ? undefined : one)}
        />
        <StageChips
          kind={kind}
          counts={
            counts.data && {
              total: counts.data.total,
              byStage: new Map(counts.data.items.map((one) => [one.stage, one.count])),
            }
          }
          stage={stage}
          onChange={(next) => set('stage', next)}
        />
        <Checkbox
          checked={person !== undefined}
          onChange={(event) => set('mine', event.target.checked ? 'true' : undefined)}
        >
          {say('filter.mine')}
        </Checkbox>
      </div>
      <Read of={{ data: list.items, error: list.error, refetch: list.refetch }}>
        {(items) => (
          <>
            {items.length === 0 ? (
              <Nothing title={say('work.none')} />
            ) : narrow ? (
              <WorkOrderCards items={items} />
            ) : (
              <WorkOrderTable items={items} />
            )}
            <More of={list} shown={items.length} />
          </>
        )}
      </Read>
    </PageFrame>
  );
}

const dueOf = (order: WorkOrder) => <Due dueAt={order.dueAt} over={isOver(order.kind, order.stage)} />;

function WorkOrderTable({ items }: { readonly items: readonly WorkOrder[] }) {
  const { say } = useLanguage();
  const itemName = useItemName();
  const placeName = usePlaceName();
  const unitName = useUnitName();
  const columns: TableColumnsType<WorkOrder> = [
    {
      key: 'number',
      title: say('work.order'),
      render: (_, order) => (
        <Link to={`/cases/${order.number}`} className="case-link">
          <span>{itemName(order.matterItem)}</span>
          <CaseNumber of={order} />
        </Link>
      ),
    },
    {
      key: 'stage',
      title: say('cases.stage'),
      width: 110,
      render: (_, order) => <StageTag kind={order.kind} stage={order.stage} />,
    },
    { key: 'due', title: say('cases.due'), width: 190, render: (_, order) => dueOf(order) },
    { key: 'place', title: say('case.place'), render: (_, { gridCode }) => placeName(gridCode) || gridCode },
    {
      key: 'responsible',
      title: say('cases.responsible'),
      render: (_, { unit, person }) => (
        <span className="lines">
          <span>{unit === undefined ? say('case.nobody') : unitName(unit)}</span>
          {person !== undefined && <span className="soft">{person}</span>}
        </span>
      ),
    },
    { key: 'changed', title: say('work.changed'), width: 140, render: (_, order) => instantText(order.changedAt) },
  ];
  return (
    <Table<WorkOrder>
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

function WorkOrderCards({ items }: { readonly items: readonly WorkOrder[] }) {
  const itemName = useItemName();
  const placeName = usePlaceName();
  return (
    <ul className="cards">
      {items.map((order) => (
        <li key={order.number}>
          <Link to={`/cases/${order.number}`} className="card">
            <span className="card-head">
              <strong>{itemName(order.matterItem)}</strong>
              <StageTag kind={order.kind} stage={order.stage} />
            </span>
            <span>{dueOf(order)}</span>
            <span className="soft">{placeName(order.gridCode) || order.gridCode}</span>
            <span className="card-foot">
              <span>{order.person}</span>
              <CaseNumber of={order} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
