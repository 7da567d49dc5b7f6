import type { ClockChange } from '@wangge/domain/cases/replan';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useLanguage } from '../language/language';
import type { MessageKey } from '../language/messages';
import { messages } from '../language/messages';
import { useItemName, usePlaceName, useUnitName } from '../reference/reference-data';
import { dueText, instantText } from '../shown/instant';
import type { CaseEvent } from './case';
import { EvidenceLinks } from './case-facts';
import { ChannelName } from './channels';
import { textOfCode } from './petition-texts';
import { commandText, stageText } from './process-texts';

const has = (key: string): key is MessageKey => Object.hasOwn(messages, key);

/** The audit trail, the latest act first: who did what, when and why, each entry chained to the one before by its hash. */
export function CaseEvents({ kind, events }: { readonly kind: string; readonly events: readonly CaseEvent[] }) {
  const { say, of } = useLanguage();
  const nameOf = (command: string) => {
    const text = commandText(kind, command);
    if (text) return of(text);
    return has(`event.${command}`) ? say(`event.${command}` as MessageKey) : command;
  };
  return (
    <ol className="trail">
      {events.toReversed().map((event) => (
        <li key={event.step} className="entry">
          <div className="entry-head">
            <strong>{nameOf(event.command)}</strong>
            {event.from !== event.to && (
              <span>
                {event.from === '' ? '' : `${of(stageText(kind, event.from))} → `}
                {of(stageText(kind, event.to))}
              </span>
            )}
          </div>
          <div className="soft">
            <time dateTime={event.at}>{instantText(event.at)}</time> ·{' '}
            {has(`actor.${event.actor}`) ? say(`actor.${event.actor}` as MessageKey) : event.actor}
          </div>
          {event.reason !== '' && <p className="as-written">{event.reason}</p>}
          {event.data && <EventData of={event.data} />}
          <div className="hash" title={`SHA-256 ${event.hash}`}>
            #{event.step} · {event.hash.slice(0, 16)}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** What an act carried beside its reason. */
function EventData({ of: data }: { readonly of: Readonly<Record<string, unknown>> }) {
  const { say } = useLanguage();
  const shown = Object.entries(data).filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (shown.length === 0) return null;
  return (
    <dl className="entry-data">
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{has(`field.${name}`) ? say(`field.${name}` as MessageKey) : name}</dt>
          <dd>
            <EventValue name={name} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What planning anew did to each clock: its due date before and after. */
function ClockChanges({ changes }: { readonly changes: readonly ClockChange[] }) {
  const { say } = useLanguage();
  const text = ({ dueDate, provisional }: ClockChange['before']) =>
    `${dueDate ?? say('clock.no-due')}${provisional ? ` (${say('clock.provisional')})` : ''}`;
  return changes.map(({ clockId, article, before, after }) => (
    <div key={clockId}>
      {article} <span className="number">{clockId}</span> {text(before)} → {text(after)}
    </div>
  ));
}

const isPack = (value: unknown): value is { id: string; version: number } =>
  typeof value === 'object' && value !== null && 'id' in value && 'version' in value;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function EventValue({ name, value }: { readonly name: string; readonly value: unknown }): ReactNode {
  const { say, of } = useLanguage();
  const unitName = useUnitName();
  const itemName = useItemName();
  const placeName = usePlaceName();
  if (name === 'evidence' && Array.isArray(value)) return <EvidenceLinks ids={value as string[]} />;
  if (typeof value === 'boolean') return say(value ? 'answer.yes' : 'answer.no');
  if (name === 'rulePack' && isPack(value))
    return (
      <Link to={`/rules/${value.id}/${value.version}`}>
        {value.id} · {say('rules.version', { version: value.version })}
      </Link>
    );
  if (name === 'clocks' && Array.isArray(value)) return <ClockChanges changes={value as ClockChange[]} />;
  if (Array.isArray(value) && value.every((line) => typeof line === 'string'))
    return <span className="as-written">{value.join('\n')}</span>;
  if (typeof value !== 'string') return typeof value === 'number' ? value : JSON.stringify(value);
  if (name === 'unit' || name === 'supervisingUnit') return unitName(value);
  if (name === 'matterItem') return itemName(value);
  if (name === 'gridCode') return `${placeName(value)} ${value}`;
  if (name === 'dueAt') return dueText(value);
  if (name === 'channel') return <ChannelName code={value} />;
  const code = textOfCode(name, value);
  if (code) return of(code);
  if (name === 'into' || name === 'earlier') return <Link to={`/cases/${value}`}>{value}</Link>;
  if (INSTANT.test(value)) return instantText(value);
  return <span className="as-written">{value}</span>;
}
