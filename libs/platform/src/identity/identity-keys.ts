import { z } from 'zod';

/** An Ed25519 JSON Web Key (RFC 8037); `d` is present only where identities are signed. */
const jwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  d: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .optional(),
});
const jwks = z.object({ keys: z.array(jwk).min(1).max(20) });

export type IdentityKey = z.output<typeof jwk>;
export type IdentityKeys = z.output<typeof jwks>;

/** Reads a JWKS (or a single JWK) text. Throws `Error` that names the field, never the key. */
export function parseJwks(text: string): IdentityKeys {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('must be a JSON Web Key Set');
  }
  const parsed = jwks.safeParse(
    value !== null && typeof value === 'object' && 'kty' in value ? { keys: [value] } : value,
  );
  if (!parsed.success) {
    throw new Error(
      `must be a JSON Web Key Set of Ed25519 keys with kid (wrong: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')})`,
    );
  }
  return parsed.data;
}

/** The key that signs: the first with its private part. Throws when the set holds public keys only. */
export function signingKeyOf(keys: IdentityKeys): IdentityKey {
  const key = keys.keys.find((one) => one.d !== undefined);
  if (!key) throw new Error('WANGGE_IDENTITY_JWKS holds no private key: only the gateway signs identities');
  return key;
}

/** The same keys without their private parts: what services other than the gateway are given. */
export const publicKeysOf = (keys: IdentityKeys): IdentityKeys => ({
  keys: keys.keys.map(({ kty, crv, kid, x }) => ({ kty, crv, kid, x })),
});
