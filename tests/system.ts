import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { InstallationForTests } from '../tools/testing/installation-for-tests.ts';

/** A case as its own people see it, as far as these tests look at it. */
export interface Case {
  number: string;
  stage: string;
  step: number;
  gridCode: string;
  rulePack: { id: string; version: number };
  receivedAt: string;
  responsible: { unit: string; person: string | null } | null;
  jointHandlers: { unit: string; status: string }[];
  overdue: boolean;
  clocks: {
    id: string;
    kind: string;
    article: string;
    startedAt: string;
    dueDate: string | null;
    dueAt: string | null;
    status: 'running' | 'suspended' | 'met' | 'missed' | 'cancelled';
    suspensions: { from: string; to: string | null; reason: string; by: string }[];
  }[];
  availableCommands: string[];
}

export interface Filed {
  number: string;
  queryCode?: string;
  receivedAt: string;
  stage: string;
}

export interface Event {
  step: number;
  at: string;
  command: string;
  from: string;
  to: string;
  actor: string;
  reason: string;
  hash: string;
  data?: Record<string, unknown>;
}

/** An RFC 9457 problem with what refused commands add. */
export interface Problem {
  detail?: string;
  code: string;
  title: string;
  status: number;
  errors?: { field: string; code: string; message: string }[];
  stage?: string;
  step?: number;
  availableCommands?: string[];
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface Answer<T> {
  status: number;
  body: T;
  headers: Headers;
}

export interface Asking {
  /** A sample account; a stranger without. */
  as?: string;
  /** Sent as JSON; a string, form or bytes as they are. */
  body?: unknown;
  /** Idempotency-Key. */
  key?: string;
  headers?: Record<string, string>;
}

/** Longer than any promise of the system: on a machine that is busy with other things nothing fails by the clock. */
export const PATIENCE_MS = 240_000;

/** Asks again until the answer holds; the last one either way, so that the expectation shows what is wrong. */
export async function until<T>(ask: () => Promise<T>, holds: (value: T) => boolean, withinMs = PATIENCE_MS) {
  for (const end = performance.now() + withinMs; ;) {
    const value = await ask();
    if (holds(value) || performance.now() > end) return value;
    await pause(100);
  }
}

/** Runs the work for every item, so many at a time; answers in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
) {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

const isRaw = (body: unknown): body is string | FormData | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array;

/** A running installation as people and other systems meet it: over HTTP, with the sample accounts. */
export class System {
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(readonly installation: InstallationForTests) {}

  async ask<T = Problem>(method: string, path: string, { as, body, key, headers }: Asking = {}): Promise<Answer<T>> {
    const answer = await fetch(`${this.installation.publicUrl}/api/v1${path}`, {
      method,
      headers: {
        ...(as === undefined ? {} : { authorization: `Bearer ${await this.token(as)}` }),
        ...(body === undefined || isRaw(body) ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, body: (isJson ? JSON.parse(text) : text) as T, headers: answer.headers };
  }

  get = <T = Problem>(path: string, as?: string) => this.ask<T>('GET', path, { as });

  /** A hotline matter; road damage in the community of the sample grid worker unless told otherwise. */
  post(filing: object = {}, asking: Asking = {}): Promise<Answer<Filed>> {
    return this.ask<Filed>('POST', '/petitions', { body: aMatter(filing), ...asking });
  }

  /** Files and refuses anything but a new case. */
  async file(filing: object = {}, asking: Asking = {}): Promise<Filed> {
    const answer = await this.post(filing, asking);
    if (answer.status !== 201) throw new Error(`not filed: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A command on a case, with a reason unless the body has one. */
  act<T = Case>(number: string, command: string, as: string | undefined, body: object = {}, asking: Asking = {}) {
    return this.ask<T>('POST', `/petitions/${number}/${command}`, { as, body: { reason: '测试', ...body }, ...asking });
  }

  /** A command that must be accepted. */
  async do(number: string, command: string, as: string, body: object = {}): Promise<Case> {
    const answer = await this.act(number, command, as, body);
    if (answer.status !== 200)
      throw new Error(`${command} by ${as} on ${number}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async read(number: string, as = 'petition-officer'): Promise<Case> {
    return (await this.get<Case>(`/petitions/${number}`, as)).body;
  }

  async events(number: string, as = 'petition-officer'): Promise<Event[]> {
    return (await this.get<Page<Event>>(`/petitions/${number}/events`, as)).body.items;
  }

  /** Waits until the case is at the stage. */
  reach(number: string, stage: string): Promise<Case> {
    return until(
      () => this.read(number),
      (one) => one.stage === stage,
    );
  }

  /** Every item of a list, page by page. */
  async list<T>(path: string, as: string, limit = 200): Promise<T[]> {
    const items: T[] = [];
    const mark = path.includes('?') ? '&' : '?';
    for (let cursor: string | null = ''; cursor !== null;) {
      const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Answer<Page<T>> = await this.get<Page<T>>(`${path}${mark}limit=${limit}${after}`, as);
      if (page.status !== 200) throw new Error(`${path}: ${page.status} ${JSON.stringify(page.body)}`);
      items.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    return items;
  }

  token(account: string): Promise<string> {
    let token = this.tokens.get(account);
    if (!token) {
      token = this.installation.token(account);
      this.tokens.set(account, token);
      token.catch(() => this.tokens.delete(account));
    }
    return token;
  }
}

/** The community of the sample grid worker. */
export const COMMUNITY = '410105002001';
/** Dengfeng, where the sample matrix has nobody for `false-advertising`. */
export const GAP = { matterItem: 'false-advertising', location: { gridCode: '410185' } } as const;

export const aMatter = (filing: object = {}) => ({
  kind: 'matter',
  matterItem: 'road-damage',
  title: '路面塌陷',
  claims: ['尽快修复'],
  petitioners: [{ name: '王芳', phone: '13800000000' }],
  location: { gridCode: COMMUNITY },
  channel: 'phone',
  ...filing,
});

/** A mark that no other test of the run has, to find one's own cases by. */
export const mark = (what: string): string => `${what}-${randomUUID().slice(0, 8)}`;
