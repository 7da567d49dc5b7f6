import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** All metrics of the process. Register your own with `registers: [metrics]` or through `counterOf`, `gaugeOf`, `histogramOf`. */
export const metrics = new Registry();

let collecting = false;
/** Process, garbage collector and event loop; once per process. */
export function collectProcessMetrics(service: string): void {
  metrics.setDefaultLabels({ service });
  if (!collecting) collectDefaultMetrics({ register: metrics });
  collecting = true;
}

const httpSeconds = new Histogram({
  name: 'http_server_duration_seconds',
  help: 'Time to answer a request, by route',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [metrics],
});

/** Counts an answered request under its route's pattern, so that numbers in paths make no new series. */
export function observeRequest(request: FastifyRequest, reply: FastifyReply): void {
  const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
  httpSeconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
}

export const counterOf = <L extends string = never>(
  name: string,
  help: string,
  labelNames: readonly L[] = [],
): Counter<L> => new Counter({ name, help, labelNames, registers: [metrics] });
export const gaugeOf = <L extends string = never>(
  name: string,
  help: string,
  labelNames: readonly L[] = [],
): Gauge<L> => new Gauge({ name, help, labelNames, registers: [metrics] });
export const histogramOf = <L extends string = never>(
  name: string,
  help: string,
  labelNames: readonly L[] = [],
  buckets?: number[],
): Histogram<L> => new Histogram({ name, help, labelNames, buckets, registers: [metrics] });
