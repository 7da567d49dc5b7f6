import { createHmac } from 'node:crypto';
import { createTransport, type Transporter } from 'nodemailer';
import { request } from 'undici';

/** One notice on its way. The id is the same at every attempt, so that a receiver can drop a repeat. */
export interface Notice {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly event: object;
}

/** A way out of the platform. Rejects when the notice was not taken; every attempt has a deadline. */
export interface Delivery {
  send(target: string, secret: string | undefined, notice: Notice): Promise<void>;
  close(): void;
}

const DEADLINE_MS = 10_000;

/** Mail by SMTP, e.g. `smtps://user:password@mail.example.gov.cn`. */
export class MailDelivery implements Delivery {
  private readonly transport: Transporter;

  constructor(
    smtpUrl: string,
    private readonly from: string,
  ) {
    this.transport = createTransport({
      url: smtpUrl,
      connectionTimeout: DEADLINE_MS,
      greetingTimeout: DEADLINE_MS,
      socketTimeout: DEADLINE_MS,
    });
  }

  async send(target: string, _: string | undefined, notice: Notice): Promise<void> {
    await this.transport.sendMail({
      from: this.from,
      to: target,
      subject: notice.subject,
      text: notice.text,
      messageId: `<${notice.id}@wangge>`,
    });
  }

  close(): void {
    this.transport.close();
  }
}

/** Signs as `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`, so that a receiver knows sender and age. */
export function webhookSignature(secret: string, body: string, unixSeconds: number): string {
  return `t=${unixSeconds},v1=${createHmac('sha256', secret).update(`${unixSeconds}.${body}`).digest('hex')}`;
}

/** A signed POST; anything but 2xx is not taken, redirects are not followed. */
export class WebhookDelivery implements Delivery {
  async send(target: string, secret: string | undefined, notice: Notice): Promise<void> {
    const body = JSON.stringify({ id: notice.id, subject: notice.subject, event: notice.event });
    const answer = await request(target, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'wangge-notification-id': notice.id,
        ...(secret === undefined
          ? {}
          : { 'wangge-signature': webhookSignature(secret, body, Math.floor(Date.now() / 1000)) }),
      },
      body,
      headersTimeout: DEADLINE_MS,
      bodyTimeout: DEADLINE_MS,
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    await answer.body.dump({ limit: 65_536 });
    if (answer.statusCode < 200 || answer.statusCode > 299) throw new Error(`answered ${answer.statusCode}`);
  }

  close(): void {
    // Connections belong to the process's global agent.
  }
}
