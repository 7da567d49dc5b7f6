import { setTimeout as pause } from 'node:timers/promises';
import { errors, Pool } from 'undici';
import { Refusal } from '../repository.ts';
import { AdaptiveGate } from './adaptive-gate.ts';

export interface Call {
  /** Account that acts. */
  readonly as: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly csv?: string;
  readonly idempotencyKey?: string;
}

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
}

export interface ApiSettings {
  readonly origin: string;
  /** An access token of an account; fails while nobody can give one. */
  readonly tokenOf: (account: string) => Promise<string>;
  readonly connections: number;
  /** How long one call is tried again while the system does not answer, in ms. */
  readonly patienceMs: number;
  /** Told once when the system stops answering and once when it answers again. */
  readonly report: (line: string) => void;
}

const ANSWER_MS = 30_000;
const LONGEST_PAUSE_MS = 5_000;
/** A service that fails by its own error for so long is not coming back by waiting. */
const FAILING_MS = 60_000;

interface Trouble {
  readonly why: string;
  readonly retryAfterMs?: number;
  readonly failing?: boolean;
}

/**
 * The platform's public API over kept-alive connections. A call that meets a system that is down, overloaded or
 * restarting is sent again, with the same Idempotency-Key and with growing pauses, until it is answered: whoever calls
 * sees only answers that mean something.
 */
export class PublicApi {
  private readonly pool: Pool;
  private readonly settings: ApiSettings;
  private readonly tokens = new Map<string, Promise<string>>();
  private readonly gate: AdaptiveGate;
  private readonly ending = new AbortController();
  private troubled = 0;

  constructor(settings: ApiSettings) {
    this.settings = settings;
    this.gate = new AdaptiveGate(settings.connections);
    this.pool = new Pool(settings.origin, {
      connections: settings.connections,
      pipelining: 1,
      keepAliveTimeout: 4_000,
      headersTimeout: ANSWER_MS,
      bodyTimeout: ANSWER_MS,
      connect: { timeout: 5_000 },
    });
  }

  /** The system's answer: 2xx, or a 4xx that says why not. Throws a Refusal when patience is over. */
  async call<Body = Record<string, unknown>>(call: Call): Promise<Answer<Body>> {
    const until = performance.now() + this.settings.patienceMs;
    let failingUntil = Infinity;
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.gate.pass(
        () => this.attempt<Body>(call),
        (answer) => 'why' in answer,
      );
      if (!('why' in outcome)) {
        if (attempt > 0) this.endTrouble();
        return outcome;
      }
      if (attempt === 0) this.beginTrouble(outcome.why);
      failingUntil = outcome.failing ? Math.min(failingUntil, performance.now() + FAILING_MS) : Infinity;
      if (performance.now() > Math.min(until, failingUntil)) {
        const told = `${call.method} ${call.path.replace(/\?.*/, '')}: ${outcome.why}`;
        throw new Refusal(`The system did not come back (${told}). Run the same command again to go on from here.`);
      }
      const backOff = Math.min(200 * 2 ** attempt, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);
      await this.pause(Math.max(backOff, outcome.retryAfterMs ?? 0));
    }
  }

  /** Waits, unless the work is given up meanwhile. */
  async pause(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.ending.signal });
  }

  /** Gives up every call under way. */
  async close(): Promise<void> {
    this.ending.abort();
    await this.pool.destroy();
  }

  private async attempt<Body>({ as, method, path, body, csv, idempotencyKey }: Call): Promise<Answer<Body> | Trouble> {
    let status: number;
    let text: string;
    let retryAfter: string | string[] | undefined;
    try {
      const answer = await this.pool.request({
        method,
        path,
        headers: {
          authorization: `Bearer ${await this.token(as)}`,
          'accept-language': 'zh-CN',
          ...(csv === undefined && body === undefined ? {} : { 'content-type': csv ? 'text/csv' : 'application/json' }),
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        },
        body: csv ?? (body === undefined ? null : JSON.stringify(body)),
        signal: this.ending.signal,
      });
      status = answer.statusCode;
      retryAfter = answer.headers['retry-after'];
      text = await answer.body.text();
    } catch (error) {
      if (this.ending.signal.aborted || error instanceof errors.InvalidArgumentError) throw error;
      return { why: error instanceof Refusal ? error.message : `no answer (${codeOf(error)})` };
    }
    if (status === 401) this.tokens.delete(as);
    if (status === 401 || status === 429 || status >= 500)
      return { why: `HTTP ${status}`, retryAfterMs: pauseAsked(retryAfter), failing: status === 500 || status === 401 };
    try {
      return { status, body: (text === '' ? {} : JSON.parse(text)) as Body };
    } catch {
      return { why: `HTTP ${status} without JSON`, failing: true };
    }
  }

  private token(account: string): Promise<string> {
    let token = this.tokens.get(account);
    if (!token) {
      token = this.settings.tokenOf(account);
      this.tokens.set(account, token);
      token.catch(() => this.tokens.delete(account));
    }
    return token;
  }

  private beginTrouble(why: string): void {
    if (this.troubled++ === 0) this.settings.report(`waiting for the system: ${why}`);
  }

  private endTrouble(): void {
    if (--this.troubled === 0) this.settings.report('the system answers again');
  }
}

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? (error as Error).name;

/** `Retry-After` in seconds, at most half a minute. */
function pauseAsked(header: string | string[] | undefined): number | undefined {
  const seconds = Number(header);
  return header !== undefined && seconds >= 0 ? Math.min(seconds, 30) * 1000 : undefined;
}

/** One sentence from a problem answer (RFC 9457). */
export function problemOf({ status, body }: Answer<object>): string {
  const {
    code,
    title,
    detail,
    errors: fields,
  } = body as {
    code?: string;
    title?: string;
    detail?: string;
    errors?: { field?: string; message?: string }[];
  };
  const named = (fields ?? []).map(({ field, message }) => `${field ?? ''} ${message ?? ''}`.trim());
  return [code ?? `HTTP ${status}`, named.length > 0 ? named.join('; ') : (detail ?? title)].filter(Boolean).join(': ');
}
