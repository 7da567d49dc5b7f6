import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import { type Actor, holds } from '@wangge/domain/people/actor';
import { open, seal } from '@wangge/platform/configuration/keys';
import { appendAudit } from '@wangge/platform/audit/append-audit';
import { decodeCursor, pageFields, pageOf } from '@wangge/platform/http/pagination';
import { invalid, Refusal } from '@wangge/platform/http/problem';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { caseScopeOf } from '@wangge/platform/permissions/case-scope';
import { createZodDto } from 'nestjs-zod';
import { instantField } from '@wangge/platform/http/validation';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import type { Subscription } from '../generated/prisma/client';
import { NOTIFIABLE } from './notify-subscribers';

const MOST = 20;
const subscriptionSchema = z.strictObject({
  channel: z.enum(['email', 'webhook']),
  target: z.string().min(3).max(500),
  /** Signs webhooks; kept sealed, never shown again. */
  secret: z.string().min(16).max(200).optional(),
  events: z.array(z.enum(NOTIFIABLE)).min(1).max(NOTIFIABLE.length),
  unit: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/i)
    .optional(),
});
class SubscriptionDto extends createZodDto(subscriptionSchema) {}
class DeadLettersDto extends createZodDto(
  z.strictObject({ ...pageFields, status: z.enum(['pending', 'sent', 'dead']).default('dead') }),
) {}

const cursorSchema = z.tuple([instantField, z.uuid()]);

/** Who is told of what: a person's own subscriptions, and for administrators the notices that nobody took. */
@ApiTags('notifications')
@Controller('api/v1')
export class NotificationsController {
  constructor(private readonly database: IntakeDatabase) {}

  @Get('subscriptions')
  async list(@CurrentActor() actor: Actor) {
    const rows = await this.database.subscription.findMany({
      where: { account: actor.id },
      orderBy: { createdAt: 'asc' },
      take: MOST,
    });
    return { items: rows.map(viewOf), nextCursor: null };
  }

  @Post('subscriptions')
  async subscribe(@Body() body: SubscriptionDto, @CurrentActor() actor: Actor) {
    checkTarget(body.channel, body.target);
    const { all, units } = caseScopeOf(actor);
    if (body.unit !== undefined && !all && !units.includes(body.unit)) throw new Refusal('IDENTITY.NOT_PERMITTED');
    // A webhook makes the platform call an address: whoever keeps the platform decides which.
    if (body.channel === 'webhook' && !holds(actor, 'administrator')) throw new Refusal('IDENTITY.NOT_PERMITTED');
    if ((await this.database.subscription.count({ where: { account: actor.id } })) >= MOST)
      throw new Refusal('RESOURCE.CONFLICT', { detail: `at most ${MOST} subscriptions` });
    const id = randomUUID();
    const hide = (text: string) =>
      new Uint8Array(seal(environment().WANGGE_DATA_KEYS, Buffer.from(text), `subscription/${id}`));
    const row = await this.database.subscription.create({
      data: {
        id,
        account: actor.id,
        channel: body.channel,
        target: hide(body.target),
        secret: body.secret === undefined ? null : hide(body.secret),
        events: body.events,
        unit: body.unit ?? null,
      },
    });
    return viewOf(row);
  }

  @HttpCode(204)
  @Delete('subscriptions/:id')
  async unsubscribe(@Param('id', ParseUUIDPipe) id: string, @CurrentActor() actor: Actor): Promise<void> {
    const { count } = await this.database.subscription.deleteMany({ where: { id, account: actor.id } });
    if (count === 0) throw new Refusal('RESOURCE.NOT_FOUND');
  }

  /** Notices by status, the dead ones unless asked otherwise. */
  @Get('notifications')
  async notices(@Query() query: DeadLettersDto, @CurrentActor() actor: Actor) {
    if (!holds(actor, 'administrator') && !holds(actor, 'auditor')) throw new Refusal('IDENTITY.NOT_PERMITTED');
    const after = decodeCursor(query.cursor, cursorSchema);
    const rows = await this.database.notification.findMany({
      where: {
        status: query.status,
        ...(after ? { OR: [{ createdAt: { lt: after[0] } }, { createdAt: after[0], id: { lt: after[1] } }] } : {}),
      },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: query.limit + 1,
      include: { subscription: { select: { account: true, channel: true } } },
    });
    return pageOf(
      rows,
      query.limit,
      (row) => [row.createdAt.toISOString(), row.id],
      ({ id, eventId, status, attempts, lastError, createdAt, sentAt, subscription }) => ({
        id,
        eventId,
        status,
        attempts,
        lastError,
        account: subscription.account,
        channel: subscription.channel,
        createdAt: formatInstant(createdAt.getTime()),
        sentAt: sentAt && formatInstant(sentAt.getTime()),
      }),
    );
  }

  /** Sends a dead notice again. */
  @HttpCode(200)
  @Post('notifications/:id/resend')
  async resend(@Param('id', ParseUUIDPipe) id: string, @CurrentActor() actor: Actor) {
    if (!holds(actor, 'administrator')) throw new Refusal('IDENTITY.NOT_PERMITTED');
    await this.database.$transaction(async (transaction) => {
      const { count } = await transaction.notification.updateMany({
        where: { id, status: 'dead' },
        data: { status: 'pending', attempts: 0, nextAt: new Date() },
      });
      if (count === 0) throw new Refusal('RESOURCE.NOT_FOUND');
      const entry = { command: 'resend', actor: actor.id };
      await appendAudit(transaction, { stream: `notification:${id}`, commandId: `resend:${randomUUID()}`, entry });
    });
    return { id, status: 'pending' };
  }
}

function checkTarget(channel: 'email' | 'webhook', target: string): void {
  const url = URL.canParse(target) ? new URL(target) : undefined;
  const schemes = environment().WANGGE_ENV === 'development' ? ['https:', 'http:'] : ['https:'];
  const good =
    channel === 'email'
      ? z.email().safeParse(target).success
      : url !== undefined && schemes.includes(url.protocol) && url.username === '';
  if (good) return;
  throw invalid({
    field: 'target',
    code: 'invalid_format',
    message: { zh: '邮箱或 https 地址', en: 'a mail address, or an https address for a webhook' },
  });
}

function viewOf(row: Subscription) {
  const target = open(environment().WANGGE_DATA_KEYS, Buffer.from(row.target), `subscription/${row.id}`).toString();
  const { id, channel, events, unit } = row;
  return {
    id,
    channel,
    target,
    events,
    unit,
    signed: row.secret !== null,
    createdAt: formatInstant(row.createdAt.getTime()),
  };
}
