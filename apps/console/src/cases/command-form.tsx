import { ReloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal } from 'antd';
import { useId } from 'react';
import { showFieldProblems } from '../api/field-problems';
import { Problem } from '../api/problem';
import { useSubmissionKey } from '../api/submission';
import { useLanguage } from '../language/language';
import { ProblemAlert, problemTitle } from '../shown/outcome';
import type { CaseView, NewerState } from './case';
import { fieldsOf } from './command-fields';
import { CommandInput } from './command-inputs';
import type { EvidenceValue } from './evidence-input';
import { commandText, stageText } from './process-texts';

interface CommandFormProperties<Answer> {
  readonly command: string;
  readonly number: string;
  readonly kind: string;
  readonly title: string;
  readonly about?: CaseView;
  readonly send: (body: object, idempotencyKey: string) => Promise<Answer>;
  readonly onDone: (answer: Answer) => void;
  /** The case is not what the page shows: read it again. */
  readonly onStale: () => void;
  readonly onCancel: () => void;
}

type Values = Readonly<Record<string, unknown>>;

const isEvidence = (value: unknown): value is EvidenceValue =>
  typeof value === 'object' && value !== null && 'ids' in value;

/** What is sent: fields left empty are left out. */
export function bodyOf(values: Values): object {
  const entries = Object.entries(values).map(([name, value]) => {
    if (typeof value === 'string') return [name, value.trim()] as const;
    return [name, isEvidence(value) ? value.ids : value] as const;
  });
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)),
  );
}

/** The form of one command: its reason, which every act on a case needs, and what else it takes. */
export function CommandForm<Answer>(properties: CommandFormProperties<Answer>) {
  const { command, number, kind, title, about, send, onDone, onStale, onCancel } = properties;
  const { say, of } = useLanguage();
  const formId = useId();
  const [form] = Form.useForm<Values>();
  const keyOf = useSubmissionKey();
  // A petitioner, who has no account, sends no files; only an officer says when a letter came in.
  const fields = fieldsOf(kind, command).filter(
    (field) => about !== undefined || !['receivedOn', 'evidence'].includes(field.name),
  );
  const unit = Form.useWatch('unit', form) as string | undefined;
  const clockId = Form.useWatch('clockId', form) as string | undefined;
  const sending = useMutation({
    mutationFn: (values: Values) => {
      const body = bodyOf(values);
      return send(body, keyOf(body));
    },
    onSuccess: onDone,
    onError: (error) => {
      showFieldProblems(form, error);
      if (error instanceof Problem && error.status === 409) onStale();
    },
  });
  const newer =
    sending.error instanceof Problem && sending.error.status === 409
      ? (sending.error.members as Partial<NewerState>)
      : undefined;
  const name = commandText(kind, command);
  const first = (status: string) => about?.clocks.find((clock) => clock.status === status)?.id;
  const initial: Values = {
    clockId: fields.some((field) => field.kind === 'suspended-clock') ? first('suspended') : first('running'),
  };
  return (
    <Modal
      open
      title={name ? of(name) : command}
      okText={say('action.submit')}
      cancelText={say('action.cancel')}
      okButtonProps={{ htmlType: 'submit', form: formId, disabled: newer !== undefined }}
      confirmLoading={sending.isPending}
      onCancel={onCancel}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <p className="soft">
        {number} · {title}
      </p>
      {newer?.stage !== undefined ? (
        <Alert
          type="warning"
          showIcon
          title={problemTitle(sending.error, say)}
          description={say('command.newer', { stage: of(stageText(kind, newer.stage)) })}
          action={
            <Button icon={<ReloadOutlined />} onClick={onCancel}>
              {say('action.refresh')}
            </Button>
          }
        />
      ) : (
        sending.error && <ProblemAlert error={sending.error} />
      )}
      <Form
        id={formId}
        name={formId}
        form={form}
        layout="vertical"
        requiredMark
        initialValues={initial}
        // Whoever was named belongs to the unit that was chosen before.
        onValuesChange={(changed: Values) => 'unit' in changed && form.setFieldValue('person', undefined)}
        onFinish={(values) => sending.mutate(values)}
        disabled={sending.isPending || newer !== undefined}
      >
        {fields.map((field) => (
          <Form.Item
            key={field.name}
            name={field.name}
            label={say(field.label ?? `field.${field.name}`)}
            rules={[
              ...(field.required ? [{ required: true, message: say('field.required') }] : []),
              ...(field.kind === 'evidence'
                ? [
                    {
                      validator: (_: unknown, value?: EvidenceValue) =>
                        (value?.waiting ?? 0) > 0
                          ? Promise.reject(new Error(say('evidence.waiting')))
                          : Promise.resolve(),
                    },
                  ]
                : []),
            ]}
          >
            <CommandInput field={field} about={about} unit={unit} clockId={clockId} />
          </Form.Item>
        ))}
        <Form.Item
          name="reason"
          label={say('field.reason')}
          rules={[{ required: true, whitespace: true, message: say('field.reason-required') }]}
          extra={say('field.reason-kept')}
        >
          <Input.TextArea rows={3} maxLength={2_000} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}
