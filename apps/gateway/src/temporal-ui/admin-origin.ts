import { createHash, randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { PayloadCodec } from '@temporalio/common';
import { holds, type Actor } from '@wangge/domain/people/actor';
import { Refusal } from '@wangge/platform/http/problem';
import { ProblemFilter } from '@wangge/platform/http/problem.filter';
import type { Log } from '@wangge/platform/telemetry/log';
import { observeRequest } from '@wangge/platform/telemetry/metrics';
import { refusalOfUpstream } from '../forwarding/front-door';
import { headersForUpstream } from '../forwarding/request-headers';
import type { Upstream } from '../forwarding/upstream';
import type { Access } from '../identity/access-directory';
import type { Callers } from '../identity/callers';
import { Limits, type LimitSettings } from '../limits/limits';
import { html, page, textsFor } from '../pages/page';
import { cookieOf, cookiesWithout, type SessionCookie } from '../sign-in/session-cookie';
import { codecRequest, decodeEach, encodeAll } from './codec';
import { preparingScript, savedViews } from './first-visit';
import { onlyReads, sendsUpdate, workflowOf } from './ui-acts';
import type { UiAudit } from './ui-audit';

export interface AdminOriginSettings {
  readonly publicUrl: string;
  readonly adminUrl: string;
  readonly namespace: string;
  readonly trustedProxies: readonly string[];
  readonly limits: LimitSettings;
  readonly callers: Callers;
  readonly sessions: SessionCookie;
  readonly audit: UiAudit;
  readonly codec: PayloadCodec;
  readonly ui: Upstream;
  readonly log: Log;
}

const UI_BODY_LIMIT = 4 * 1024 * 1024;
const CODEC_BODY_LIMIT = 16 * 1024 * 1024;
/** Goes up when the columns or views change, so that browsers without them get them. */
const PREPARED_VERSION = '1';

/**
 * The second origin: the Temporal UI for administrators and auditors, with the codec server beside it. The UI itself
 * asks nobody who they are; nothing reaches it but through here.
 */
export async function createAdminOrigin(settings: AdminOriginSettings): Promise<FastifyInstance> {
  const problems = new ProblemFilter();
  const instance = Fastify({
    logger: false,
    trustProxy: settings.trustedProxies.length > 0 ? [...settings.trustedProxies] : false,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    frameworkErrors: (error, request, reply) => problems.answer(error, request, reply),
  });
  instance.addHook('onResponse', (request, reply, done) => {
    observeRequest(request, reply);
    done();
  });
  instance.setErrorHandler((error, request, reply) => {
    if (wantsPage(request) && error instanceof Refusal && error.status === 503) return unavailablePage(request, reply);
    problems.answer(error, request, reply);
    return reply;
  });
  const limits = await Limits.on(instance, settings.limits);
  const permitted = (request: FastifyRequest, reply: FastifyReply) => admit(request, reply, settings, limits);

  instance.post('/codec/decode', { bodyLimit: CODEC_BODY_LIMIT }, async (request, reply) => {
    const caller = await permitted(request, reply);
    if (!caller) return reply;
    const asked = codecRequest.parse(request.body);
    const { payloads, opened, unreadable } = await decodeEach(settings.codec, asked.payloads);
    await settings.audit.append(randomUUID(), {
      act: 'decode',
      account: caller.account,
      namespace: headerOf(request, 'x-namespace'),
      payloads: asked.payloads.length,
      opened,
      unreadable,
      workflowId: workflowOf(headerOf(request, 'referer') ?? ''),
      address: request.ip,
    });
    return reply.header('cache-control', 'no-store').send({ payloads });
  });

  instance.post('/codec/encode', { bodyLimit: CODEC_BODY_LIMIT }, async (request, reply) => {
    const caller = await permitted(request, reply);
    if (!caller) return reply;
    requireAdministrator(caller);
    return reply
      .header('cache-control', 'no-store')
      .send({ payloads: await encodeAll(settings.codec, codecRequest.parse(request.body).payloads) });
  });

  await instance.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.route({
      method: ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/*',
      bodyLimit: UI_BODY_LIMIT,
      handler: async (request, reply) => {
        const caller = await permitted(request, reply);
        if (!caller) return reply;
        if (wantsPage(request) && !isPrepared(request, settings, caller))
          return firstVisit(request, reply, settings, caller);
        await toUi(request, reply, settings, caller);
        return reply;
      },
    });
  });
  return instance;
}

const actorOf = (access: Access): Actor => ({ id: access.account, grants: access.grants });

function requireAdministrator(caller: Access): void {
  if (!holds(actorOf(caller), 'administrator')) {
    throw new Refusal('IDENTITY.NOT_PERMITTED', {
      detail: { zh: '审计员只能查看，不能操作流程。', en: 'An auditor may look, not act on workflows.' },
    });
  }
}

/** The administrator or auditor who asks; anyone else is answered here, and undefined is returned. */
async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  settings: AdminOriginSettings,
  limits: Limits,
): Promise<Access | undefined> {
  let caller: Access | undefined;
  try {
    caller = await settings.callers.of(request, settings.adminUrl);
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) await limits.strangerRead(request);
    throw error;
  }
  if (!caller) {
    await limits.strangerRead(request);
    if (!wantsPage(request)) throw new Refusal('IDENTITY.NOT_SIGNED_IN');
    const back = encodeURIComponent(`${settings.adminUrl}${request.url}`);
    await reply
      .status(303)
      .header('cache-control', 'no-store')
      .header('location', `${settings.publicUrl}/auth/login?return=${back}`)
      .send();
    return undefined;
  }
  await limits.account(request, caller.account);
  const actor = actorOf(caller);
  if (holds(actor, 'administrator') || holds(actor, 'auditor')) return caller;
  if (!wantsPage(request)) throw new Refusal('IDENTITY.NOT_PERMITTED');
  const { language, say } = textsFor(request.headers['accept-language']);
  const shown = page(
    language,
    say('admin.forbidden.title'),
    html`<h1>${say('admin.forbidden.title')}</h1>
      <p>${say('admin.forbidden', { account: caller.account })}</p>
      <p>
        <a href="${settings.publicUrl}/auth/login?return=${encodeURIComponent(settings.adminUrl + '/')}"
          >${say('admin.switch')}</a
        >
        · <a href="${settings.publicUrl}/">${say('product')}</a>
      </p>`,
  );
  await reply.status(403).headers(shown.headers).send(shown.body);
  return undefined;
}

/** Whether a person looks at this in a browser's window, not a script. */
const wantsPage = (request: FastifyRequest): boolean =>
  request.method === 'GET' &&
  !request.url.startsWith('/api/') &&
  !request.url.startsWith('/codec/') &&
  (request.headers.accept ?? '').includes('text/html');

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value.slice(0, 2_000) : undefined;
};

const preparedCookie = (settings: AdminOriginSettings): string => `${settings.sessions.name.replace('__Host-', '')}-ui`;
const preparedMark = (caller: Access): string =>
  createHash('sha256').update(`${PREPARED_VERSION}:${caller.account}`).digest('base64url').slice(0, 16);
const isPrepared = (request: FastifyRequest, settings: AdminOriginSettings, caller: Access): boolean =>
  cookieOf(request.headers.cookie, preparedCookie(settings)) === preparedMark(caller);

async function firstVisit(
  request: FastifyRequest,
  reply: FastifyReply,
  settings: AdminOriginSettings,
  caller: Access,
): Promise<FastifyReply> {
  const { language, say } = textsFor(request.headers['accept-language']);
  const shown = page(language, say('admin.preparing'), html`<p>${say('admin.preparing')}</p>`, {
    script: preparingScript(settings.namespace, savedViews(caller.grants, language)),
  });
  return reply
    .headers(shown.headers)
    .header('set-cookie', settings.sessions.setCookie(preparedCookie(settings), preparedMark(caller), undefined))
    .send(shown.body);
}

async function toUi(
  request: FastifyRequest,
  reply: FastifyReply,
  settings: AdminOriginSettings,
  caller: Access,
): Promise<void> {
  const path = request.raw.url ?? '/';
  if (!path.startsWith('/')) throw new Refusal('REQUEST.MALFORMED');
  const [pathname = path] = path.split('?', 1);
  const acts = !onlyReads(request.method, pathname);
  const id = randomUUID();
  const entry = {
    act: 'request',
    account: caller.account,
    method: request.method,
    path: pathname.slice(0, 1_000),
    workflowId: workflowOf(pathname),
    address: request.ip,
  };
  if (acts) {
    requireAdministrator(caller);
    if (sendsUpdate(pathname)) {
      await settings.audit.append(id, { ...entry, act: 'refused' });
      throw new Refusal('IDENTITY.NOT_PERMITTED', {
        detail: {
          zh: '案件操作须由有权限的人员在本系统中办理，不能在此发送。',
          en: 'Commands on a case are given in the platform by those permitted, never sent from here.',
        },
      });
    }
    await settings.audit.append(id, entry);
  }
  const headers = headersForUpstream(
    request.headers,
    { address: request.ip, protocol: request.protocol, host: request.host },
    true,
  );
  // The UI has cookies of its own; ours are no business of its server.
  const cookies = cookiesWithout(
    request.headers.cookie,
    (name) => name.startsWith('wangge-') || name.startsWith('__Host-wangge'),
  );
  if (cookies === undefined) delete headers['cookie'];
  else headers['cookie'] = cookies;
  let status = 503;
  try {
    status = await settings.ui.forward(
      { method: request.method, path, headers, body: Buffer.isBuffer(request.body) ? request.body : undefined },
      reply.raw,
      () => void reply.hijack(),
    );
  } catch (error) {
    if (!reply.raw.headersSent) throw refusalOfUpstream(error, request, reply);
    status = reply.raw.statusCode;
  } finally {
    // The act itself is in the trail already; without this entry only its outcome is unknown.
    if (acts)
      await settings.audit
        .append(`${id}:answered`, { ...entry, act: 'answered', status })
        .catch((error: unknown) =>
          settings.log.error({ err: error }, 'the outcome of an act in the Temporal UI is not in the audit trail'),
        );
  }
}

function unavailablePage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { language, say } = textsFor(request.headers['accept-language']);
  const shown = page(language, say('product'), html`<h1>${say('admin.unavailable')}</h1>`);
  return reply.status(503).header('retry-after', '5').headers(shown.headers).send(shown.body);
}
