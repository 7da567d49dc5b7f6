import { createHash } from 'node:crypto';
import { type CryptoKey, importJWK, jwtVerify, SignJWT, errors } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type Actor, ROLES } from '@wangge/domain/people/actor';
import type { IdentityKey, IdentityKeys } from './identity-keys';

export const ISSUER = 'wangge-gateway';
export const AUDIENCE = 'wangge-internal';

const claims = z.object({
  sub: z.string().min(1).max(200),
  exp: z.number(),
  grants: z
    .array(z.object({ role: z.enum(ROLES), unit: z.string().max(64).optional(), grid: z.string().max(64).optional() }))
    .max(200),
});

/** Signs who the caller is for the services behind: a JWT (EdDSA) that lasts `ttlSeconds`. */
export async function signIdentity(actor: Actor, key: IdentityKey, ttlSeconds = 60): Promise<string> {
  return sign(actor, key.kid, await importJWK(key, 'EdDSA'), ttlSeconds);
}

function sign(actor: Actor, kid: string, secret: CryptoKey, ttlSeconds: number): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ grants: actor.grants })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(actor.id)
    .setIssuedAt(now)
    .setExpirationTime(now + ttlSeconds)
    .sign(secret);
}

/** Signs for the gateway: one signature serves all requests of the same actor with the same grants for half of its life. */
export class IdentitySigner {
  private readonly secret: Promise<CryptoKey>;
  private readonly tokens: LRUCache<string, Promise<string>>;

  constructor(
    private readonly key: IdentityKey,
    private readonly ttlSeconds = 60,
  ) {
    this.secret = importJWK(key, 'EdDSA');
    this.tokens = new LRUCache({ max: 10_000, ttl: (ttlSeconds * 1000) / 2 });
  }

  /** A token with at least half of its life left. */
  tokenOf(actor: Actor): Promise<string> {
    const key = JSON.stringify([actor.id, actor.grants]);
    const known = this.tokens.get(key);
    if (known) return known;
    const token = this.secret.then((secret) => sign(actor, this.key.kid, secret, this.ttlSeconds));
    this.tokens.set(key, token);
    token.catch(() => this.tokens.delete(key));
    return token;
  }
}

/** Checks identity tokens. A token seen before costs a look-up until it expires, not a signature check. */
export class IdentityVerifier {
  private readonly keys: ReadonlyMap<string, Promise<CryptoKey>>;
  private readonly seen = new LRUCache<string, { actor: Actor; until: number }>({ max: 20_000 });
  private readonly underway = new Map<string, Promise<Actor | undefined>>();

  constructor(keys: IdentityKeys) {
    this.keys = new Map(keys.keys.map(({ kid, kty, crv, x }) => [kid, importJWK({ kty, crv, x }, 'EdDSA')]));
  }

  /** The actor of a token checked earlier that still holds; undefined says nothing about a token not seen yet. */
  known(token: string): Actor | undefined {
    const entry = this.seen.get(token);
    if (!entry) return undefined;
    if (entry.until > Date.now()) return entry.actor;
    this.seen.delete(token);
    return undefined;
  }

  /** The actor, or undefined for a token that is forged, expired, for another audience, or not a token. */
  verify(token: string): Promise<Actor | undefined> {
    const known = this.known(token);
    if (known) return Promise.resolve(known);
    let check = this.underway.get(token);
    if (!check) {
      check = this.check(token).finally(() => this.underway.delete(token));
      this.underway.set(token, check);
    }
    return check;
  }

  private async check(token: string): Promise<Actor | undefined> {
    if (token.length > 16_000) return undefined;
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.keyOf(kid), {
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: ['EdDSA'],
        requiredClaims: ['sub', 'exp', 'grants'],
      });
      const parsed = claims.safeParse(payload);
      if (!parsed.success) return undefined;
      const actor: Actor = Object.freeze({ id: parsed.data.sub, grants: Object.freeze(parsed.data.grants) });
      this.seen.set(token, { actor, until: parsed.data.exp * 1000 });
      return actor;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  private async keyOf(kid: string | undefined): Promise<CryptoKey> {
    const key = kid === undefined ? undefined : this.keys.get(kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  }
}

/** Short name of a token for logs: tells two apart, reveals neither. */
export const fingerprintOf = (token: string): string =>
  createHash('sha256').update(token).digest('base64url').slice(0, 8);
