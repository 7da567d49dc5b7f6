import { useMutation } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { addressOf, ask } from '../api/ask';
import { Problem } from '../api/problem';
import { CommandForm } from '../cases/command-form';
import { commandText, endsCase, isOver } from '../cases/process-texts';
import { StageSteps } from '../cases/stage-steps';
import { StageTag } from '../cases/stage-tag';
import { useLanguage } from '../language/language';
import { Due } from '../shown/due';
import { instantText } from '../shown/instant';
import { Nothing, ProblemAlert } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';

interface Asked {
  readonly number: string;
  readonly code: string;
}

/** What a petitioner may see of a case. Its kind is not told: only matters are filed without an account. */
interface PublicCase {
  readonly number: string;
  readonly title: string;
  readonly kind: string;
  readonly stage: string;
  readonly receivedAt: string;
  readonly unit: string | null;
  readonly unitName: string | null;
  readonly transferredTo: string | null;
  readonly answer: string | null;
  readonly nextDeadline: string | null;
  readonly mergedInto: string | null;
  readonly satisfied: boolean | null;
  readonly availableCommands: readonly string[];
}

const publicAddress = (number: string) => `/api/v1/public/petitions/${encodeURIComponent(number)}`;

/** Asking for a case by its number and query code. The code stays out of the page's address. */
export function QueryPage() {
  const { say } = useLanguage();
  const given = useLocation().state as Partial<Asked> | null;
  const [form] = Form.useForm<Asked>();
  const asking = useMutation({
    mutationFn: ({ number, code }: Asked) =>
      ask<PublicCase>(addressOf(publicAddress(number.trim()), { code: code.trim() })),
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

interface FoundCaseProperties {
  readonly found: PublicCase;
  readonly asked: Asked;
  readonly again: () => void;
}

function FoundCase({ found, asked, again }: FoundCaseProperties) {
  const { say, of } = useLanguage();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<string>();
  const { number, kind, title, stage, unit, nextDeadline, mergedInto, satisfied, availableCommands } = found;
  const nameOf = (command: string) => {
    const text = commandText(kind, command);
    return text ? of(text) : command;
  };
  return (
    <section className="panel" role="status">
      <h2>{title}</h2>
      <p className="marks">
        <span className="number">{number}</span>
        <StageTag kind={kind} stage={stage} />
      </p>
      <StageSteps kind={kind} stage={stage} />
      <dl className="facts">
        <div>
          <dt>{say('case.received')}</dt>
          <dd>{instantText(found.receivedAt)}</dd>
        </div>
        <div>
          <dt>{say('case.responsible')}</dt>
          <dd>{found.transferredTo ?? found.unitName ?? unit ?? say('case.nobody')}</dd>
        </div>
        <div>
          <dt>{say('query.next-deadline')}</dt>
          <dd>
            <Due dueAt={nextDeadline} over={isOver(kind, stage)} />
          </dd>
        </div>
        {found.answer !== null && (
          <div>
            <dt>{say('query.answer')}</dt>
            <dd className="as-written">{found.answer}</dd>
          </div>
        )}
        {mergedInto !== null && (
          <div>
            <dt>{say('query.merged-into')}</dt>
            <dd>{mergedInto}</dd>
          </div>
        )}
        {satisfied !== null && (
          <div>
            <dt>{say('field.satisfied')}</dt>
            <dd>{say(satisfied ? 'answer.satisfied' : 'answer.not-satisfied')}</dd>
          </div>
        )}
      </dl>
      <div className="commands">
        {availableCommands.map((command) => (
          <Button key={command} danger={endsCase(kind, stage, command)} onClick={() => setChosen(command)}>
            {nameOf(command)}
          </Button>
        ))}
      </div>
      {chosen !== undefined && (
        <CommandForm
          command={chosen}
          number={number}
          kind={kind}
          title={title}
          send={(body, idempotencyKey) =>
            ask<PublicCase>(addressOf(`${publicAddress(number)}/${chosen}`, { code: asked.code.trim() }), {
              method: 'POST',
              body,
              idempotencyKey,
            })
          }
          onDone={() => {
            message.success(say('command.done', { command: nameOf(chosen) }));
            setChosen(undefined);
            again();
          }}
          onStale={again}
          onCancel={() => setChosen(undefined)}
        />
      )}
    </section>
  );
}
