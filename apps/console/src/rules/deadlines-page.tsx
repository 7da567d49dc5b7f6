import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import type { Due } from '@wangge/domain/clocks/compute-due';
import type { DeadlineRequest } from '@wangge/domain/rule-packs/deadline-request.schema';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { ask } from '../api/ask';
import { showFieldProblems } from '../api/field-problems';
import { Problem } from '../api/problem';
import { useLanguage } from '../language/language';
import { Flag } from '../shown/due';
import { dueText, instantOfField } from '../shown/instant';
import { ProblemAlert } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';
import { amountText } from './measures';
import { countsExactTime, useRulePack, useRulePacks } from './rules-data';

interface Fields {
  /** `hotline@1`. */
  readonly pack?: string;
  readonly clock?: string;
  readonly startedAt?: string;
  readonly extension?: number | null;
  readonly suspensions?: readonly { readonly from?: string; readonly to?: string }[];
}

/** Fields of the form that have another name than the API's. */
const FIELD_OF: Readonly<Record<string, string>> = { rulePack: 'pack', version: 'pack', extensionDays: 'extension' };

/** The question in the page's address, so that an answer can be passed on. */
function fieldsOf(search: URLSearchParams): Fields {
  const suspended = search.get('suspended');
  return {
    pack: search.get('pack') ?? undefined,
    clock: search.get('clock') ?? undefined,
    startedAt: search.get('from') ?? undefined,
    extension: search.get('extend') === null ? undefined : Number(search.get('extend')),
    suspensions: (suspended ? suspended.split(',') : []).map((span) => {
      const [from, to] = span.split('/');
      return { from, to: to === '' ? undefined : to };
    }),
  };
}

function searchOf({ pack, clock, startedAt, extension, suspensions = [] }: Fields): URLSearchParams {
  const search = new URLSearchParams();
  const given = {
    pack,
    clock,
    from: startedAt,
    extend: extension ? String(extension) : undefined,
    suspended: suspensions.map(({ from = '', to = '' }) => `${from}/${to}`).join(','),
  };
  for (const [name, value] of Object.entries(given)) if (value) search.set(name, value);
  return search;
}

const packOf = (text: string | undefined) => {
  const [id = '', version = ''] = (text ?? '').split('@');
  return id === '' || version === '' ? undefined : { id, version };
};

