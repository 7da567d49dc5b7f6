import fastifyStatic from '@fastify/static';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '@wangge/platform/http/problem';
import { ProblemFilter } from '@wangge/platform/http/problem.filter';
import type { Gateway } from '../gateway';
import { html, page, textsFor } from './page';

/** Where the built console lies: beside the gateway, in the sources as in the build. */
export const CONSOLE_FOLDER = resolve(__dirname, '../../../console/dist');

/** Paths that are never pages of the console: an unknown one is not found, instead of showing a page. */
const NOT_PAGES = /^\/(api|open311|auth|oidc|health|metrics|openapi\.json|docs|codec)([/?]|$)/;
const CONSOLE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The console's files where it is built, otherwise a small start page; and the way to the Temporal UI's origin. */
export async function consoleRoutes(
  instance: FastifyInstance,
  { gateway, folder = CONSOLE_FOLDER }: { gateway: Gateway; folder?: string },
): Promise<void> {
  const problems = new ProblemFilter();
  instance.setErrorHandler((error, request, reply) => problems.answer(error, request, reply));
  await instance.register(fastifyStatic, {
    root: swaggerFolder(),
    prefix: '/docs/assets/',
    serve: true,
    index: false,
    decorateReply: false,
    cacheControl: true,
    maxAge: '1d',
    allowedPath: (path) => /\/swagger-ui(-bundle)?\.(css|js)$/.test(path),
  });
  const toUi = async (request: FastifyRequest, reply: FastifyReply) =>
    reply
      .status(302)
      .header('location', `${gateway.adminUrl}${request.url.slice('/temporal'.length) || '/'}`)
      .send();
  instance.get('/temporal', toUi);
  instance.get('/temporal/*', toUi);

  const built = existsSync(join(folder, 'index.html'));
  // For `sendFile` alone. The registration above would hold its own list of files against the console's.
  if (built) await instance.register(fastifyStatic, { root: folder, serve: false, preCompressed: true });
  instance.get('/*', async (request, reply) => {
    const [path = '/'] = request.url.split('?', 1);
    const isVisit = path === '/' || (request.headers.accept ?? '').includes('text/html');
    if (NOT_PAGES.test(path)) throw new Refusal('RESOURCE.NOT_FOUND');
    if (!built) {
      if (path !== '/') throw new Refusal('RESOURCE.NOT_FOUND');
      return startPage(request, reply, gateway);
    }
    reply.headers({
      'content-security-policy': CONSOLE_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    const name = fileOf(path);
    if (name !== undefined && existsSync(join(folder, name))) {
      // Built files carry a hash of their content in their names.
      return reply.sendFile(name, name.startsWith('assets/') ? { maxAge: '365d', immutable: true } : { maxAge: 0 });
    }
    if (!isVisit) throw new Refusal('RESOURCE.NOT_FOUND');
    return reply.sendFile('index.html', { maxAge: 0 });
  });
}

const swaggerFolder = (): string => dirname(require.resolve('swagger-ui-dist/package.json'));

/** A file's name within the console's folder; undefined for an address that names no file. */
function fileOf(path: string): string | undefined {
  const name = path.slice(1);
  return /^[\w-][\w.-]*(\/[\w-][\w.-]*)*\.\w+$/.test(name) ? name : undefined;
}

async function startPage(request: FastifyRequest, reply: FastifyReply, gateway: Gateway): Promise<FastifyReply> {
  const { language, say } = textsFor(request.headers['accept-language']);
  const session = gateway.sessions.read(request.headers.cookie);
  const access = session && (await Promise.resolve(gateway.access.of(session.account)).catch(() => undefined));
  const shown = page(
    language,
    say('home.title'),
    html`<h1>${say('home.title')}</h1>
      <p>${say('home.intro')}</p>
      <p class="soft">${say('home.no-console')}</p>
      ${session ? html`<p>${say('home.signed-in-as', { name: access?.name ?? session.account, account: session.account })} <a href="/auth/logout">${say('home.sign-out')}</a></p>` : html`<p><a href="/auth/login">${say('home.sign-in')}</a></p>`}
      <ul class="links">
        <li><a href="/docs">${say('home.docs')}</a></li>
        <li><a href="/temporal">${say('home.temporal')}</a></li>
      </ul>`,
  );
  return reply.headers(shown.headers).send(shown.body);
}
