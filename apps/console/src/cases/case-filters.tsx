import { FilterOutlined } from '@ant-design/icons';
import { Badge, Button, Checkbox, Input, Select } from 'antd';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useLanguage } from '../language/language';
import { GridSelect } from '../reference/grid-select';
import { ItemSelect } from '../reference/item-select';
import { UnitSelect } from '../reference/unit-select';
import { useIsNarrow } from '../shown/use-is-narrow';
import { type CaseFilter, tidied } from './case-filter';
import { CASE_KINDS } from './process-texts';

interface CaseFiltersProperties {
  readonly filter: CaseFilter;
  /** Whose cases "mine" are. */
  readonly account: string;
  readonly onChange: (filter: Record<string, string>) => void;
}

/** What the list shows. Each choice takes effect at once; words when they are sent. */
export function CaseFilters({ filter, account, onChange }: CaseFiltersProperties) {
  const { say } = useLanguage();
  const narrow = useIsNarrow();
  const id = useId();
  const [opened, setOpened] = useState(false);
  const [words, setWords] = useState(filter.q ?? '');
  useEffect(() => setWords(filter.q ?? ''), [filter.q]);
  const set = (change: CaseFilter) => onChange(tidied({ ...filter, ...change }));
  const active = Object.keys(tidied({ ...filter, q: undefined, stage: undefined, sort: undefined })).length;
  return (
    <section className="filters panel" aria-label={say('filter.heading')}>
      <div className="filter-row">
        <form
          role="search"
          className="filter-words"
          onSubmit={(event) => {
            event.preventDefault();
            set({ q: words.trim() });
          }}
        >
          <Input.Search
            aria-label={say('filter.words')}
            placeholder={say('filter.words')}
            value={words}
            maxLength={100}
            allowClear
            onChange={(event) => setWords(event.target.value)}
            onSearch={(entered) => set({ q: entered.trim() })}
          />
        </form>
        {narrow && (
          <Badge count={active}>
            <Button
              icon={<FilterOutlined />}
              aria-expanded={opened}
              aria-controls={`${id}-fields`}
              onClick={() => setOpened(!opened)}
            >
              {say('filter.heading')}
            </Button>
          </Badge>
        )}
      </div>
      <div id={`${id}-fields`} className="filter-fields" hidden={narrow && !opened}>
        <Field id={`${id}-kind`} label={say('case.kind')}>
          <Select
            id={`${id}-kind`}
            allowClear
            placeholder={say('filter.all')}
            value={filter.kind}
            // A stage that the other kind does not have would find nothing.
            onChange={(kind?: string) => set({ kind, stage: undefined })}
            options={CASE_KINDS.map((kind) => ({ value: kind, label: say(`kind.${kind}`) }))}
          />
        </Field>
        <Field id={`${id}-item`} label={say('case.item')}>
          <ItemSelect
            id={`${id}-item`}
            placeholder={say('filter.all')}
            value={filter.matterItem}
            onChange={(matterItem) => set({ matterItem })}
          />
        </Field>
        <Field id={`${id}-unit`} label={say('cases.responsible')}>
          <UnitSelect
            id={`${id}-unit`}
            placeholder={say('filter.all')}
            value={filter.unit}
            onChange={(unit) => set({ unit })}
          />
        </Field>
        <Field id={`${id}-grid`} label={say('filter.grid')}>
          <GridSelect
            id={`${id}-grid`}
            placeholder={say('filter.all')}
            value={filter.grid}
            onChange={(grid) => set({ grid })}
          />
        </Field>
        <Field id={`${id}-due`} label={say('filter.due-before')}>
          <Input
            id={`${id}-due`}
            type="datetime-local"
            value={filter.dueBefore ?? ''}
            onChange={(event) => set({ dueBefore: event.target.value })}
          />
        </Field>
        <Field id={`${id}-sort`} label={say('filter.sort')}>
          <Select
            id={`${id}-sort`}
            value={filter.sort ?? 'receivedAt'}
            onChange={(sort: string) => set({ sort: sort === 'receivedAt' ? undefined : sort })}
            options={[
              { value: 'receivedAt', label: say('filter.sort.receivedAt') },
              { value: 'dueAt', label: say('filter.sort.dueAt') },
            ]}
          />
        </Field>
        <div className="filter-marks">
          <Checkbox
            checked={filter.overdue === 'true'}
            onChange={(event) => set({ overdue: event.target.checked ? 'true' : undefined })}
          >
            {say('filter.overdue')}
          </Checkbox>
          <Checkbox
            checked={filter.person === account}
            onChange={(event) => set({ person: event.target.checked ? account : undefined })}
          >
            {say('filter.mine')}
          </Checkbox>
          {active > 0 && (
            <Button
              type="link"
              size="small"
              onClick={() => onChange(tidied({ q: filter.q, stage: filter.stage, sort: filter.sort }))}
            >
              {say('filter.clear')}
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}

function Field({ id, label, children }: { readonly id: string; readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="filter-field">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  );
}
