import type { CaseEvent } from '@wangge/contracts/events';
import { type KeyRing, open } from '@wangge/platform/configuration/keys';
import { Pump } from '@wangge/platform/outbox/pump';
import type { Log } from '@wangge/platform/telemetry/log';
import type { Pool } from 'pg';
import type { Delivery } from './delivery';
import { noticeOf } from './notification-texts';

interface Row {
  id: string;
  event: CaseEvent;
  attempts: number;
  channel: 'email' | 'webhook';
  subscription_id: string;
  target: Buffer;
  secret: Buffer | null;
}

const BATCH = 20;
/** Longer than any attempt takes: a sender that dies leaves the notice to the next one. */
const LEASE_SECONDS = 60;
/** Nine attempts, 40 s, 160 s, 640 s … apart, over about 4.4 days; then it is dead until a person sends it again. */
const MAX_ATTEMPTS = 9;
const retrySeconds = (attempts: number): number => 10 * 4 ** Math.min(attempts, 7);

/** Sends what is due, several at once, each leased so that no two senders take the same; what fails comes again later. */
export class SendNotices {
  private readonly pump: Pump;

  constructor(
    private readonly pool: Pool,
    private readonly deliveries: Readonly<Partial<Record<'email' | 'webhook', Delivery>>>,
    private readonly keys: KeyRing,
    private readonly publicUrl: string,
    private readonly log: Log,
  ) {
    this.pump = new Pump('notices', () => this.sendBatch(), log);
  }

  start(): void {
    this.pump.start();
  }

  async stop(): Promise<void> {
    await this.pump.stop();
    for (const delivery of Object.values(this.deliveries)) delivery.close();
  }

  private async sendBatch(): Promise<boolean> {
    const { rows } = await this.pool.query<Row>(
      `update notification n set next_at = now() + make_interval(secs => $2), attempts = attempts + 1
       from subscription s where s.id = n.subscription_id and n.id in (
         select id from notification where status = 'pending' and next_at <= now() order by next_at limit $1 for update skip locked)
       returning n.id, n.event, n.attempts, s.channel, n.subscription_id, s.target, s.secret`,
      [BATCH, LEASE_SECONDS],
    );
    await Promise.all(rows.map((row) => this.sendOne(row)));
    return rows.length === BATCH;
  }

  private async sendOne(row: Row): Promise<void> {
    try {
      const delivery = this.deliveries[row.channel];
      if (!delivery) throw new Error(`${row.channel} is not configured`);
      const reveal = (sealed: Buffer) => open(this.keys, sealed, `subscription/${row.subscription_id}`).toString();
      const notice = { id: row.id, event: row.event, ...noticeOf(row.event, this.publicUrl) };
      await delivery.send(reveal(row.target), row.secret ? reveal(row.secret) : undefined, notice);
      await this.pool.query(
        `update notification set status = 'sent', sent_at = now(), last_error = null where id = $1`,
        [row.id],
      );
    } catch (error) {
      const dead = row.attempts >= MAX_ATTEMPTS;
      this.log.warn({ notification: row.id, attempts: row.attempts, dead }, 'a notice was not taken');
      await this.pool.query(
        `update notification set status = $2, last_error = $3, next_at = now() + make_interval(secs => $4) where id = $1`,
        [row.id, dead ? 'dead' : 'pending', String((error as Error).message).slice(0, 500), retrySeconds(row.attempts)],
      );
    }
  }
}
