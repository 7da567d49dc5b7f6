import { languageTag } from '../language/language';
import { Problem } from './problem';

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: object;
  readonly idempotencyKey?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export type Parameters = Readonly<Record<string, string | number | undefined>>;

/** A path with its query; parameters that are undefined or empty are left out. */
export function addressOf(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** 128 random bits: names one submission. (`randomUUID` is missing where the page is served without TLS.) */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

async function send(address: string, { method = 'GET', body, idempotencyKey, accept, signal }: Request) {
  const form = body instanceof FormData;
  const headers: Record<string, string> = { accept: accept ?? 'application/json', 'accept-language': languageTag() };
  if (body !== undefined && !form) headers['content-type'] = 'application/json';
  // The gateway takes an act by cookie only from a page that can set this header: no other site can.
  if (method !== 'GET') headers['x-wangge-csrf'] = '1';
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  const content = body === undefined ? undefined : form ? body : JSON.stringify(body);
  const answer = await fetch(address, { method, headers, body: content, signal }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Problem(0, {});
  });
  if (answer.ok) return answer;
  const told = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  throw new Problem(answer.status, told, answer.headers.get('retry-after'));
}

/** Asks the API; the session's cookie goes along. @throws Problem */
export async function ask<Answer>(address: string, request: Request = {}): Promise<Answer> {
  return (await send(address, request)).json() as Promise<Answer>;
}

/** Saves an answer as a file. @throws Problem */
export async function download(address: string, accept: string, name: string): Promise<void> {
  const content = await (await send(address, { accept })).blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** All items of a list that is known to be short enough to hold (units, matter items), page by page. */
export async function askAll<Item>(path: string, parameters: Parameters, signal?: AbortSignal): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask<Page<Item>>(addressOf(path, { ...parameters, limit: 200, cursor }), { signal });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}
