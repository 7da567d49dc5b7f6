import { PROBLEM_TYPE, type Problem } from '@wangge/platform/http/problem';
import type { FastifyInstance } from 'fastify';
import { CONTENT_TYPES, formatOf } from './format';
import { writeXml } from './write-xml';

/** Pages of any origin may ask and post; cookies and accounts play no part (no credentials). */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
  'access-control-allow-headers': 'accept, accept-language, content-type, idempotency-key, x-api-key',
  'access-control-expose-headers': 'retry-after',
  'access-control-max-age': '86400',
};

const isOpen311 = (url: string): boolean => /^\/open311([/?]|$)/.test(url);

/**
 * Everything below /open311 is open to pages of other origins, and every refusal there, also the router's and the body
 * parsers', is said as GeoReport says errors, in the format that was asked for.
 */
export function speakOpen311(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!isOpen311(request.url)) return done();
    reply.headers(CORS);
    if (request.method !== 'OPTIONS') return done();
    void reply.status(204).send();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (!isOpen311(request.url) || reply.getHeader('content-type') !== PROBLEM_TYPE || typeof payload !== 'string')
      return done(null, payload);
    const problem = JSON.parse(payload) as Problem;
    const status = statusOf(problem);
    const errors = errorsOf(problem, status);
    const format = formatOf(request.url, request.headers.accept);
    const text = format === 'json' ? JSON.stringify(errors) : writeXml('errors', errors);
    reply.status(status).headers({ 'content-type': CONTENT_TYPES[format], 'content-length': Buffer.byteLength(text) });
    done(null, text);
  });
}

/** What GeoReport leaves of the statuses: 404 and 403 as they are, 400 for any other refusal of a request. */
const KEPT = new Set([403, 404, 413, 429, 500, 503]);

export function statusOf({ status, code }: Pick<Problem, 'status' | 'code'>): number {
  if (code === 'PETITION.UNKNOWN_ITEM') return 404;
  return KEPT.has(status) ? status : 400;
}

/** One error for each wrong field, or one for the whole. */
export function errorsOf(
  { errors, detail, title }: Pick<Problem, 'errors' | 'detail' | 'title'>,
  status: number,
): { code: number; description: string }[] {
  if (!errors?.length) return [{ code: status, description: detail ?? title }];
  return errors.map(({ field, message }) => ({
    code: status,
    description: field === '' ? message : `${field}: ${message}`,
  }));
}
