import type { CaseEvent } from '@wangge/contracts/events';
import type { InboxMessage } from '@wangge/platform/inbox/inbox-consumer';
import type { PoolClient } from 'pg';

/** Events that a subscriber may ask for, by the command that causes them. */
export const NOTIFIABLE = [
  'assign',
  'object',
  'urge',
  'supervise',
  'feedback',
  'rework',
  'close',
  'reopen',
  'warn',
  'expire',
  'escalate',
  'add-handler',
  'request-extension',
  'approve-extension',
  'reject-extension',
  'agree-objection',
  'reject-objection',
  'refer-dispute',
  'reply',
  'confirm-served',
  'request-review',
  'reply-review',
  'request-re-review',
  'reply-re-review',
  'withdraw',
  'replan',
] as const;

/**
 * Turns facts into notices, in the inbox's transaction: one for each subscriber whom the event concerns, never two of one
 * event. An event concerns whoever subscribed to its unit or to a co-handling one that it is about, and the account that it names.
 */
export async function notifySubscribers(messages: readonly InboxMessage[], client: PoolClient): Promise<void> {
  const events = messages
    .map((message) => message.body as unknown as CaseEvent)
    .filter((event) => (NOTIFIABLE as readonly string[]).includes(event.command));
  if (events.length === 0) return;
  await client.query(
    `insert into notification(id, subscription_id, event_id, event)
     select gen_random_uuid(), s.id, e ->> 'number' || '/' || (e ->> 'step'), e
     from jsonb_array_elements($1::jsonb) as e
     join subscription s on e ->> 'command' = any(s.events)
      and (s.unit = e ->> 'unit' or e -> 'jointUnits' ? s.unit or (s.unit is null and s.account in (e ->> 'person', e ->> 'named')))
     on conflict (subscription_id, event_id) do nothing`,
    [JSON.stringify(events)],
  );
}
