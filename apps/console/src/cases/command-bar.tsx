import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { ask } from '../api/ask';
import { useLanguage } from '../language/language';
import { caseAddress, caseKey, type CaseView } from './case';
import { CommandForm } from './command-form';
import { commandOnward, commandText, endsCase } from './process-texts';

/** What the server would accept from this person now; each opens its form. */
export function CommandBar({ about }: { readonly about: CaseView }) {
  const { say, of } = useLanguage();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string>();
  const { number, kind, stage, title, availableCommands } = about;
  const nameOf = (command: string) => {
    const text = commandText(kind, command);
    return text ? of(text) : command;
  };
  const readAgain = () => {
    void queries.invalidateQueries({ queryKey: caseKey(number) });
    for (const list of [
      '/api/v1/petitions',
      '/api/v1/petitions/counts',
      '/api/v1/work-orders',
      '/api/v1/work-orders/counts',
    ])
      void queries.invalidateQueries({ queryKey: [list] });
  };
  if (availableCommands.length === 0) return <p className="soft">{say('command.none')}</p>;
  const onward = commandOnward(kind, stage);
  return (
    <section aria-label={say('command.heading')} className="commands">
      {availableCommands.map((command) => (
        <Button
          key={command}
          type={command === onward ? 'primary' : 'default'}
          danger={endsCase(kind, stage, command)}
          onClick={() => setChosen(command)}
        >
          {nameOf(command)}
        </Button>
      ))}
      {chosen !== undefined && (
        <CommandForm
          command={chosen}
          number={number}
          kind={kind}
          title={title}
          about={about}
          send={(body, idempotencyKey) =>
            ask<CaseView>(`${caseAddress(number)}/${chosen}`, { method: 'POST', body, idempotencyKey })
          }
          onDone={(answer) => {
            queries.setQueryData([...caseKey(number), 'view'], answer);
            readAgain();
            message.success(say('command.done', { command: nameOf(chosen) }));
            setChosen(undefined);
          }}
          onStale={readAgain}
          onCancel={() => setChosen(undefined)}
        />
      )}
    </section>
  );
}
