import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, InputNumber, Segmented, Select, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { ask } from '../api/ask';
import { Problem } from '../api/problem';
import { useLanguage } from '../language/language';
import { isAdministrator, type Me } from '../session/session';
import { Nothing, ProblemAlert } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';
import { PublicationProgress } from './publication-progress';
import { rulePackAddress, useRulePacks } from './rules-data';

interface Due {
  readonly dueDate: string | null;
}
/** The first page of what a publication would touch. */
interface Preview {
  readonly touched: number;
  readonly examined: number;
  readonly items: readonly {
    readonly number: string;
    readonly unit: string | null;
    readonly moved: boolean;
    readonly clocks: readonly { readonly clockId: string; readonly before: Due; readonly after: Due }[];
  }[];
}

/** What is to be published: a body for the API, and where it goes. */
interface Draft {
  readonly method: 'PUT' | 'POST';
  readonly address: string;
  readonly previewAddress: string;
  readonly progressAddress: string;
  readonly body: object;
}

/** Publishing a year of the calendar or a version of a rule pack, after looking at which open cases it touches. */
export function PublishPage({ me }: { readonly me: Me }) {
  const { say } = useLanguage();
  const [what, setWhat] = useState<'calendar' | 'pack'>('calendar');
  if (!isAdministrator(me))
    return (
      <PageFrame title={say('publish.title')}>
        <Nothing title={say('publish.administrators')} />
      </PageFrame>
    );
  return (
    <PageFrame title={say('publish.title')} intro={say('publish.intro')}>
      <Segmented
        value={what}
        onChange={setWhat}
        options={[
          { value: 'calendar', label: say('publish.calendar') },
          { value: 'pack', label: say('rules.pack') },
        ]}
      />
      {what === 'calendar' ? <CalendarForm /> : <PackForm />}
    </PageFrame>
  );
}

const datesOf = (text: string | undefined): string[] => (text ?? '').split(/[\s,，、]+/).filter((date) => date !== '');

interface CalendarFields {
  readonly year: number;
  readonly holidays?: string;
  readonly makeUpDays?: string;
}

function CalendarForm() {
  const { say } = useLanguage();
  const [form] = Form.useForm<CalendarFields>();
  const published = useMutation({
    mutationFn: (year: number) =>
      ask<{ holidays: string[]; makeUpDays: string[] }>(`/api/v1/calendars/${year}`).catch((error: unknown) => {
        if (error instanceof Problem && error.status === 404) return { holidays: [], makeUpDays: [] };
        throw error;
      }),
    onSuccess: ({ holidays, makeUpDays }) =>
      form.setFieldsValue({ holidays: holidays.join('\n'), makeUpDays: makeUpDays.join('\n') }),
  });
  const draftOf = ({ year, holidays, makeUpDays }: CalendarFields): Draft => ({
    method: 'PUT',
    address: `/api/v1/calendars/${year}`,
    previewAddress: `/api/v1/calendars/${year}/preview`,
    progressAddress: `/api/v1/calendars/${year}`,
    body: { holidays: datesOf(holidays), makeUpDays: datesOf(makeUpDays) },
  });
  return (
    <Publishing
      draft={async () => draftOf(await form.validateFields())}
      form={
        <Form<CalendarFields>
          form={form}
          name="calendar"
          layout="vertical"
          initialValues={{ year: new Date().getFullYear() + 1 }}
        >
          <div className="in-a-row">
            <Form.Item name="year" label={say('publish.year')} rules={[{ required: true }]}>
              <InputNumber min={1992} max={2199} precision={0} />
            </Form.Item>
            <Button
              loading={published.isPending}
              onClick={() => published.mutate(form.getFieldValue('year') as CalendarFields['year'])}
            >
              {say('publish.load')}
            </Button>
          </div>
          <Form.Item name="holidays" label={say('publish.holidays')}>
            <Input.TextArea rows={8} placeholder="2027-01-01" />
          </Form.Item>
          <Form.Item name="makeUpDays" label={say('publish.make-up-days')}>
            <Input.TextArea rows={4} placeholder="2027-02-13" />
          </Form.Item>
        </Form>
      }
    />
  );
}

