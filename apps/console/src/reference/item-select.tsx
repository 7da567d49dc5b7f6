import { Select } from 'antd';
import { useLanguage } from '../language/language';
import { useMatterItems, type MatterItem } from './reference-data';

interface ItemSelectProperties {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (code: string | undefined) => void;
  readonly placeholder?: string;
}

/** An item of the catalogue, under its class. */
export function ItemSelect(properties: ItemSelectProperties) {
  const { say } = useLanguage();
  const { data, isPending } = useMatterItems();
  const classes = new Map<string, MatterItem[]>();
  for (const item of data ?? []) classes.set(item.className, [...(classes.get(item.className) ?? []), item]);
  return (
    <Select
      {...properties}
      allowClear
      showSearch={{ optionFilterProp: 'search' }}
      loading={isPending}
      placeholder={properties.placeholder ?? say('item.choose')}
      options={[...classes].map(([label, items]) => ({
        label,
        options: items.map(({ code, name }) => ({ value: code, label: name, search: `${name} ${code} ${label}` })),
      }))}
    />
  );
}
