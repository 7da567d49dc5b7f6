import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { ask } from '../api/ask';
import { Problem } from '../api/problem';
import { useLanguage } from '../language/language';
import { Nothing, ProblemAlert } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';
import { FoundCase } from './found-case';
import { type Asked, publicAddress, type PublicCase } from './public-case';

/** Asking for a case by its number and query code. The code stays out of the page's address. */
export function QueryPage() {
  const { say } = useLanguage();
  const given = useLocation().state as Partial<Asked> | null;
  const [form] = Form.useForm<Asked>();
  const asking = useMutation({
    mutationFn: (asked: Asked) => ask<PublicCase>(publicAddress(asked)),
  });
  const { mutate } = asking;
  useEffect(() => {
    if (given?.number && given.code) mutate({ number: given.number, code: given.code });
  }, [given, mutate]);
  const unknown = asking.error instanceof Problem && asking.error.status === 404;
  return (
    <PageFrame narrow title={say('query.title')} intro={say('query.intro')}>
      <Form<Asked>
        form={form}
        name="query"
        className="panel in-a-row"
        layout="vertical"
        initialValues={given ?? {}}
        onFinish={(asked) => mutate(asked)}
      >
        <Form.Item
          name="number"
          label={say('file.number')}
          rules={[{ required: true, whitespace: true, message: say('field.required') }]}
        >
          <Input maxLength={40} placeholder={say('case.number-example')} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="code"
          label={say('file.query-code')}
          rules={[{ required: true, whitespace: true, message: say('field.required') }]}
        >
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={asking.isPending}>
          {say('query.ask')}
        </Button>
      </Form>
      {asking.error && (unknown ? <Nothing title={say('query.unknown')} /> : <ProblemAlert error={asking.error} />)}
      {asking.data && asking.variables && (
        <FoundCase found={asking.data} asked={asking.variables} again={() => mutate(asking.variables)} />
      )}
    </PageFrame>
  );
}
