import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errors as providerErrors, type default as Provider } from 'oidc-provider';
import { Refusal } from '@wangge/platform/http/problem';
import { ProblemFilter } from '@wangge/platform/http/problem.filter';
import type { AccessDirectory } from '../identity/access-directory';
import { ACCOUNT } from '../identity/bearer-tokens';
import type { Limits } from '../limits/limits';
import { html, page, textsFor } from '../pages/page';
import { comesFromOwnPage } from './cross-site';
import { interactionPath } from './embedded-provider';
import { SAMPLE_ACCOUNTS } from './sample-accounts';

export interface ProviderRoutesSettings {
  readonly provider: Provider;
  readonly access: AccessDirectory;
  readonly limits: Limits;
  readonly publicUrl: string;
}

const BASE = '/oidc';

/** The embedded provider under `/oidc`, and its page for choosing an account. */
export async function providerRoutes(instance: FastifyInstance, settings: ProviderRoutesSettings): Promise<void> {
  const problems = new ProblemFilter();
  instance.setErrorHandler((error, request, reply) => problems.answer(error, request, reply));
  await instance.register(async (scope) => {
    // The provider reads bodies itself.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    const answer = settings.provider.callback();
    scope.all(`${BASE}/*`, async (request, reply) => {
      await settings.limits.signIn(request);
      const raw = request.raw as typeof request.raw & { originalUrl?: string };
      raw.originalUrl = raw.url;
      raw.url = raw.url!.slice(BASE.length);
      // The issuer's own address, however the caller wrote it, so that no link leads elsewhere.
      raw.headers.host = new URL(settings.publicUrl).host;
      reply.hijack();
      await answer(raw, reply.raw);
    });
  });
  await instance.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    await scope.register(formbody, { bodyLimit: 4096 });
    const route = interactionPath(':uid');
    scope.get(route, async (request, reply) => {
      await settings.limits.signIn(request);
      await interactionOf(request, reply, settings);
      return showAccounts(request, reply, settings);
    });
    scope.post(route, async (request, reply) => {
      await settings.limits.signIn(request);
      if (!comesFromOwnPage('POST', request.headers, settings.publicUrl)) throw new Refusal('IDENTITY.NOT_PERMITTED');
      await interactionOf(request, reply, settings);
      const form = (request.body ?? {}) as Record<string, unknown>;
      if (form['cancel'] !== undefined) {
        return redirect(
          reply,
          await settings.provider.interactionResult(request.raw, reply.raw, {
            error: 'access_denied',
            error_description: 'the person cancelled',
          }),
        );
      }
      const account = typeof form['account'] === 'string' ? form['account'].trim() : '';
      const known = ACCOUNT.test(account) ? await settings.access.of(account) : undefined;
      if (!known?.found) return showAccounts(request, reply, settings, account.slice(0, 60));
      return redirect(
        reply,
        await settings.provider.interactionResult(
          request.raw,
          reply.raw,
          { login: { accountId: account, remember: true } },
          { mergeWithLastSubmission: false },
        ),
      );
    });
  });
}

const redirect = (reply: FastifyReply, location: string): FastifyReply =>
  reply.status(303).header('cache-control', 'no-store').header('location', location).send();

async function interactionOf(
  request: FastifyRequest,
  reply: FastifyReply,
  { provider }: ProviderRoutesSettings,
): Promise<void> {
  try {
    const { uid } = await provider.interactionDetails(request.raw, reply.raw);
    if (uid === (request.params as { uid: string }).uid) return;
  } catch (error) {
    if (!(error instanceof providerErrors.SessionNotFound)) throw error;
  }
  throw new Refusal('RESOURCE.NOT_FOUND', {
    detail: {
      zh: '登录请求已过期或已使用，请重新登录。',
      en: 'This sign-in has expired or was used already; sign in again.',
    },
  });
}

async function showAccounts(
  request: FastifyRequest,
  reply: FastifyReply,
  settings: ProviderRoutesSettings,
  unknown?: string,
): Promise<FastifyReply> {
  const { language, say } = textsFor(request.headers['accept-language']);
  const asked = await Promise.all(
    SAMPLE_ACCOUNTS.map((account) => Promise.resolve(settings.access.of(account)).catch(() => undefined)),
  );
  const known = asked.filter((access) => access?.found).map((access) => access!);
  const action = request.url.split('?', 1)[0]!;
  const shown = page(
    language,
    say('sign-in.title'),
    html`<span class="flag">${say('sign-in.development')}</span>
      <h1>${say('sign-in.heading')}</h1>
      <p class="note">${say('sign-in.warning')}</p>
      ${unknown !== undefined && html`<p role="alert"><strong>${say('sign-in.unknown', { account: unknown })}</strong></p>`}
      <form method="post" action="${action}">
        <ul class="accounts">
          ${known.map(
            (access) =>
              html`<li>
                <button name="account" value="${access.account}">${access.name}<small>${access.account}</small></button>
              </li>`,
          )}
          ${known.length === 0 && html`<li class="soft">${say('sign-in.nobody')}</li>`}
        </ul>
      </form>
      <h2>${say('sign-in.other')}</h2>
      <form method="post" action="${action}" class="row">
        <label
          >${say('sign-in.account')}<input
            name="account"
            required
            maxlength="128"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false" /></label
        ><button class="main">${say('sign-in.submit')}</button>
      </form>
      <form method="post" action="${action}">
        <p><button name="cancel" value="1" class="plain">${say('sign-in.cancel')}</button></p>
      </form>`,
    // Browsers check every redirect after a form: the provider sends on to the callback, and that to either origin of ours.
    { formTargets: ['http:', 'https:'] },
  );
  return reply
    .status(unknown === undefined ? 200 : 422)
    .headers(shown.headers)
    .send(shown.body);
}