function PackForm() {
  const { say, of } = useLanguage();
  const [form] = Form.useForm<{ text: string }>();
  const packs = useRulePacks();
  const begin = useMutation({
    mutationFn: (address: string) => ask<{ version: number }>(address),
    onSuccess: (pack) =>
      form.setFieldsValue({ text: JSON.stringify({ ...pack, version: pack.version + 1 }, undefined, 2) }),
  });
  const isJson = async (_: unknown, text: string) => {
    const { id, version } = JSON.parse(text) as { id?: unknown; version?: unknown };
    if (typeof id !== 'string' || typeof version !== 'number') throw new Error();
  };
  const draft = async (): Promise<Draft> => {
    const { text } = await form.validateFields();
    const body = JSON.parse(text) as { id: string; version: number };
    return {
      method: 'POST',
      address: '/api/v1/rule-packs',
      previewAddress: '/api/v1/rule-packs/preview',
      progressAddress: `${rulePackAddress(body.id, body.version)}/publication`,
      body,
    };
  };
  return (
    <Publishing
      draft={draft}
      form={
        <Form<{ text: string }> form={form} name="rule-pack" layout="vertical">
          <Form.Item label={say('publish.begin-with')}>
            <Select
              loading={packs.isPending || begin.isPending}
              onChange={(address: string) => begin.mutate(address)}
              options={packs.data?.map(({ id, version, title }) => ({
                value: rulePackAddress(id, version),
                label: `${of(title)} · ${say('rules.version', { version })}`,
              }))}
            />
          </Form.Item>
          <Form.Item
            name="text"
            label={say('publish.pack-text')}
            rules={[{ required: true }, { validator: isJson, message: say('publish.no-json') }]}
          >
            <Input.TextArea rows={24} spellCheck={false} className="number" />
          </Form.Item>
        </Form>
      }
    />
  );
}

/** A form with what its publication would do, and how far one is that was just made. */
function Publishing({ form, draft }: { readonly form: ReactNode; readonly draft: () => Promise<Draft> }) {
  const { say } = useLanguage();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [progressOf, setProgressOf] = useState<string>();
  const preview = useMutation({
    mutationFn: async () => {
      const { previewAddress, body } = await draft();
      return ask<Preview>(previewAddress, { method: 'POST', body });
    },
  });
  const publish = useMutation({
    mutationFn: async () => {
      const made = await draft();
      await ask(made.address, { method: made.method, body: made.body });
      return made.progressAddress;
    },
    onSuccess: async (address) => {
      setProgressOf(address);
      void message.success(say('publish.done'));
      await queries.invalidateQueries({ queryKey: ['rule-packs'] });
    },
  });
  const refusal = [preview.error, publish.error].find((error) => error instanceof Problem);
  return (
    <div className="beside-each-other">
      <section className="panel">
        {form}
        <div className="in-a-row">
          <Button loading={preview.isPending} onClick={() => preview.mutate()}>
            {say('publish.preview')}
          </Button>
          <Button type="primary" loading={publish.isPending} onClick={() => publish.mutate()}>
            {say('publish.publish')}
          </Button>
        </div>
      </section>
      <section className="panel" aria-live="polite">
        {refusal && <ProblemAlert error={refusal} />}
        {progressOf !== undefined && <PublicationProgress address={progressOf} />}
        {preview.data && <Touched preview={preview.data} />}
      </section>
    </div>
  );
}

function Touched({ preview: { touched, examined, items } }: { readonly preview: Preview }) {
  const { say } = useLanguage();
  const moved = items.filter((item) => item.moved);
  return (
    <>
      <h2>{say('publish.touched', { count: touched })}</h2>
      <p className="soft">{say('publish.examined', { examined, moved: moved.length })}</p>
      <Table
        size="small"
        rowKey="number"
        dataSource={moved}
        pagination={{ pageSize: 20, showSizeChanger: false }}
        columns={[
          { key: 'number', title: say('publish.case'), dataIndex: 'number' },
          {
            key: 'clocks',
            title: say('publish.moves'),
            render: (_, { clocks }) =>
              clocks.map(({ clockId, before, after }) => (
                <div key={clockId}>
                  <span className="number">{clockId}</span> {before.dueDate} → {after.dueDate}
                </div>
              )),
          },
        ]}
      />
    </>
  );
}
