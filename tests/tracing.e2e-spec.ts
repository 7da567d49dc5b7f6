import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startInstallation } from '../tools/testing/installation-for-tests.ts';
import { START_MS } from './shared-installation';
import { PATIENCE_MS, System, until } from './system';

jest.setTimeout(2 * PATIENCE_MS);

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  service: string;
}

/** OTLP over HTTP as a collector receives it, as far as this test looks at it. */
interface Export {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: Omit<Span, 'service'>[] }[];
  }[];
}

let collector: Server;
let system: System;
const spans: Span[] = [];

beforeAll(async () => {
  collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      take(JSON.parse(Buffer.concat(chunks).toString()) as Export);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  system = new System(
    await startInstallation({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_BSP_SCHEDULE_DELAY: '200' } }),
  );
}, START_MS);
afterAll(async () => {
  await system?.installation.stop();
  collector.close();
});

function take({ resourceSpans }: Export): void {
  for (const { resource, scopeSpans } of resourceSpans)
    for (const { spans: found } of scopeSpans)
      for (const span of found) {
        const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
        spans.push({ ...span, service });
      }
}

/** The spans of the trace that a caller began, once they hold all of these names. */
async function traceOf(traceId: string, names: RegExp[]): Promise<Span[]> {
  const found = () => spans.filter((span) => span.traceId === traceId);
  await until(
    async () => found(),
    (trace) => names.every((name) => trace.some((span) => name.test(span.name))),
    60_000,
  );
  return found();
}

describe('one trace', () => {
  it('leads from a filing through Temporal and NATS to the work order', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const filed = await system.post({}, { headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` } });
    expect(filed.status).toBe(201);
    const names = [/^POST/, /handleMatter/, /recordActs/, /^dispatch-work-orders petition\.assigned\.v1$/];
    const trace = await traceOf(traceId, names);
    for (const name of names) expect(trace.map((span) => span.name)).toContainEqual(expect.stringMatching(name));
    expect(new Set(trace.map(({ service }) => service))).toEqual(
      new Set(['wangge-gateway', 'wangge-intake', 'wangge-dispatch']),
    );
    expectWhole(trace, '00f067aa0ba902b7');
  });

  it('leads from a command through its Update to what came of it', async () => {
    const { number } = await system.file();
    await system.reach(number, 'assigned');
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    expect((await system.act(number, 'accept', 'handler-a', {}, { headers })).status).toBe(200);
    const names = [/^POST/, /accept/, /recordActs/, /^dispatch-work-orders petition\.accepted\.v1$/];
    const trace = await traceOf(traceId, names);
    for (const name of names) expect(trace.map((span) => span.name)).toContainEqual(expect.stringMatching(name));
    expectWhole(trace, 'b7ad6b7169203331');
  });
});

/** Every span hangs on another one of the trace, up to the caller's own; a case that still runs has not sent its own span. */
function expectWhole(trace: readonly Span[], root: string): void {
  const known = new Set([root, ...trace.map(({ spanId }) => spanId)]);
  const loose = trace.filter(({ parentSpanId }) => !parentSpanId || !known.has(parentSpanId));
  expect(loose.filter(({ name }) => !name.startsWith('StartActivity:')).map(({ name }) => name)).toEqual([]);
  expect(new Set(loose.map(({ parentSpanId }) => parentSpanId)).size).toBeLessThanOrEqual(1);
}
