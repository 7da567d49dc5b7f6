import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { ask } from '../api/ask';
import { CaseNumber } from '../cases/case-number';
import { CommandForm } from '../cases/command-form';
import { Documents } from '../cases/documents';
import { Openings } from '../cases/openings';
import { PetitionProgress } from '../cases/petition-progress';
import { commandText, endsCase, isOver } from '../cases/process-texts';
import { StageSteps } from '../cases/stage-steps';
import { StageTag } from '../cases/stage-tag';
import { useLanguage } from '../language/language';
import { Due, Flag } from '../shown/due';
import { instantText } from '../shown/instant';
import { type Asked, publicAddress, type PublicCase, publicDocuments } from './public-case';

interface FoundCaseProperties {
  readonly found: PublicCase;
  readonly asked: Asked;
  readonly again: () => void;
}

/** Everything that a petitioner may know of a case, and what the petitioner may do. */
export function FoundCase({ found, asked, again }: FoundCaseProperties) {
  const { say } = useLanguage();
  const { number, kind, stage, opinions = [], openings } = found;
  const reached = opinions.map(({ instance }) => instance);
  return (
    <>
      <section className="panel" role="status" aria-labelledby="found-heading">
        <h2 id="found-heading">{found.title}</h2>
        <p className="marks">
          <CaseNumber of={found} />
          <StageTag kind={kind} stage={stage} />
        </p>
        <StageSteps kind={kind} stage={stage} reached={reached} />
        <FoundFacts found={found} />
        <FoundCommands found={found} asked={asked} again={again} />
      </section>
      {found.instance !== undefined && (
        <section className="panel" aria-labelledby="petition-heading">
          <h2 id="petition-heading">{say('petition.heading')}</h2>
          <PetitionProgress
            of={{ ...found, instance: found.instance, opinions }}
            earlier={found.earlier ?? undefined}
          />
        </section>
      )}
      {found.deadlines !== undefined && found.deadlines.length > 0 && <Deadlines of={found.deadlines} />}
      <section className="panel" aria-labelledby="documents-heading">
        <h2 id="documents-heading">{say('case.tab.documents')}</h2>
        <Documents
          address={publicDocuments(asked)}
          asked={{ code: asked.code.trim() }}
          queryKey={documentsKey(number)}
        />
      </section>
      <section className="panel" aria-labelledby="openings-heading">
        <h2 id="openings-heading">{say('openings.to-petitioner')}</h2>
        <p className="soft">{say('openings.to-petitioner-why')}</p>
        <Openings of={openings} unitOf={({ unitName }) => unitName} />
      </section>
    </>
  );
}

const documentsKey = (number: string) => ['public-documents', number] as const;

function FoundFacts({ found }: { readonly found: PublicCase }) {
  const { say } = useLanguage();
  const { kind, stage, unit, nextDeadline, mergedInto, satisfied } = found;
  return (
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
  );
}

/** Every time limit that runs, with its article. */
function Deadlines({ of: deadlines }: { readonly of: NonNullable<PublicCase['deadlines']> }) {
  const { say } = useLanguage();
  return (
    <section className="panel" aria-labelledby="deadlines-heading">
      <h2 id="deadlines-heading">{say('query.deadlines')}</h2>
      <ul className="rows">
        {deadlines.map(({ kind, label, article, dueDate, provisional }, index) => (
          <li key={`${kind} ${index}`} className="row">
            <div className="row-what">
              <strong>{label}</strong>
              <span className="soft">{article}</span>
            </div>
            <div className="row-end">
              {dueDate === null ? say('clock.no-due') : say('query.until', { date: dueDate })}
              {provisional && <Flag tone="was">{say('clock.provisional')}</Flag>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FoundCommands({
  found: { number, kind, stage, title, availableCommands },
  asked,
  again,
}: FoundCaseProperties) {
  const { say, of } = useLanguage();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string>();
  const nameOf = (command: string) => {
    const text = commandText(kind, command);
    return text ? of(text) : command;
  };
  const readAgain = () => {
    again();
    void queries.invalidateQueries({ queryKey: documentsKey(number) });
  };
  return (
    <>
      {availableCommands.length > 0 && (
        <div className="commands">
          {availableCommands.map((command) => (
            <Button key={command} danger={endsCase(kind, stage, command)} onClick={() => setChosen(command)}>
              {nameOf(command)}
            </Button>
          ))}
        </div>
      )}
      {chosen !== undefined && (
        <CommandForm
          command={chosen}
          number={number}
          kind={kind}
          title={title}
          send={(body, idempotencyKey) =>
            ask<PublicCase>(publicAddress(asked, `/${chosen}`), { method: 'POST', body, idempotencyKey })
          }
          onDone={() => {
            message.success(say('command.done', { command: nameOf(chosen) }));
            setChosen(undefined);
            readAgain();
          }}
          onStale={readAgain}
          onCancel={() => setChosen(undefined)}
        />
      )}
    </>
  );
}
