import { CheckCircleOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { ask } from '../api/ask';
import { showFieldProblems } from '../api/field-problems';
import { useSubmissionKey } from '../api/submission';
import { CHANNELS } from '../cases/channels';
import { EvidenceInput, type EvidenceValue } from '../cases/evidence-input';
import { useLanguage } from '../language/language';
import { ItemSelect } from '../reference/item-select';
import { handlesCases, isOfficer, type Me } from '../session/session';
import { instantOfField, instantText } from '../shown/instant';
import { ProblemAlert } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';
import { PlaceInput, type PlaceFields } from './place-input';

interface FilingFields extends PlaceFields {
  readonly matterItem: string;
  readonly title: string;
  readonly description?: string;
  readonly name?: string;
  readonly phone?: string;
  readonly address?: string;
  readonly channel?: string;
  readonly receivedAt?: string;
  readonly evidence?: EvidenceValue;
}

interface Filed {
  readonly number: string;
  readonly queryCode?: string;
  readonly receivedAt: string;
}

/** What the API takes, from what the form holds. */
function filingOf(fields: FilingFields) {
  const { name, phone, address, description } = fields;
  const text = (entered: string | undefined) => (entered?.trim() ? entered.trim() : undefined);
  return {
    kind: 'matter',
    matterItem: fields.matterItem,
    title: fields.title.trim(),
    description: text(description),
    petitioners: text(name) ? [{ name: text(name), phone: text(phone), address: text(address) }] : [],
    location: fields.placeBy === 'point' ? { lon: fields.lon, lat: fields.lat } : { gridCode: fields.gridCode },
    channel: fields.channel ?? 'web',
    receivedAt: instantOfField(fields.receivedAt),
    evidence: fields.evidence?.ids,
  };
}

/** Fields of the API that have another name in the form. */
const FIELD_OF = {
  'petitioners.0.name': 'name',
  'petitioners.0.phone': 'phone',
  'petitioners.0.address': 'address',
  'location.gridCode': 'gridCode',
  'location.lon': 'lon',
  'location.lat': 'lat',
};

/** Filing a matter: for everybody, without an account; officers enter how and when it came. */
export function FilePage({ me }: { readonly me: Me | null }) {
  const { say } = useLanguage();
  const [filed, setFiled] = useState<Filed>();
  return (
    <PageFrame narrow title={say('file.title')} intro={filed ? undefined : say('file.intro')}>
      {filed ? (
        <FiledCase filed={filed} me={me} again={() => setFiled(undefined)} />
      ) : (
        <FilingForm me={me} onFiled={setFiled} />
      )}
    </PageFrame>
  );
}

function FilingForm({ me, onFiled }: { readonly me: Me | null; readonly onFiled: (filed: Filed) => void }) {
  const { say } = useLanguage();
  const [form] = Form.useForm<FilingFields>();
  const keyOf = useSubmissionKey();
  const sending = useMutation({
    mutationFn: (fields: FilingFields) => {
      const body = filingOf(fields);
      return ask<Filed>('/api/v1/petitions', { method: 'POST', body, idempotencyKey: keyOf(body) });
    },
    onSuccess: onFiled,
    onError: (error) => void showFieldProblems(form, error, FIELD_OF),
  });
  const required = [{ required: true, whitespace: true, message: say('field.required') }];
  return (
    <Form<FilingFields>
      form={form}
      name="filing"
      className="panel"
      layout="vertical"
      scrollToFirstError={{ block: 'center', focus: true }}
      initialValues={{ placeBy: 'grid', channel: me && isOfficer(me) ? 'phone' : undefined }}
      disabled={sending.isPending}
      onFinish={(fields) => sending.mutate(fields)}
    >
      {sending.error && <ProblemAlert error={sending.error} />}
      <Form.Item
        name="matterItem"
        label={say('field.matterItem')}
        rules={[{ required: true, message: say('field.required') }]}
      >
        <ItemSelect />
      </Form.Item>
      <PlaceInput />
      <Form.Item name="title" label={say('field.title')} rules={required}>
        <Input maxLength={200} placeholder={say('file.title-example')} />
      </Form.Item>
      <Form.Item name="description" label={say('field.description')}>
        <Input.TextArea rows={5} maxLength={20_000} placeholder={say('file.description-example')} />
      </Form.Item>
      {me && isOfficer(me) && (
        <div className="in-a-row">
          <Form.Item name="channel" label={say('case.channel')}>
            <Select options={CHANNELS.map((channel) => ({ value: channel, label: say(`channel.${channel}`) }))} />
          </Form.Item>
          <Form.Item name="receivedAt" label={say('file.received-at')}>
            <Input type="datetime-local" />
          </Form.Item>
        </div>
      )}
      {me && handlesCases(me) && (
        <Form.Item name="evidence" label={say('field.evidence')}>
          <EvidenceInput />
        </Form.Item>
      )}
      <fieldset className="plain-fieldset">
        <legend>{say('file.petitioner')}</legend>
        <p className="soft">{say('file.petitioner-why')}</p>
        <div className="in-a-row">
          <Form.Item
            name="name"
            label={say('field.name')}
            dependencies={['phone', 'address']}
            rules={[needsName(say('file.name-needed'))]}
          >
            <Input maxLength={100} autoComplete="name" />
          </Form.Item>
          <Form.Item
            name="phone"
            label={say('field.phone')}
            rules={[{ pattern: /^[0-9+() -]*$/, message: say('file.phone-shape') }]}
          >
            <Input maxLength={30} type="tel" autoComplete="tel" />
          </Form.Item>
        </div>
        <Form.Item name="address" label={say('field.address')}>
          <Input maxLength={300} autoComplete="street-address" />
        </Form.Item>
      </fieldset>
      <Button type="primary" htmlType="submit" size="large" loading={sending.isPending}>
        {say('file.submit')}
      </Button>
    </Form>
  );
}

/** A phone number or an address belongs to somebody. */
const needsName =
  (message: string) =>
  ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
    validator: (_: unknown, name?: string) =>
      !name?.trim() && (getFieldValue('phone') || getFieldValue('address'))
        ? Promise.reject(new Error(message))
        : Promise.resolve(),
  });

