import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { petitionNationalRules } from '@wangge/domain/rule-packs/petition-national-rules';
import { Button, Form, Input } from 'antd';
import { useLanguage } from '../language/language';
import type { Say } from '../language/say';
import { type FilingFields, isEntered, MOST, type PetitionerFields } from './filing';

/** 信访工作条例 第20条, which holds everywhere; what the rules of the place say besides is said by the API. */
const { most: MOST_REPRESENTATIVES, article: ARTICLE } = petitionNationalRules.jointVisit;

/** Who files: one or several, of whom none, or with the name at least. Fields of the form around it. */
export function PetitionersInput() {
  const { say } = useLanguage();
  const form = Form.useFormInstance<FilingFields>();
  const petition = Form.useWatch('kind', form) === 'petition';
  const visit = Form.useWatch('channel', form) === 'visit';
  const most = petition && visit ? MOST_REPRESENTATIVES : MOST.petitioners;
  return (
    <fieldset className="plain-fieldset" id="filing_petitioners">
      <legend>{say(petition ? 'file.petitioners' : 'file.petitioner')}</legend>
      <p className="soft">
        {say(petition ? 'file.petitioners-why' : 'file.petitioner-why')}
        {petition && visit && ` ${say('file.representatives', { most, article: ARTICLE })}`}
      </p>
      <Form.List
        name="petitioners"
        rules={[
          {
            validator: (_, rows: readonly PetitionerFields[] = []) =>
              petition && visit && rows.filter(isEntered).length > most
                ? Promise.reject(new Error(say('file.representatives', { most, article: ARTICLE })))
                : Promise.resolve(),
          },
        ]}
      >
        {(rows, { add, remove }, { errors }) => (
          <>
            {rows.map(({ key, name: index }) => (
              <PetitionerRow key={key} index={index} onRemove={rows.length > 1 ? () => remove(index) : undefined} />
            ))}
            <Form.ErrorList className="list-errors" errors={errors} />
            <Button type="dashed" icon={<PlusOutlined />} disabled={rows.length >= most} onClick={() => add()}>
              {say('file.add-petitioner')}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

interface PetitionerRowProperties {
  readonly index: number;
  readonly onRemove?: () => void;
}

function PetitionerRow({ index, onRemove }: PetitionerRowProperties) {
  const { say } = useLanguage();
  const at = (field: string) => ['petitioners', index, field];
  return (
    <div className="list-row" role="group" aria-label={say('file.petitioner-of', { index: index + 1 })}>
      <div className="in-a-row">
        <Form.Item
          name={[index, 'name']}
          label={say('field.name')}
          dependencies={[at('phone'), at('address')]}
          rules={[needsName(index, say)]}
        >
          <Input maxLength={MOST.name} autoComplete={index === 0 ? 'name' : 'off'} />
        </Form.Item>
        <Form.Item
          name={[index, 'phone']}
          label={say('field.phone')}
          rules={[{ pattern: /^[0-9+() -]*$/, message: say('file.phone-shape') }]}
        >
          <Input maxLength={MOST.phone} type="tel" autoComplete={index === 0 ? 'tel' : 'off'} />
        </Form.Item>
        <Form.Item name={[index, 'address']} label={say('field.address')} className="whole-row">
          <Input maxLength={MOST.address} autoComplete={index === 0 ? 'street-address' : 'off'} />
        </Form.Item>
      </div>
      {onRemove && (
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={say('list.remove', { name: say('file.petitioner-word'), index: index + 1 })}
          onClick={onRemove}
        />
      )}
    </div>
  );
}

/** A phone number or an address belongs to somebody. */
const needsName =
  (index: number, say: Say) =>
  ({ getFieldValue }: { getFieldValue: (name: (string | number)[]) => unknown }) => ({
    validator: (_: unknown, name?: string) =>
      !name?.trim() && isEntered(getFieldValue(['petitioners', index]) as PetitionerFields)
        ? Promise.reject(new Error(say('file.name-needed')))
        : Promise.resolve(),
  });
