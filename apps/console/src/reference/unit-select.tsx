import { Select } from 'antd';
import { useLanguage } from '../language/language';
import { useUnits } from './reference-data';

interface UnitSelectProperties {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (code: string | undefined) => void;
  readonly placeholder?: string;
}

/** One of the units, found by name or code. */
export function UnitSelect(properties: UnitSelectProperties) {
  const { say } = useLanguage();
  const { data, isPending } = useUnits();
  return (
    <Select
      {...properties}
      allowClear
      showSearch={{ optionFilterProp: 'search' }}
      loading={isPending}
      placeholder={properties.placeholder ?? say('unit.choose')}
      options={data?.map(({ code, name }) => ({ value: code, label: name, search: `${name} ${code}` }))}
    />
  );
}
