import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { platformMessages } from '../messages/platform-messages';
import { canonicalJson } from './canonical-json';
import { invalid } from './problem';

export const IDEMPOTENCY_HEADER = 'idempotency-key';

/** 1 to 200 printable ASCII characters. */
export const idempotencyKey = z.string().regex(/^[\x20-\x7e]{1,200}$/);

/** The caller's `Idempotency-Key`, or undefined without one. Throws 400 for one that is not usable. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const header = request.headers[IDEMPOTENCY_HEADER];
  if (header === undefined) return undefined;
  const parsed = idempotencyKey.safeParse(header);
  if (parsed.success) return parsed.data;
  const message = {
    zh: platformMessages.say('idempotency-key.invalid', 'zh'),
    en: platformMessages.say('idempotency-key.invalid', 'en'),
  };
  throw invalid({ field: 'Idempotency-Key', code: 'invalid_format', message });
}

/** `@IdempotencyKey() key: string | undefined` */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext) =>
  idempotencyKeyOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** SHA-256 (hex) of the body's canonical JSON: tells a repeated request from another one under the same key. */
export const requestHash = (body: unknown): string =>
  createHash('sha256')
    .update(canonicalJson(body ?? null))
    .digest('hex');
