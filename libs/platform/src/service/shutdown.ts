import type { ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { HealthRegistry } from '../health/health-registry';
import { Refusal } from '../http/problem';
import type { ProblemFilter } from '../http/problem.filter';
import { stopTracing } from '../telemetry/tracing';

const DRAIN_MS = 8000;
const HOOKS_MS = 20_000;

/** Knows the requests under way, and refuses new ones once stopping has begun. */
export class Draining {
  private readonly underway = new Set<ServerResponse>();
  private begun = false;
  private onEmpty?: () => void;

  watch(fastify: FastifyInstance, filter: ProblemFilter): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (this.begun) {
        reply.header('connection', 'close');
        filter.answer(new Refusal('SERVICE.UNAVAILABLE', { retryAfterSeconds: 1 }), request, reply);
        return;
      }
      this.underway.add(reply.raw);
      // `close` comes once for every response, answered or broken off.
      reply.raw.once('close', () => {
        this.underway.delete(reply.raw);
        if (this.underway.size === 0) this.onEmpty?.();
      });
      done();
    });
  }

  /** Resolves with the number of requests that did not finish within `ms`. */
  async drain(ms = DRAIN_MS): Promise<number> {
    this.begun = true;
    if (this.underway.size === 0) return 0;
    // The caller learns that this connection ends, and the socket is closed after its last byte.
    for (const response of this.underway) response.shouldKeepAlive = false;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      new Promise<void>((resolve) => (this.onEmpty = resolve)),
      new Promise<void>((resolve) => (timer = setTimeout(resolve, ms))),
    ]);
    clearTimeout(timer);
    return this.underway.size;
  }
}

/** Stops taking connections, lets what runs finish (8 s at most), then runs Nest's shutdown hooks. */
export async function stopService(
  app: NestFastifyApplication,
  draining: Draining,
  logger: Logger,
  signal?: string,
): Promise<void> {
  app.get(HealthRegistry).beginStopping();
  const server = app.getHttpServer();
  if (server.listening) server.close();
  server.closeIdleConnections();
  const left = await draining.drain();
  if (left > 0) {
    logger.warn({ left }, 'requests cut off at the end of draining');
    server.closeAllConnections();
  }
  await (app as unknown as { close(signal?: string): Promise<void> }).close(signal);
  await stopTracing();
}

/** SIGTERM and SIGINT stop the service and exit 0; a promise nobody handled or an error nobody caught exits 1. */
export function stopOnSignals(app: NestFastifyApplication, draining: Draining, logger: Logger): void {
  let stopping = false;
  const stop = (signal: string, exitCode: number) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.fatal('the shutdown hooks did not finish in time');
      process.exit(1);
    }, DRAIN_MS + HOOKS_MS).unref();
    stopService(app, draining, logger, signal).then(
      () => {
        logger.info('stopped');
        process.exit(exitCode);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM', 0));
  process.once('SIGINT', () => stop('SIGINT', 0));
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, event);
      process.exit(1);
    });
  }
}
