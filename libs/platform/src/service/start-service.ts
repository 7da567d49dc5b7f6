import 'reflect-metadata';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Logger as NestLogger } from 'nestjs-pino';
import pino, { type Logger } from 'pino';
import { type ProcessEnvironment, processEnvironment, readEnvironment } from '../configuration/environment';
import { ProblemFilter } from '../http/problem.filter';
import { loggerOptions } from '../telemetry/logger';
import { collectProcessMetrics, observeRequest } from '../telemetry/metrics';
import { startTracing } from '../telemetry/tracing';
import { OpenApiDocument } from './open-api-document';
import { ServiceModule } from './service.module';
import { Draining, stopOnSignals } from './shutdown';

export interface ServiceOptions {
  /** Short name: `intake`. Stands in logs, metrics and traces. */
  readonly name: string;
  readonly module: Type | DynamicModule;
  /** After the application is initialised and before it listens: microservices are attached here. */
  readonly onReady?: (app: NestFastifyApplication) => unknown;
}

/** Starts the service of this process and stops it on SIGTERM and SIGINT. Throws `EnvironmentRefused`. */
export async function startService({ name, module, onReady }: ServiceOptions): Promise<NestFastifyApplication> {
  const environment = readEnvironment(processEnvironment);
  const logger = pino(loggerOptions(name, environment.WANGGE_TUNE_LOG_LEVEL));
  await startTracing(name, environment.OTEL_EXPORTER_OTLP_ENDPOINT);
  const { app, draining } = await buildService({ name, module }, environment, logger);
  stopOnSignals(app, draining, logger);
  await app.init();
  await onReady?.(app);
  await app.listen(environment.WANGGE_HTTP_PORT, environment.WANGGE_HOST);
  logger.info(
    { url: await app.getUrl(), role: environment.WANGGE_ROLE, build: environment.WANGGE_BUILD_ID },
    'listening',
  );
  return app;
}

/** The application, neither initialised nor listening; signals are left alone. */
export async function buildService(
  { name, module }: Pick<ServiceOptions, 'name' | 'module'>,
  environment: ProcessEnvironment,
  logger: Logger,
): Promise<{ app: NestFastifyApplication; draining: Draining }> {
  const { WANGGE_TRUSTED_PROXIES: proxies } = environment;
  const filter = new ProblemFilter();
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: 1024 * 1024,
    trustProxy: proxies.length > 0 ? proxies : false,
    // Long enough for 20 MiB of evidence from a telephone; headers have Node's own limit of 60 s.
    requestTimeout: 120_000,
    keepAliveTimeout: 72_000,
    // The router's own refusals: a path it cannot decode, a parameter too long.
    frameworkErrors: (error: Error, request: unknown, reply: unknown) =>
      filter.answer(error, request as FastifyRequest, reply as FastifyReply),
  });
  const draining = new Draining();
  const fastify = adapter.getInstance<FastifyInstance>();
  draining.watch(fastify, filter);
  collectProcessMetrics(name);
  const accessLog = logger.isLevelEnabled('debug');
  fastify.addHook('onResponse', (request, reply, done) => {
    observeRequest(request, reply);
    if (accessLog) {
      logger.debug(
        {
          method: request.method,
          route: request.routeOptions.url,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime),
          requestId: request.id,
        },
        'answered',
      );
    }
    done();
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ServiceModule.around(module, name, environment, logger),
    adapter,
    {
      bufferLogs: true,
      abortOnError: false,
    },
  );
  app.useLogger(app.get(NestLogger));
  app.get(OpenApiDocument).describe(app);
  return { app, draining };
}
