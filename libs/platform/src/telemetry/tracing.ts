import type { ClientRequest } from 'node:http';
import { createRequire } from 'node:module';
import { context, isSpanContextValid, ROOT_CONTEXT, type SpanKind, trace } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';

let stop: (() => Promise<void>) | undefined;
let tracing: Tracing | undefined;

export interface Tracing {
  /** `service.name` of this process's spans. */
  readonly service: string;
  /** Takes finished spans. */
  readonly spans: SpanProcessor;
}

/** Undefined when nothing is traced. */
export const runningTracing = (): Tracing | undefined => tracing;

/**
 * Starts OpenTelemetry when an OTLP endpoint is configured; without one nothing of the SDK is loaded. Its exporter reads
 * OTEL_EXPORTER_OTLP_* itself.
 */
export async function startTracing(service: string, endpoint: string | undefined): Promise<void> {
  if (endpoint === undefined || stop) return;
  const [{ NodeSDK }, { BatchSpanProcessor }, { OTLPTraceExporter }, { HttpInstrumentation }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/instrumentation-http'),
  ]);
  const spans = new BatchSpanProcessor({ exporter: new OTLPTraceExporter() });
  tracing = { service: `wangge-${service}`, spans };
  const sdk = new NodeSDK({
    serviceName: tracing.service,
    spanProcessors: [spans],
    // Metrics are Prometheus', logs are pino's.
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({
        // Query strings carry query codes, reasons and what people search for: traces know the path alone.
        applyCustomAttributesOnSpan: (span, request) => {
          const target = ('url' in request ? request.url : (request as ClientRequest).path) ?? '';
          const path = target.split('?', 1)[0]!;
          for (const attribute of ['url.full', 'http.url', 'http.target']) span.setAttribute(attribute, path);
          span.setAttribute('url.query', '');
        },
        ignoreIncomingRequestHook: ({ url }) => url === undefined || url.startsWith('/health/') || url === '/metrics',
      }),
    ],
  });
  sdk.start();
  // The instrumentation acts when a module is required; http was, long before the SDK.
  const require = createRequire(__filename);
  for (const name of ['http', 'https']) require(name);
  stop = () => sdk.shutdown();
}

/** Sends what is still buffered; gives up after two seconds. */
export async function stopTracing(): Promise<void> {
  const stopping = stop?.();
  stop = undefined;
  if (!stopping) return;
  await Promise.race([stopping.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
}

/** The W3C `traceparent` of the running span, for outbox rows and message headers; undefined when nothing is traced. */
export function currentTraceparent(): string | undefined {
  const span = trace.getSpanContext(context.active());
  if (!span || !isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Runs `work` as a continuation of the trace; just runs it when there is none or it is not well-formed. */
export function withTraceparent<T>(traceparent: string | null | undefined, work: () => T): T {
  const [, traceId, spanId, flags] = (traceparent && TRACEPARENT.exec(traceparent)) || [];
  if (!traceId || !spanId || !flags) return work();
  return context.with(
    trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true }),
    work,
  );
}

/** A span of the trace that a message came with; ended by the caller. Nothing is recorded where nothing is traced. */
export const startSpanOf = (traceparent: string | undefined, name: string, kind: SpanKind) =>
  withTraceparent(traceparent, () => trace.getTracer('wangge').startSpan(name, { kind }));
