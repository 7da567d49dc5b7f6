import { Injectable } from '@nestjs/common';
import { type MatterItemsAnswer, type MatterItemsQuestion, QUESTIONS } from '@wangge/contracts/questions';
import { Refusal } from '@wangge/platform/http/problem';
import { Questions } from '@wangge/platform/messaging/questions';
import { IntakeDatabase } from '../database';
import { type Attribute, attributesSchema } from './attributes';

/** A matter item as a service that Open311 offers. */
export interface Service {
  readonly code: string;
  readonly name: string;
  readonly group: string;
  readonly description: string | null;
  readonly keywords: readonly string[];
  readonly attributes: readonly Attribute[];
  /** What happens after a report, where an administrator wrote it. */
  readonly notice: string | null;
}

export interface ServiceCatalogue {
  readonly services: ReadonlyMap<string, Service>;
  /** ISO instant of the latest change. */
  readonly changedAt: string;
}

const KNOWN_FOR_MS = 60_000;
/** While dispatch is silent it is not asked again before this, nor for a code that nobody knows. */
const RETRY_MS = 3_000;
const MOST_PAGES = 200;

interface Known {
  readonly catalogue: ServiceCatalogue;
  readonly askedAt: number;
}

/**
 * The services: the matter catalogue of dispatch, remembered for a minute, with what is kept here of each. While
 * dispatch is silent the last answer goes on, however old.
 */
@Injectable()
export class Services {
  private known: Known | undefined;
  private underway: Promise<ServiceCatalogue | undefined> | undefined;
  private silentUntil = 0;

  constructor(
    private readonly questions: Questions,
    private readonly database: IntakeDatabase,
  ) {}

  /** @throws Refusal SERVICE.UNAVAILABLE when dispatch never answered */
  async all(): Promise<ServiceCatalogue> {
    const catalogue = await this.lately(KNOWN_FOR_MS);
    if (!catalogue) throw new Refusal('SERVICE.UNAVAILABLE');
    return catalogue;
  }

  /** The services as far as they are known: `known` is false when dispatch never answered. */
  async find(code: string): Promise<{ known: boolean; service?: Service }> {
    const service = (await this.lately(KNOWN_FOR_MS))?.services.get(code);
    if (service) return { known: true, service };
    // It may have come into the catalogue a moment ago.
    const catalogue = await this.lately(RETRY_MS);
    return { known: catalogue !== undefined, service: catalogue?.services.get(code) };
  }

  /** What was changed here is read with the next question. */
  forget(): void {
    if (this.known) this.known = { ...this.known, askedAt: 0 };
  }

  private lately(ms: number): Promise<ServiceCatalogue | undefined> {
    const { known } = this;
    if (known && Date.now() - known.askedAt < ms) return Promise.resolve(known.catalogue);
    if (Date.now() < this.silentUntil) return Promise.resolve(known?.catalogue);
    return (this.underway ??= this.read().finally(() => (this.underway = undefined)));
  }

  private async read(): Promise<ServiceCatalogue | undefined> {
    const askedAt = Date.now();
    const [answer, rows] = await Promise.all([this.matterItems(), this.database.open311Service.findMany()]);
    if (!answer) return this.known?.catalogue;
    const own = new Map(rows.map((row) => [row.code, row]));
    const services = answer.items.map((item): Service => {
      const row = own.get(item.code);
      return {
        code: item.code,
        name: item.name,
        group: item.className,
        description: item.description ?? null,
        keywords: row?.keywords ?? [],
        attributes: row ? attributesSchema.parse(row.attributes) : [],
        notice: row?.notice ?? null,
      };
    });
    const changes = [answer.changedAt ?? new Date(0).toISOString(), ...rows.map((row) => row.updatedAt.toISOString())];
    const catalogue = {
      services: new Map(services.map((service) => [service.code, service])),
      changedAt: changes.sort().at(-1)!,
    };
    this.known = { catalogue, askedAt };
    return catalogue;
  }

  /** Every page of the catalogue, by class and code; undefined when dispatch is silent. */
  private async matterItems(): Promise<MatterItemsAnswer | undefined> {
    const items: MatterItemsAnswer['items'][number][] = [];
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const after = items.at(-1)?.code;
      const question: MatterItemsQuestion = after === undefined ? {} : { after };
      const answer = await this.ask<MatterItemsAnswer>(QUESTIONS.matterItems, question);
      if (!answer) return undefined;
      items.push(...answer.items);
      if (!answer.more) {
        items.sort((a, b) => (a.class === b.class ? (a.code < b.code ? -1 : 1) : a.class < b.class ? -1 : 1));
        return { ...answer, items };
      }
    }
    throw new Error(`the matter catalogue has more than ${MOST_PAGES} pages`);
  }

  private async ask<Answer>(question: string, content: object): Promise<Answer | undefined> {
    const answer = await this.questions.askOr<Answer | undefined>(question, content, undefined);
    if (answer === undefined) this.silentUntil = Date.now() + RETRY_MS;
    return answer;
  }
}

/** A service as GeoReport lists it. */
export const serviceView = (service: Service) => ({
  service_code: service.code,
  service_name: service.name,
  description: service.description,
  metadata: service.attributes.length > 0,
  type: 'realtime',
  keywords: [service.group, ...service.keywords].join(','),
  group: service.group,
});
