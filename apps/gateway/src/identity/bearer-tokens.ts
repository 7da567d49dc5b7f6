import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { Refusal } from '@wangge/platform/http/problem';

export interface BearerSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly accountClaim: string;
  readonly keys: JWTVerifyGetKey;
}

/** Keys that stand in the configuration. */
export const localKeys = (keys: { keys: Record<string, string>[] }): JWTVerifyGetKey => createLocalJWKSet(keys);

/** Keys that the issuer publishes, fetched with a deadline, kept ten minutes, asked again at most every 30 s for an unknown key. */
export const issuerKeys = (jwksUri: URL): JWTVerifyGetKey =>
  createRemoteJWKSet(jwksUri, { timeoutDuration: 3_000, cooldownDuration: 30_000, cacheMaxAge: 600_000 });

export const ACCOUNT = /^[A-Za-z0-9][A-Za-z0-9._@:+-]{0,127}$/;
const LONGEST_TOKEN = 8_192;

/** Access tokens of the issuer. A token seen before costs a look-up until it expires, not a signature check. */
export class BearerTokens {
  private readonly seen = new LRUCache<string, { account: string; until: number }>({ max: 10_000 });

  constructor(
    private readonly settings: () => Promise<BearerSettings>,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * The account of a token.
   * @throws Refusal IDENTITY.NOT_SIGNED_IN for a token that is forged, expired or for others; SERVICE.UNAVAILABLE when the issuer's keys cannot be had
   */
  accountOf(token: string): string | Promise<string> {
    const known = this.seen.get(token);
    if (known && known.until > this.now()) return known.account;
    return this.verify(token);
  }

  private async verify(token: string): Promise<string> {
    if (token.length > LONGEST_TOKEN) throw new Refusal('IDENTITY.NOT_SIGNED_IN');
    const settings = await this.settings().catch((cause: unknown) => {
      throw new Refusal('SERVICE.UNAVAILABLE', { cause });
    });
    try {
      const { payload } = await jwtVerify(token, settings.keys, {
        issuer: settings.issuer,
        audience: settings.audience,
        algorithms: [...settings.algorithms],
        requiredClaims: ['exp', settings.accountClaim],
        currentDate: new Date(this.now()),
      });
      const account = payload[settings.accountClaim];
      if (typeof account !== 'string' || !ACCOUNT.test(account)) throw new Refusal('IDENTITY.NOT_SIGNED_IN');
      this.seen.set(token, { account, until: payload.exp! * 1000 });
      return account;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (error instanceof errors.JWKSTimeout || (error instanceof Error && !(error instanceof errors.JOSEError)))
        throw new Refusal('SERVICE.UNAVAILABLE', { cause: error });
      throw new Refusal('IDENTITY.NOT_SIGNED_IN', { cause: error });
    }
  }
}
