import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '@wangge/platform/http/problem';
import { bearerOf } from '@wangge/platform/identity/identity.guard';
import { comesFromOwnPage } from '../sign-in/cross-site';
import type { SessionCookie } from '../sign-in/session-cookie';
import type { Access, AccessDirectory } from './access-directory';
import type { BearerTokens } from './bearer-tokens';

export interface Asking {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** Who is calling: by access token, or by the session of a browser. A plain header never says it. */
export class Callers {
  constructor(
    private readonly tokens: BearerTokens,
    private readonly sessions: SessionCookie,
    private readonly access: AccessDirectory,
  ) {}

  /**
   * The signed-in person, undefined for a stranger.
   * @param ownOrigin origin of the pages that may act with the session's cookie
   * @throws Refusal 401 for a token that does not hold, 403 for an act from another site, 503 when nobody can say what the person may do
   */
  of({ method, headers }: Asking, ownOrigin: string): Promise<Access> | Access | undefined {
    if (headers.authorization !== undefined) {
      const token = bearerOf(headers.authorization);
      if (token === undefined) throw new Refusal('IDENTITY.NOT_SIGNED_IN');
      const account = this.tokens.accountOf(token);
      return typeof account === 'string' ? this.access.of(account) : account.then((known) => this.access.of(known));
    }
    const session = this.sessions.read(headers.cookie);
    if (session === undefined) return undefined;
    if (!comesFromOwnPage(method, headers, ownOrigin)) {
      throw new Refusal('IDENTITY.NOT_PERMITTED', {
        detail: { zh: '请求不是来自本系统页面', en: 'The request does not come from a page of this system' },
      });
    }
    return this.access.of(session.account);
  }
}
