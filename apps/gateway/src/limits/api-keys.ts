import { createHash } from 'node:crypto';
import { API_KEY, type ApiKeyAnswer, type ApiKeyQuestion, QUESTIONS } from '@wangge/contracts/questions';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Asker } from '../identity/access-directory';

/** A valid key of Open311 and what it may ask for. */
export interface ApiKey {
  readonly id: string;
  readonly limitPerMinute: number;
}

const FRESH_MS = 60_000;
const DEADLINE_MS = 1_000;
/** While nobody answers, intake is not asked again for the same key before this. */
const RETRY_MS = 2_000;

/**
 * Which keys are valid, as intake says. An answer counts for a minute, so that a retired key keeps its limit no longer
 * (intake refuses it at once); while nobody answers the last one goes on.
 */
export class ApiKeys {
  private readonly known = new LRUCache<string, { readonly key: ApiKey | undefined; readonly askAgainAt: number }>({
    max: 20_000,
  });

  constructor(
    private readonly questions: Pick<Asker, 'ask'>,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * The key with this text; undefined when it is not valid, or nobody ever said whether it is.
   * @param beforeAsking what a guess costs: called when the key is not known from a moment ago
   */
  async of(text: string, beforeAsking: () => Promise<void>): Promise<ApiKey | undefined> {
    const hash = createHash('sha256').update(text).digest('hex');
    const known = this.known.get(hash);
    if (known && this.now() < known.askAgainAt) return known.key;
    await beforeAsking();
    const { key, forMs } = await this.ask(hash).then(
      (answer) => ({ key: answer, forMs: FRESH_MS }),
      () => ({ key: known?.key, forMs: RETRY_MS }),
    );
    this.known.set(hash, { key, askAgainAt: this.now() + forMs });
    return key;
  }

  private async ask(hash: string): Promise<ApiKey | undefined> {
    const question: ApiKeyQuestion = { hash };
    const { found, id, limitPerMinute } = await this.questions.ask<ApiKeyAnswer>(
      QUESTIONS.apiKey,
      question,
      DEADLINE_MS,
    );
    return found && id !== undefined && limitPerMinute !== undefined ? { id, limitPerMinute } : undefined;
  }
}

/**
 * The text of an Open311 key in a request: `X-Api-Key`, or `api_key` in the query or in the form, where GeoReport has it.
 * Undefined for whatever does not look like one.
 */
export function apiKeyIn(request: Pick<FastifyRequest, 'headers' | 'query' | 'body'>): string | undefined {
  const { headers, query, body } = request;
  const places = [
    () => headers['x-api-key'],
    () => (query as { api_key?: unknown } | undefined)?.api_key,
    () => (Buffer.isBuffer(body) && body.includes('api_key') ? inForm(headers['content-type'] ?? '', body) : undefined),
  ];
  for (const place of places) {
    const text = place();
    if (typeof text === 'string' && API_KEY.test(text)) return text;
  }
  return undefined;
}

function inForm(type: string, body: Buffer): string | null | undefined {
  if (/^application\/x-www-form-urlencoded/i.test(type))
    return new URLSearchParams(body.toString('latin1')).get('api_key');
  // A part of a multipart form: its headers, an empty line, the key.
  return /^multipart\/form-data/i.test(type)
    ? /\bname="?api_key"?\r\n(?:[^\r\n]{1,200}\r\n){0,3}\r\n([\w-]{1,100})\r\n/.exec(body.toString('latin1'))?.[1]
    : undefined;
}
