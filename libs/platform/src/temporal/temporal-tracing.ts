import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { makeWorkflowExporter } from '@temporalio/interceptors-opentelemetry';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import type { WorkerOptions } from '@temporalio/worker';
import { runningTracing } from '../telemetry/tracing';

type ExporterArguments = Parameters<typeof makeWorkflowExporter>;
type WorkflowSpan = Parameters<ExporterArguments[0]['onEnd']>[0];
type OurSpan = Parameters<SpanProcessor['onEnd']>[0];

/** Carry the trace of a request into the workflow it starts or updates; none when nothing is traced. */
export async function clientInterceptors(): Promise<WorkflowClientInterceptor[]> {
  if (!runningTracing()) return [];
  const { OpenTelemetryWorkflowClientInterceptor } = await import('@temporalio/interceptors-opentelemetry');
  return [new OpenTelemetryWorkflowClientInterceptor()];
}

/**
 * What a worker needs to give spans of activities and workflows; undefined when nothing is traced. Workflow code hands its
 * spans to a sink; Temporal's interceptors speak OpenTelemetry SDK 1 there, whose spans name two things otherwise.
 */
export async function workerTracing(): Promise<Pick<WorkerOptions, 'interceptors' | 'sinks'> | undefined> {
  const tracing = runningTracing();
  if (!tracing) return undefined;
  const [{ makeWorkflowExporter, OpenTelemetryActivityInboundInterceptor }, { resourceFromAttributes }] =
    await Promise.all([import('@temporalio/interceptors-opentelemetry'), import('@opentelemetry/resources')]);
  const { service, spans } = tracing;
  const resource = resourceFromAttributes({ 'service.name': service }) as unknown as ExporterArguments[1];
  const toOurs: ExporterArguments[0] = {
    onStart: () => undefined,
    onEnd: (span) => spans.onEnd(asOurs(span)),
    forceFlush: () => spans.forceFlush(),
    shutdown: () => Promise.resolve(),
  };
  return {
    interceptors: { activity: [(activity) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(activity) })] },
    sinks: { exporter: makeWorkflowExporter(toOurs, resource) },
  };
}

function asOurs(span: WorkflowSpan): OurSpan {
  const { instrumentationLibrary, parentSpanId } = span;
  const parentSpanContext = parentSpanId === undefined ? undefined : { ...span.spanContext(), spanId: parentSpanId };
  const named = {
    instrumentationScope: instrumentationLibrary,
    parentSpanContext,
    spanContext: () => span.spanContext(),
  };
  return { ...span, ...named } as unknown as OurSpan;
}
