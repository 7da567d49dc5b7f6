import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { InboxConsumer } from '@wangge/platform/inbox/inbox-consumer';
import { LOG, type Log } from '@wangge/platform/telemetry/log';
import type { Pool } from 'pg';
import { environment } from '../environment';
import { MailDelivery, WebhookDelivery } from '../notifications/delivery';
import { notifySubscribers } from '../notifications/notify-subscribers';
import { SendNotices } from '../notifications/send-notices';
import { Facts } from './facts';
import { workerPool } from './worker-pool';

/** Hears of facts, and tells those who subscribed. */
@Injectable()
export class NotificationWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly pool: Pool;
  private readonly sender: SendNotices;
  private inbox: InboxConsumer | undefined;

  constructor(
    private readonly facts: Facts,
    @Inject(LOG) private readonly log: Log,
  ) {
    const {
      WANGGE_SMTP_URL: smtp,
      WANGGE_MAIL_FROM: from,
      WANGGE_DATA_KEYS: keys,
      WANGGE_PUBLIC_URL: publicUrl,
    } = environment();
    this.pool = workerPool(2, log);
    const deliveries = { webhook: new WebhookDelivery(), ...(smtp ? { email: new MailDelivery(smtp, from) } : {}) };
    this.sender = new SendNotices(this.pool, deliveries, keys, publicUrl, log);
  }

  onApplicationBootstrap(): void {
    this.sender.start();
    this.facts.whenOpen((stream) => {
      this.inbox = new InboxConsumer(
        this.pool,
        stream,
        'intake-notifications',
        ['petition.*.v1'],
        notifySubscribers,
        this.log,
      );
      this.inbox.start();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled([this.inbox?.stop(), this.sender.stop()]);
    await this.pool.end();
  }
}