/** Counting a time limit by the rules of a pack, with every day accounted for. */
export function DeadlinesPage() {
  const { say, of } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const [form] = Form.useForm<Fields>();
  const packs = useRulePacks();
  const chosen = packOf(Form.useWatch('pack', form) ?? search.get('pack') ?? undefined);
  const pack = useRulePack(chosen).data;
  const clock = Form.useWatch('clock', form);
  const exact = countsExactTime(pack, clock ?? '');
  const counting = useMutation({
    mutationFn: ({ fields, byHours }: { fields: Fields; byHours: boolean }) => {
      const { id, version } = packOf(fields.pack)!;
      const body: DeadlineRequest = {
        rulePack: id,
        version: Number(version),
        clock: fields.clock!,
        startedAt: instantOfField(fields.startedAt)!,
        suspensions: (fields.suspensions ?? []).map(({ from, to }) => ({
          from: instantOfField(from) ?? '',
          to: instantOfField(to) ?? null,
        })),
        extensionDays: fields.extension ? (byHours ? `PT${fields.extension}H` : fields.extension) : undefined,
      };
      return ask<Due>('/api/v1/deadlines', { method: 'POST', body });
    },
    onError: (error) => {
      showFieldProblems(form, error, (field) => FIELD_OF[field] ?? field);
    },
  });
  const { mutate } = counting;
  const complete = pack !== undefined && search.has('clock') && search.has('from');
  const question = search.toString();
  useEffect(() => {
    if (!complete) return;
    const fields = fieldsOf(new URLSearchParams(question));
    mutate({ fields, byHours: countsExactTime(pack, fields.clock ?? '') });
  }, [complete, question, pack, mutate]);
  const count = (fields: Fields) => {
    const next = searchOf(fields);
    if (next.toString() === question) mutate({ fields, byHours: exact });
    else setSearch(next);
  };
  const refused = counting.error instanceof Problem && counting.error.errors.length === 0;
  const required = [{ required: true, message: say('field.required') }];
  return (
    <PageFrame title={say('deadline.title')} intro={say('deadline.intro')}>
      <div className="beside-each-other">
        <Form<Fields>
          form={form}
          name="deadline"
          className="panel"
          layout="vertical"
          initialValues={fieldsOf(search)}
          onFinish={count}
        >
          <Form.Item name="pack" label={say('rules.pack')} rules={required}>
            <Select
              loading={packs.isPending}
              onChange={() => form.setFieldValue('clock', undefined)}
              options={packs.data?.map(({ id, version, title }) => ({
                value: `${id}@${version}`,
                label: `${of(title)} · ${say('rules.version', { version })}`,
              }))}
            />
          </Form.Item>
          <Form.Item name="clock" label={say('deadline.clock')} rules={required}>
            <Select
              disabled={pack === undefined}
              optionLabelProp="title"
              options={pack?.clocks.map((one) => ({
                value: one.id,
                title: of(one.text),
                label: (
                  <span className="option">
                    <span>{of(one.text)}</span>
                    <span className="soft">
                      {amountText(one, say)} · {one.article}
                    </span>
                  </span>
                ),
              }))}
            />
          </Form.Item>
          <Form.Item name="startedAt" label={say('deadline.start')} rules={required}>
            <Input type="datetime-local" step={1} />
          </Form.Item>
          <Form.Item name="extension" label={say('deadline.extension')}>
            <InputNumber min={0} max={3660} precision={0} suffix={say(exact ? 'unit.hours' : 'unit.days')} />
          </Form.Item>
          <Form.List name="suspensions">
            {(spans, { add, remove }) => (
              <fieldset className="plain-fieldset">
                <legend>{say('clock.suspensions')}</legend>
                {spans.map((span, index) => (
                  <div key={span.key} className="in-a-row">
                    <Form.Item name={[span.name, 'from']} label={say('deadline.from')} rules={required}>
                      <Input type="datetime-local" step={1} />
                    </Form.Item>
                    <Form.Item name={[span.name, 'to']} label={say('deadline.to')}>
                      <Input type="datetime-local" step={1} />
                    </Form.Item>
                    <Button
                      icon={<DeleteOutlined />}
                      aria-label={say('deadline.remove', { index: index + 1 })}
                      onClick={() => remove(span.name)}
                    />
                  </div>
                ))}
                <Button icon={<PlusOutlined />} onClick={() => add({})}>
                  {say('deadline.add')}
                </Button>
              </fieldset>
            )}
          </Form.List>
          <Button type="primary" htmlType="submit" loading={counting.isPending}>
            {say('deadline.count')}
          </Button>
        </Form>
        <section className="panel" aria-live="polite">
          <h2>{say('deadline.answer')}</h2>
          {refused && <ProblemAlert error={counting.error} />}
          {counting.data ? <Answer due={counting.data} /> : !refused && <p className="soft">{say('deadline.ask')}</p>}
        </section>
      </div>
    </PageFrame>
  );
}

function Answer({ due }: { readonly due: Due }) {
  const { say } = useLanguage();
  return (
    <>
      <p className="large" data-testid="due-at">
        {due.dueAt === null ? say('clock.no-due') : dueText(due.dueAt)}{' '}
        {due.provisional && <Flag tone="soon">{say('clock.provisional')}</Flag>}
      </p>
      <dl className="facts">
        {due.dueDate !== null && (
          <div>
            <dt>{say('deadline.due-date')}</dt>
            <dd>{due.dueDate}</dd>
          </div>
        )}
        <div>
          <dt>{say('deadline.article')}</dt>
          <dd>{due.article}</dd>
        </div>
      </dl>
      <h3>{say('deadline.explanation')}</h3>
      <ol className="explanation" lang="zh-CN">
        {due.explanation.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ol>
    </>
  );
}
