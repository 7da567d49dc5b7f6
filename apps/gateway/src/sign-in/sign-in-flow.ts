import * as client from 'openid-client';
import { z } from 'zod';
import { open, seal, type KeyRing } from '@wangge/platform/configuration/keys';
import { Refusal } from '@wangge/platform/http/problem';
import { ACCOUNT } from '../identity/bearer-tokens';
import { cookieOf, type SessionCookie } from './session-cookie';

export interface SignInSettings {
  readonly publicUrl: string;
  /** The issuer's configuration: asked from it, or known where the provider is our own. */
  readonly issuer: () => Promise<client.Configuration>;
  readonly accountClaim: string;
  /** Ask for the account even when the provider remembers one. */
  readonly alwaysAsk: boolean;
}

const attempt = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  back: z.string(),
  until: z.number(),
});
type Attempt = z.output<typeof attempt>;
const CONTEXT = 'sign-in-attempt';
const ATTEMPT_SECONDS = 600;
/** Each sign-in under way has a cookie of its own, so that two tabs do not disturb each other. */
const COOKIE_PATH = '/auth';

/** The sign-in has expired, was used already, belongs to another browser, or the provider refused it. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
  constructor(
    readonly reason: 'expired' | 'failed',
    options?: ErrorOptions,
  ) {
    super(`sign-in ${reason}`, options);
  }
}

/** Authorization code with PKCE, state and nonce; what must be remembered stands sealed in a cookie of the browser that began. */
export class SignInFlow {
  constructor(
    private readonly settings: SignInSettings,
    private readonly keys: KeyRing,
    private readonly cookies: SessionCookie,
    private readonly now: () => number = Date.now,
  ) {}

  /** @returns where to send the browser, and the cookie to give it */
  async begin(back: string): Promise<{ location: string; cookie: string }> {
    const issuer = await this.issuer();
    const begun: Attempt = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      back,
      until: this.now() + ATTEMPT_SECONDS * 1000,
    };
    const location = client.buildAuthorizationUrl(issuer, {
      redirect_uri: this.redirectUri,
      scope: 'openid profile',
      code_challenge: await client.calculatePKCECodeChallenge(begun.verifier),
      code_challenge_method: 'S256',
      state: begun.state,
      nonce: begun.nonce,
      ...(this.settings.alwaysAsk && { prompt: 'login' }),
    });
    const sealed = seal(this.keys, Buffer.from(JSON.stringify(begun)), CONTEXT).toString('base64url');
    return {
      location: location.href,
      cookie: this.cookies.setCookie(this.nameOf(begun.state), sealed, ATTEMPT_SECONDS, COOKIE_PATH),
    };
  }

  /**
   * Ends a sign-in with what the provider sent back.
   * @param target path and query of the callback
   * @throws SignInRefused, Refusal SERVICE.UNAVAILABLE when the provider does not answer
   */
  async complete(
    target: string,
    cookieHeader: string | undefined,
  ): Promise<{ account: string; back: string; clearCookie: string }> {
    const url = new URL(target, this.settings.publicUrl);
    const state = url.searchParams.get('state') ?? '';
    const begun = this.attemptOf(state, cookieHeader);
    if (!begun) throw new SignInRefused('expired');
    try {
      const tokens = await client.authorizationCodeGrant(await this.issuer(), url, {
        pkceCodeVerifier: begun.verifier,
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        idTokenExpected: true,
      });
      const account = tokens.claims()?.[this.settings.accountClaim];
      if (typeof account !== 'string' || !ACCOUNT.test(account)) throw new SignInRefused('failed');
      return { account, back: begun.back, clearCookie: this.cookies.setCookie(this.nameOf(state), '', 0, COOKIE_PATH) };
    } catch (error) {
      if (error instanceof SignInRefused || error instanceof Refusal) throw error;
      if (error instanceof TypeError || (error as { code?: string }).code === 'OAUTH_TIMEOUT')
        throw new Refusal('SERVICE.UNAVAILABLE', { cause: error });
      throw new SignInRefused('failed', { cause: error });
    }
  }

  /** Where the provider signs out too, when it has such a place. */
  async signOutLocation(): Promise<string | undefined> {
    const issuer = await this.issuer().catch(() => undefined);
    if (issuer?.serverMetadata().end_session_endpoint === undefined) return undefined;
    return client.buildEndSessionUrl(issuer, { post_logout_redirect_uri: `${this.settings.publicUrl}/` }).href;
  }

  private get redirectUri(): string {
    return `${this.settings.publicUrl}/auth/callback`;
  }

  private nameOf(state: string): string {
    return `${this.cookies.name.replace('__Host-', '')}-attempt-${state.slice(0, 12)}`;
  }

  private attemptOf(state: string, cookieHeader: string | undefined): Attempt | undefined {
    if (!/^[\w-]{16,100}$/.test(state)) return undefined;
    const value = cookieOf(cookieHeader, this.nameOf(state));
    if (value === undefined) return undefined;
    try {
      const begun = attempt.parse(
        JSON.parse(open(this.keys, Buffer.from(value, 'base64url'), CONTEXT).toString('utf8')),
      );
      return begun.state === state && begun.until > this.now() ? begun : undefined;
    } catch {
      return undefined;
    }
  }

  private async issuer(): Promise<client.Configuration> {
    try {
      return await this.settings.issuer();
    } catch (cause) {
      throw new Refusal('SERVICE.UNAVAILABLE', { cause });
    }
  }
}
