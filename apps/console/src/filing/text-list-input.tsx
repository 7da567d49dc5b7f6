import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { useLanguage } from '../language/language';
import { MOST } from './filing';

interface TextListInputProperties {
  readonly name: 'claims' | 'accused';
  /** Rows, and characters in a row, that the API takes. */
  readonly most: number;
  readonly longest: number;
  readonly hint: string;
  readonly placeholder?: string;
}

/** Several texts, one a row. Fields of the form around it. */
export function TextListInput({ name, most, longest, hint, placeholder }: TextListInputProperties) {
  const { say } = useLanguage();
  const label = say(`field.${name}`);
  return (
    <fieldset className="plain-fieldset" id={`filing_${name}`}>
      <legend>{label}</legend>
      <p className="soft">{hint}</p>
      <Form.List name={name}>
        {(rows, { add, remove }, { errors }) => (
          <>
            {rows.map(({ key, name: index }) => (
              <div key={key} className="list-row">
                <Form.Item name={index}>
                  <Input.TextArea
                    autoSize={{ minRows: 1, maxRows: 6 }}
                    maxLength={longest}
                    aria-label={`${label} ${index + 1}`}
                    placeholder={index === 0 ? placeholder : undefined}
                  />
                </Form.Item>
                {rows.length > 1 && (
                  <Button
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={say('list.remove', { name: label, index: index + 1 })}
                    onClick={() => remove(index)}
                  />
                )}
              </div>
            ))}
            <Form.ErrorList className="list-errors" errors={errors} />
            <Button type="dashed" icon={<PlusOutlined />} disabled={rows.length >= most} onClick={() => add()}>
              {say(`file.add-${name}`)}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

export const ClaimsInput = () => {
  const { say } = useLanguage();
  return (
    <TextListInput
      name="claims"
      most={MOST.claims}
      longest={MOST.claim}
      hint={say('file.claims-why')}
      placeholder={say('file.claim-example')}
    />
  );
};

export const AccusedInput = () => {
  const { say } = useLanguage();
  return <TextListInput name="accused" most={MOST.accused} longest={MOST.accusedOne} hint={say('file.accused-why')} />;
};
