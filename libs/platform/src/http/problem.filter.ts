import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, throwError } from 'rxjs';
import { languageOf } from '../messages/catalogue';
import { PROBLEM_TYPE, problemOf, Refusal } from './problem';
import { refusalOf } from './refusal-of';

const RETRY_AFTER_SECONDS = 2;
const WARN_EVERY_MS = 1000;

/** Answers every error as a problem (RFC 9457). What is nobody's fault but ours is logged and answered without its reason. */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('problem');
  private warnedAt = 0;
  private unwarned = 0;

  catch(error: unknown, host: ArgumentsHost): Observable<never> | undefined {
    if (host.getType() !== 'http') return this.answerQuestion(error);
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    return undefined;
  }

  /** Also used where Nest is not in between: errors of the router itself. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent) {
      this.logger.error({ err: error, requestId: request.id }, 'failed after the answer had begun');
      return;
    }
    const language = languageOf(request.headers['accept-language']);
    const refusal = refusalOf(error, language) ?? new Refusal('SERVICE.INTERNAL', { cause: error });
    const { status } = refusal;
    if (status >= 500) this.report(refusal, error, request);
    if (status === 503 || status === 429)
      reply.header('retry-after', String(refusal.retryAfterSeconds ?? RETRY_AFTER_SECONDS));
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    const instance = status >= 500 ? `urn:wangge:request:${request.id}` : undefined;
    void reply
      .status(status)
      .header('content-type', PROBLEM_TYPE)
      .header('content-language', language === 'zh' ? 'zh-CN' : 'en')
      // As text: no schema or serializer of the route has a say in it.
      .send(JSON.stringify(problemOf(refusal, language, instance)));
  }

  /** Every fault of ours; a dependency that is down once a second, for it fails with every request. */
  private report(refusal: Refusal, error: unknown, request: FastifyRequest): void {
    const facts = { err: error, requestId: request.id, route: `${request.method} ${request.routeOptions?.url ?? '-'}` };
    if (refusal.code === 'SERVICE.INTERNAL') return this.logger.error(facts, 'internal error');
    const now = Date.now();
    if (now - this.warnedAt < WARN_EVERY_MS) {
      this.unwarned++;
      return;
    }
    this.logger.warn({ ...facts, more: this.unwarned }, refusal.code);
    this.warnedAt = now;
    this.unwarned = 0;
  }

  /** A question over NATS fails with the code alone; the asker's `refusalOf` reads it. */
  private answerQuestion(error: unknown): Observable<never> {
    const refusal = refusalOf(error, 'zh');
    if (!refusal || refusal.status >= 500) this.logger.error({ err: error }, 'a question failed');
    return throwError(() => ({
      status: 'error',
      code: refusal?.code ?? 'SERVICE.INTERNAL',
      message: refusal?.code ?? 'SERVICE.INTERNAL',
    }));
  }
}
