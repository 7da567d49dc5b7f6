import type { ServiceName } from '../forwarding/route-table';
import type { Upstream } from '../forwarding/upstream';
import type { OpenApi } from './merge-documents';

const FRESH_MS = 60_000;
const DEADLINE_MS = 3_000;

/** The services' own OpenAPI documents: asked once a minute, and the last one kept while a service does not answer. */
export class ServiceDocuments {
  private readonly known = new Map<ServiceName, { document: OpenApi; askedAt: number }>();

  constructor(
    private readonly upstreams: Readonly<Record<ServiceName, Upstream>>,
    private readonly now: () => number = Date.now,
  ) {}

  /** Without the services that never answered so far. */
  async all(): Promise<Partial<Record<ServiceName, OpenApi>>> {
    const names = Object.keys(this.upstreams) as ServiceName[];
    const found = await Promise.all(names.map(async (name) => [name, await this.one(name)] as const));
    return Object.fromEntries(found.filter(([, document]) => document !== undefined));
  }

  private async one(name: ServiceName): Promise<OpenApi | undefined> {
    const known = this.known.get(name);
    if (known && this.now() - known.askedAt < FRESH_MS) return known.document;
    try {
      const { status, text } = await this.upstreams[name].get('/openapi.json', DEADLINE_MS);
      if (status !== 200) return known?.document;
      const document = JSON.parse(text) as OpenApi;
      this.known.set(name, { document, askedAt: this.now() });
      return document;
    } catch {
      return known?.document;
    }
  }
}