interface FiledCaseProperties {
  readonly filed: Filed;
  readonly me: Me | null;
  readonly again: () => void;
}

/** The number and the query code, which are shown this once. */
function FiledCase({ filed: { number, queryCode, receivedAt }, me, again }: FiledCaseProperties) {
  const { say } = useLanguage();
  const { message } = App.useApp();
  const copy = () =>
    navigator.clipboard.writeText(`${number} ${queryCode ?? ''}`.trim()).then(
      () => message.success(say('file.copied')),
      () => message.error(say('file.not-copied')),
    );
  return (
    <section className="panel filed" role="status">
      <h2>
        <CheckCircleOutlined aria-hidden className="good" /> {say('file.done')}
      </h2>
      <dl className="facts">
        <div>
          <dt>{say('file.number')}</dt>
          <dd className="large" data-testid="filed-number">
            {number}
          </dd>
        </div>
        {queryCode !== undefined && (
          <div>
            <dt>{say('file.query-code')}</dt>
            <dd className="large" data-testid="filed-code">
              {queryCode}
            </dd>
          </div>
        )}
        <div>
          <dt>{say('case.received')}</dt>
          <dd>{instantText(receivedAt)}</dd>
        </div>
      </dl>
      {queryCode !== undefined && <Alert type="warning" showIcon title={say('file.keep-code')} />}
      <div className="commands">
        {navigator.clipboard && <Button onClick={() => void copy()}>{say('file.copy')}</Button>}
        {me && handlesCases(me) ? (
          <Link className="button-link" to={`/cases/${number}`}>
            {say('file.open-case')}
          </Link>
        ) : (
          <Link className="button-link" to="/query" state={{ number, code: queryCode }}>
            {say('file.ask-now')}
          </Link>
        )}
        <Button onClick={again}>{say('file.another')}</Button>
      </div>
    </section>
  );
}
