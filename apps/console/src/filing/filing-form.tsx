import { useMutation } from '@tanstack/react-query';
import type { CaseKind } from '@wangge/domain/cases/case-state';
import { Button, Form, Input, Radio, Select } from 'antd';
import { ask } from '../api/ask';
import { showFieldProblems } from '../api/field-problems';
import { useSubmissionKey } from '../api/submission';
import { CHANNELS } from '../cases/channels';
import { EvidenceInput, type EvidenceValue } from '../cases/evidence-input';
import { CASE_KINDS } from '../cases/process-texts';
import { useLanguage } from '../language/language';
import { ItemSelect } from '../reference/item-select';
import { handlesCases, isOfficer, type Me } from '../session/session';
import { ProblemAlert } from '../shown/outcome';
import type { Filed } from './filed-case';
import { fieldOfFiling, type FilingFields, filingOf, MOST } from './filing';
import { PetitionersInput } from './petitioners-input';
import { PlaceInput } from './place-input';
import { AccusedInput, ClaimsInput } from './text-list-input';

interface FilingFormProperties {
  readonly me: Me | null;
  /** What the form begins with. */
  readonly kind: CaseKind;
  readonly onFiled: (filed: Filed) => void;
}

/** What is filed, where it is, what is asked for, and by whom; problems of the API stand at their fields. */
export function FilingForm({ me, kind: first, onFiled }: FilingFormProperties) {
  const { say } = useLanguage();
  const [form] = Form.useForm<FilingFields>();
  const petition = (Form.useWatch('kind', form) ?? first) === 'petition';
  const keyOf = useSubmissionKey();
  const sending = useMutation({
    mutationFn: (fields: FilingFields) => {
      const body = filingOf(fields);
      return ask<Filed>('/api/v1/petitions', { method: 'POST', body, idempotencyKey: keyOf(body) });
    },
    onSuccess: onFiled,
    onError: (error, fields) => void showFieldProblems(form, error, (field) => fieldOfFiling(field, fields)),
  });
  const required = [{ required: true, whitespace: true, message: say('field.required') }];
  return (
    <Form<FilingFields>
      form={form}
      name="filing"
      className="panel"
      layout="vertical"
      scrollToFirstError={{ block: 'center', focus: true }}
      initialValues={{
        kind: first,
        placeBy: 'grid',
        claims: [undefined],
        accused: [undefined],
        petitioners: [undefined],
        channel: me && isOfficer(me) ? 'phone' : undefined,
      }}
      disabled={sending.isPending}
      onFinish={(fields) => sending.mutate(fields)}
    >
      {sending.error && <ProblemAlert error={sending.error} />}
      <Form.Item name="kind" label={say('file.kind')} extra={say(petition ? 'file.petition-is' : 'file.matter-is')}>
        <Radio.Group
          optionType="button"
          options={CASE_KINDS.map((kind) => ({ value: kind, label: say(`kind.${kind}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="matterItem"
        label={say('field.matterItem')}
        rules={[{ required: true, message: say('field.required') }]}
      >
        <ItemSelect />
      </Form.Item>
      <PlaceInput />
      <Form.Item name="title" label={say('field.title')} rules={required}>
        <Input maxLength={MOST.title} placeholder={say(petition ? 'file.petition-example' : 'file.title-example')} />
      </Form.Item>
      {petition && <ClaimsInput />}
      <Form.Item name="description" label={say(petition ? 'file.facts' : 'field.description')}>
        <Input.TextArea rows={5} maxLength={MOST.description} placeholder={say('file.description-example')} />
      </Form.Item>
      {petition && <AccusedInput />}
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
        <Form.Item
          name="evidence"
          label={say('field.evidence')}
          rules={[
            {
              validator: (_, value?: EvidenceValue) =>
                (value?.waiting ?? 0) > 0 ? Promise.reject(new Error(say('evidence.waiting'))) : Promise.resolve(),
            },
          ]}
        >
          <EvidenceInput />
        </Form.Item>
      )}
      <PetitionersInput />
      <Button type="primary" htmlType="submit" size="large" loading={sending.isPending}>
        {say('file.submit')}
      </Button>
    </Form>
  );
}
