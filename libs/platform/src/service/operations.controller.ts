import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import { Refusal } from '../http/problem';
import { bearerOf, Public } from '../identity/identity.guard';
import { metrics } from '../telemetry/metrics';
import { OpenApiDocument } from './open-api-document';

export const METRICS_TOKEN = Symbol('wangge:metrics-token');

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

@Public()
@ApiExcludeController()
@Controller()
export class OperationsController {
  constructor(
    @Inject(OpenApiDocument) private readonly openApi: OpenApiDocument,
    @Inject(METRICS_TOKEN) private readonly token: string | null,
  ) {}

  @Get('openapi.json')
  async document(@Res() reply: FastifyReply): Promise<void> {
    await reply.header('content-type', 'application/json; charset=utf-8').send(await this.openApi.text());
  }

  /** Loopback without a proxy in between, or the token; anyone else learns nothing of it. */
  @Get('metrics')
  async scrape(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!isFromHere(request) && !this.isToken(bearerOf(request.headers.authorization)))
      throw new Refusal('RESOURCE.NOT_FOUND');
    await reply.header('content-type', metrics.contentType).send(await metrics.metrics());
  }

  private isToken(given: string | undefined): boolean {
    if (this.token === null || given === undefined) return false;
    const [a, b] = [Buffer.from(given), Buffer.from(this.token)];
    return a.length === b.length && timingSafeEqual(a, b);
  }
}

function isFromHere({ raw, headers }: FastifyRequest): boolean {
  return (
    LOOPBACK.test(raw.socket.remoteAddress ?? '') &&
    headers['x-forwarded-for'] === undefined &&
    headers.forwarded === undefined
  );
}
