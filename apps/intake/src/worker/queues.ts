import { OUTBOX, queueOf } from '@wangge/platform/telemetry/queues';

/** What waits in the tables of this service for its relays and workers, each through an index that finds what waits. */
export const QUEUES = [
  OUTBOX,
  // The next to be started is the one whose lease ended first: about the oldest.
  queueOf('workflow_start', { waiting: 'from workflow_start', since: 'created_at', order: 'leased_until' }),
  queueOf('notification', {
    waiting: `from notification where status = 'pending'`,
    since: 'created_at',
    order: 'created_at',
  }),
  queueOf('notification_dead', {
    waiting: `from notification where status = 'dead'`,
    since: 'created_at',
    order: 'created_at',
  }),
  // `next_at` of the first one due: a document that cannot be made yet is tried again later.
  queueOf('document', { waiting: 'from document where made_at is null', since: 'act_at', order: 'next_at' }),
  queueOf('export', {
    waiting: `from export_job where status in ('waiting', 'running')`,
    since: 'asked_at',
    order: 'asked_at',
  }),
].join(' union all ');
