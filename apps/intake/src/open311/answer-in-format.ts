import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { CONTENT_TYPES, formatOf } from './format';
import { writeXml } from './write-xml';

/** What an Open311 handler answers: the value that JSON has, and the name of the root element that XML puts around it. */
export interface Answer {
  readonly root: string;
  readonly value: unknown;
}

/** Writes the answers of a controller in the format that the client asked for. */
@Injectable()
export class AnswerInFormat implements NestInterceptor<Answer, string> {
  intercept(context: ExecutionContext, next: CallHandler<Answer>): Observable<string> {
    const http = context.switchToHttp();
    const { url, headers } = http.getRequest<FastifyRequest>();
    const format = formatOf(url, headers.accept);
    return next.handle().pipe(
      map(({ root, value }) => {
        http
          .getResponse<FastifyReply>()
          .headers({ 'content-type': CONTENT_TYPES[format], vary: 'accept, accept-language' });
        return format === 'json' ? JSON.stringify(value) : writeXml(root, value);
      }),
    );
  }
}
