import { Select } from 'antd';
import { useState } from 'react';
import { useLanguage } from '../language/language';
import { useSettled } from '../shown/use-settled';
import { useGrid, useGridSearch, usePlaceName, type Grid } from './reference-data';

interface GridSelectProperties {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (code: string | undefined) => void;
  readonly placeholder?: string;
}

/** One of the thousands of grids, searched for on the server by name or code. */
export function GridSelect({ value, ...properties }: GridSelectProperties) {
  const { say } = useLanguage();
  const [words, setWords] = useState('');
  const search = useGridSearch(useSettled(words.trim()));
  const chosen = useGrid(value);
  const placeName = usePlaceName();
  const found = [...(words.trim() === '' ? [] : (search.data?.items ?? []))];
  if (chosen.data && !found.some((grid) => grid.code === chosen.data.code)) found.unshift(chosen.data);
  const labelOf = ({ code, name, level }: Grid) => {
    const above = placeName(code);
    return (
      <span className="option">
        <span>{name}</span>
        <span className="soft">
          {above.endsWith(name) ? '' : `${above} · `}
          {say(`grid.level.${level}`)} · {code}
        </span>
      </span>
    );
  };
  return (
    <Select
      {...properties}
      value={value || undefined}
      allowClear
      showSearch={{ filterOption: false, onSearch: setWords }}
      loading={search.isFetching}
      placeholder={properties.placeholder ?? say('grid.choose')}
      notFoundContent={say(words.trim() === '' ? 'grid.type-to-search' : 'grid.none')}
      optionLabelProp="title"
      options={found.map((grid) => ({ value: grid.code, title: grid.name, label: labelOf(grid) }))}
    />
  );
}
