import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { Refusal } from '@wangge/platform/http/problem';
import { ProblemFilter } from '@wangge/platform/http/problem.filter';
import type { IdentitySigner } from '@wangge/platform/identity/identity-token';
import { currentTraceparent } from '@wangge/platform/telemetry/tracing';
import type { Actor } from '@wangge/domain/people/actor';
import type { Access } from '../identity/access-directory';
import type { Callers } from '../identity/callers';
import { type ApiKeys, apiKeyIn } from '../limits/api-keys';
import type { Limits } from '../limits/limits';
import { isSafe } from '../sign-in/cross-site';
import { headersForUpstream } from './request-headers';
import type { Route, ServiceName } from './route-table';
import { BodyTooLong, bounded, type Upstream, UpstreamFailed } from './upstream';

export interface FrontDoorSettings {
  readonly routes: readonly Route[];
  readonly upstreams: Readonly<Record<ServiceName, Upstream>>;
  readonly callers: Callers;
  readonly signer: IdentitySigner;
  readonly limits: Limits;
  readonly apiKeys: ApiKeys;
  readonly publicOrigin: string;
}

/** Seconds after which a caller may try again when a service does not answer. */
const RETRY_AFTER_SECONDS = 5;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/**
 * The routes of the table, passed on to their services with the caller's identity as a short-lived signed token. Bodies
 * are not read here, but for an api key in an Open311 form: they pass as bytes.
 */
export async function frontDoor(instance: FastifyInstance, settings: FrontDoorSettings): Promise<void> {
  const problems = new ProblemFilter();
  instance.setErrorHandler((error, request, reply) => problems.answer(error, request, reply));
  for (const streamed of [false, true]) {
    await instance.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      if (streamed) scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      else scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      for (const route of settings.routes.filter((one) => one.streamed === streamed)) {
        for (const url of [route.prefix, `${route.prefix}/*`]) {
          scope.route({
            method: [...METHODS],
            url,
            bodyLimit: route.bodyLimit,
            handler: (request, reply) => pass(request, reply, route, settings),
          });
        }
      }
    });
  }
}

async function pass(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  settings: FrontDoorSettings,
): Promise<void> {
  const caller = await callerWithinLimits(request, route, settings);
  const headers = headersForUpstream(request.headers, {
    address: request.ip,
    protocol: request.protocol,
    host: request.host,
  });
  const traceparent = currentTraceparent();
  if (traceparent !== undefined) headers['traceparent'] = traceparent;
  if (caller) headers['authorization'] = `Bearer ${await settings.signer.tokenOf(actorOf(caller))}`;
  const body = bodyOf(request, route, headers);
  try {
    await settings.upstreams[route.service].forward(
      { method: request.method, path: pathOf(request), headers, body },
      reply.raw,
      () => void reply.hijack(),
    );
  } catch (error) {
    // Once the answer has begun there is nothing left to say: the connection is closed already.
    if (!reply.raw.headersSent) throw refusalOfUpstream(error, request, reply);
  }
}

async function callerWithinLimits(
  request: FastifyRequest,
  route: Route,
  { callers, limits, apiKeys, publicOrigin }: FrontDoorSettings,
): Promise<Access | undefined> {
  let caller: Access | undefined;
  try {
    caller = await callers.of(request, publicOrigin);
  } catch (error) {
    // A forged token is a stranger's request, and guessing costs.
    if (error instanceof Refusal && error.status === 401) await limits.strangerRead(request);
    throw error;
  }
  const text = caller || !route.apiKeys ? undefined : apiKeyIn(request);
  const key = text === undefined ? undefined : await apiKeys.of(text, () => limits.strangerRead(request));
  if (caller) await limits.account(request, caller.account);
  else if (key) await limits.apiKey(request, key);
  else if (isSafe(request.method)) await limits.strangerRead(request);
  else await limits.strangerPost(request);
  return caller;
}

/** The same object for the same answer of dispatch, so that its token is found without comparing grants. */
const actors = new WeakMap<Access, Actor>();
function actorOf(access: Access): Actor {
  let actor = actors.get(access);
  if (!actor) actors.set(access, (actor = { id: access.account, grants: access.grants }));
  return actor;
}

function bodyOf(
  request: FastifyRequest,
  route: Route,
  headers: Record<string, string | string[]>,
): Buffer | Readable | undefined {
  const body = request.body as Buffer | Readable | undefined;
  if (body === undefined || body === null) return undefined;
  if (Buffer.isBuffer(body)) return body;
  const told = Number(request.headers['content-length']);
  if (told > route.bodyLimit) throw new Refusal('REQUEST.TOO_LARGE');
  if (Number.isInteger(told)) headers['content-length'] = String(told);
  return bounded(body, route.bodyLimit);
}

/** Path and query as the client wrote them; an absolute-form target is reduced to them. */
function pathOf(request: FastifyRequest): string {
  const { url } = request.raw;
  if (url === undefined || !url.startsWith('/')) throw new Refusal('REQUEST.MALFORMED');
  return url;
}

/** What the caller is told when a service fails: never more than that it is unavailable. */
export function refusalOfUpstream(error: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  // A body that was not read to its end leaves the connection unusable.
  if (!request.raw.complete) reply.header('connection', 'close');
  if (error instanceof BodyTooLong) return new Refusal('REQUEST.TOO_LARGE', { cause: error });
  return error instanceof UpstreamFailed
    ? new Refusal('SERVICE.UNAVAILABLE', { retryAfterSeconds: RETRY_AFTER_SECONDS, cause: error })
    : error;
}
