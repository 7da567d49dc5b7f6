import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { Transform, type Readable } from 'node:stream';
import { Pool, type Dispatcher } from 'undici';
import { passesToClient } from './request-headers';

export interface UpstreamSettings {
  /** How long a connection may take, in milliseconds. */
  readonly connectTimeout?: number;
  /** How long the service may take to begin its answer. */
  readonly headersTimeout: number;
  /** How long an answer that has begun may pause. */
  readonly bodyTimeout?: number;
  readonly connections?: number;
  readonly keepCookies?: boolean;
  /** Headers that every answer carries. */
  readonly answerHeaders?: Readonly<Record<string, string>>;
}

export interface ForwardedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string | string[]>;
  readonly body?: Buffer | Readable;
}

/** The service did not answer: it is down, too slow, or has more waiting than it can take. Nothing was sent to the client. */
export class UpstreamFailed extends Error {
  override readonly name = 'UpstreamFailed';
}

/** A streamed body turned out longer than allowed. */
export class BodyTooLong extends Error {
  override readonly name = 'BodyTooLong';
}

const MOST_WAITING = 2_000;

/** Kept-alive connections to one service, with an end to every wait. */
export class Upstream {
  private readonly pool: Pool;

  constructor(
    readonly origin: string,
    private readonly settings: UpstreamSettings,
  ) {
    this.pool = new Pool(origin, {
      connections: settings.connections ?? 64,
      pipelining: 1,
      // Shorter than the services keep an idle connection, so that a request seldom meets one being closed.
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 30_000,
      headersTimeout: settings.headersTimeout,
      bodyTimeout: settings.bodyTimeout ?? 30_000,
      connect: { timeout: settings.connectTimeout ?? 2_000 },
    });
  }

  /**
   * Sends the request and writes the answer to `response` as it comes, at the pace of the slower side.
   * @param begin called right before the first byte of the answer is written
   * @returns the status that was passed on
   * @throws UpstreamFailed while nothing has been written; afterwards a broken answer ends the client's connection
   */
  forward(request: ForwardedRequest, response: ServerResponse, begin: () => void): Promise<number> {
    if (this.pool.stats.queued > MOST_WAITING)
      return Promise.reject(new UpstreamFailed('too many requests are waiting for the service'));
    return new Promise((resolve, reject) => {
      const handler = new AnswerWriter(response, this.settings, begin, resolve, reject);
      try {
        this.pool.dispatch(
          {
            method: request.method,
            path: request.path,
            headers: request.headers,
            body: request.body ?? null,
          },
          handler,
        );
      } catch (error) {
        reject(new UpstreamFailed('the request could not be sent', { cause: error }));
      }
    });
  }

  /** A small GET of our own, e.g. for readiness. */
  async get(path: string, deadlineMs: number): Promise<{ status: number; text: string }> {
    const answer = await this.pool.request({
      method: 'GET',
      path,
      headersTimeout: deadlineMs,
      bodyTimeout: deadlineMs,
      signal: AbortSignal.timeout(deadlineMs),
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}

class AnswerWriter implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private status = 0;
  private readonly gone = () => {
    if (!this.response.writableFinished) this.controller?.abort(new UpstreamFailed('the client went away'));
  };

  constructor(
    private readonly response: ServerResponse,
    private readonly settings: UpstreamSettings,
    private readonly begin: () => void,
    private readonly resolve: (status: number) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    this.response.once('close', this.gone);
    if (this.response.destroyed) this.gone();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.status = status;
    const passed: Record<string, string | string[]> = {};
    for (const name in headers) {
      const value = headers[name];
      if (value !== undefined && passesToClient(name, this.settings.keepCookies ?? false)) passed[name] = value;
    }
    Object.assign(passed, this.settings.answerHeaders);
    this.begin();
    this.response.writeHead(status, passed);
    this.response.on('drain', () => controller.resume());
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.response.write(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.response.end();
    this.settled();
    this.resolve(this.status);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.settled();
    if (this.response.headersSent) this.response.destroy();
    this.reject(
      error instanceof UpstreamFailed || error instanceof BodyTooLong
        ? error
        : new UpstreamFailed('the service did not answer', { cause: error }),
    );
  }

  private settled(): void {
    this.response.off('close', this.gone);
  }
}

/** Passes a body on and breaks it off when it is longer than `limit` bytes. */
export function bounded(body: Readable, limit: number): Readable {
  let seen = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit) done(new BodyTooLong(`the body is longer than ${limit} bytes`));
      else done(null, chunk);
    },
  });
  body.once('error', (error) => meter.destroy(error));
  body.once('aborted', () => meter.destroy(new UpstreamFailed('the client went away')));
  return body.pipe(meter);
}
