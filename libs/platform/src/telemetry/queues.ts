import type { Pool } from 'pg';
import { Gauge } from 'prom-client';
import { metrics } from './metrics';

/** Answers are as old as this at most: however many scrape, the database is asked once in that time. */
const FRESH_MS = 5_000;
/** What waits is counted up to here, so that the question stays cheap while a queue is long. */
export const MOST_COUNTED = 10_000;

interface Queue {
  readonly queue: string;
  readonly rows: number;
  /** Seconds since the oldest row came; null when the queue is empty. */
  readonly oldest: number | null;
}

/**
 * `/metrics` says how many rows wait in the tables that relays and workers empty (`wangge_queue_rows`, up to 10,000), and
 * since when the oldest one does (`wangge_queue_oldest_seconds`), by queue. While the database is silent neither is there.
 * @param statement one statement that answers a row `queue, rows, oldest` for each queue
 */
export function exposeQueues(pool: Pick<Pool, 'query'>, statement: string): void {
  let asked: { readonly at: number; readonly queues: Promise<readonly Queue[]> } | undefined;
  const ask = (): Promise<readonly Queue[]> => {
    if (!asked || Date.now() - asked.at >= FRESH_MS)
      asked = {
        at: Date.now(),
        queues: pool.query<Queue>(statement).then(
          ({ rows }) => rows,
          () => [],
        ),
      };
    return asked.queues;
  };
  const gauge = (name: string, help: string, valueOf: (queue: Queue) => number) => {
    metrics.removeSingleMetric(name);
    new Gauge({
      name,
      help,
      labelNames: ['queue'],
      registers: [metrics],
      async collect() {
        const queues = await ask();
        this.reset();
        for (const queue of queues) this.set({ queue: queue.queue }, valueOf(queue));
      },
    });
  };
  gauge('wangge_queue_rows', 'Rows that wait in a queue, up to 10,000', ({ rows }) => rows);
  gauge('wangge_queue_oldest_seconds', 'Since when the oldest row waits', ({ oldest }) => oldest ?? 0);
}

/**
 * One queue of the statement.
 * @param waiting rows that wait, as `from … where …`
 * @param since column of the instant since which a row waits
 * @param order what finds the oldest row by an index
 */
export const queueOf = (queue: string, { waiting, since, order }: { waiting: string; since: string; order: string }) =>
  `(select '${queue}' as queue, (select count(*) from (select ${waiting} limit ${MOST_COUNTED}) as w)::int as rows,
    (select extract(epoch from now() - ${since}) ${waiting} order by ${order} limit 1)::float8 as oldest)`;

/** The outbox, which every service with facts has. */
export const OUTBOX = queueOf('outbox', { waiting: 'from outbox', since: 'created_at', order: 'id' });
