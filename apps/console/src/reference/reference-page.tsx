import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Input, Table, type TableColumnsType, Tabs } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { addressOf, download } from '../api/ask';
import { useList } from '../api/queries';
import { useLanguage } from '../language/language';
import { Flag } from '../shown/due';
import { More } from '../shown/more';
import { Nothing, problemTitle, Read } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';
import { Gaps } from './gaps';
import {
  type Grid,
  type MatterItem,
  type Responsibility,
  type Unit,
  useItemName,
  usePlaceName,
  useUnitName,
} from './reference-data';

const VIEWS = ['matter-items', 'units', 'grids', 'responsibilities', 'gaps'] as const;
type View = (typeof VIEWS)[number];
/** Views of a list of the API, with the file that it is saved as. */
type ListView = Exclude<View, 'gaps'>;
type Row = MatterItem & Unit & Grid & Responsibility;

/** What the platform decides by: items, units, grids, who answers for what, and where nobody does. Read only. */
export function ReferencePage() {
  const { say } = useLanguage();
  const navigate = useNavigate();
  const { view: asked } = useParams();
  const view = VIEWS.find((one) => one === asked) ?? 'matter-items';
  return (
    <PageFrame title={say('reference.title')} tab={say(`reference.${view}`)} intro={say('reference.intro')}>
      <Tabs
        activeKey={view}
        onChange={(next) => void navigate(`/reference/${next}`)}
        items={VIEWS.map((key) => ({ key, label: say(`reference.${key}`) }))}
      />
      {view === 'gaps' ? <Gaps /> : <ReferenceList key={view} view={view} />}
    </PageFrame>
  );
}

function ReferenceList({ view }: { readonly view: ListView }) {
  const { say } = useLanguage();
  const { message } = App.useApp();
  const [search, setSearch] = useSearchParams();
  const q = search.get('q') ?? '';
  const parent = view === 'grids' ? (search.get('parent') ?? '') : '';
  const [words, setWords] = useState(q);
  useEffect(() => setWords(q), [q]);
  const path = `/api/v1/${view}`;
  // Grids are thousands: without a search they are shown level by level.
  const level = view === 'grids' && q === '' && parent === '' ? 'district' : undefined;
  const list = useList<Row>(path, { q, parent, level, limit: 100 });
  const columns = useColumns(view, (code) => setSearch({ parent: code }));
  const saving = useMutation({
    mutationFn: () => download(addressOf(path, { q, parent }), 'text/csv', `${view}.csv`),
    onError: (error) => message.error(problemTitle(error, say)),
  });
  const ask = (entered: string): void => setSearch(entered.trim() === '' ? {} : { q: entered.trim() });
  return (
    <section aria-label={say(`reference.${view}`)}>
      <div className="filter-row panel">
        <form role="search" className="filter-words" onSubmit={(event) => event.preventDefault()}>
          <Input.Search
            aria-label={say('reference.search')}
            placeholder={say('reference.search')}
            value={words}
            maxLength={100}
            allowClear
            onChange={(event) => setWords(event.target.value)}
            onSearch={ask}
          />
        </form>
        {parent !== '' && <Button onClick={() => setSearch({})}>{say('reference.all-districts')}</Button>}
        <Button icon={<DownloadOutlined />} loading={saving.isPending} onClick={() => saving.mutate()}>
          {say('reference.csv')}
        </Button>
      </div>
      <Read of={{ data: list.items, error: list.error, refetch: list.refetch }}>
        {(items) => (
          <>
            {items.length === 0 ? (
              <Nothing title={say('reference.none')} />
            ) : (
              <Table<Row>
                className="panel flush"
                rowKey="code"
                size="small"
                pagination={false}
                columns={columns}
                dataSource={[...items]}
                scroll={{ x: 640 }}
              />
            )}
            <More of={list} shown={items.length} />
          </>
        )}
      </Read>
    </section>
  );
}

function useColumns(view: ListView, openGrid: (code: string) => void): TableColumnsType<Row> {
  const { say } = useLanguage();
  const itemName = useItemName();
  const unitName = useUnitName();
  const placeName = usePlaceName();
  const code = { key: 'code', title: say('reference.code'), dataIndex: 'code', className: 'number' };
  const name = {
    key: 'name',
    title: say('reference.name'),
    render: (_: unknown, row: Row) => (
      <>
        {row.name} {row.sample && <Flag tone="was">{say('reference.sample')}</Flag>}
      </>
    ),
  };
  switch (view) {
    case 'matter-items':
      return [
        name,
        { key: 'class', title: say('reference.class'), dataIndex: 'className' },
        { key: 'description', title: say('reference.description'), dataIndex: 'description' },
        code,
      ];
    case 'units':
      return [
        name,
        { key: 'kind', title: say('reference.kind'), render: (_, unit) => say(`unit.kind.${unit.kind}`) },
        {
          key: 'superior',
          title: say('reference.superior'),
          render: (_, { superior }) => superior !== undefined && unitName(superior),
        },
        {
          key: 'grid',
          title: say('reference.serves'),
          render: (_, { gridCode }) => gridCode !== undefined && (placeName(gridCode) || gridCode),
        },
        code,
      ];
    case 'grids':
      return [
        name,
        { key: 'level', title: say('reference.level'), render: (_, grid) => say(`grid.level.${grid.level}`) },
        {
          key: 'parent',
          title: say('reference.above'),
          render: (_, { parentCode }) => parentCode !== undefined && (placeName(parentCode) || parentCode),
        },
        code,
        {
          key: 'below',
          title: say('reference.below'),
          render: (_, grid) =>
            grid.level !== 'block' && (
              <Button
                type="link"
                size="small"
                onClick={() => openGrid(grid.code)}
                aria-label={`${say('reference.below')}: ${grid.name}`}
              >
                {say('reference.open')}
              </Button>
            ),
        },
      ];
    case 'responsibilities':
      return [
        { key: 'item', title: say('field.matterItem'), render: (_, row) => itemName(row.matterItem) },
        { key: 'grid', title: say('field.gridCode'), render: (_, row) => placeName(row.gridCode) || row.gridCode },
        { key: 'lead', title: say('reference.lead'), render: (_, row) => unitName(row.leadUnit) },
        {
          key: 'with',
          title: say('reference.co-handlers'),
          render: (_, row) => row.coHandlers.map((unit) => unitName(unit)).join('、'),
        },
        {
          key: 'supervising',
          title: say('case.supervising'),
          render: (_, { supervisingUnit }) => supervisingUnit !== undefined && unitName(supervisingUnit),
        },
      ];
  }
}
