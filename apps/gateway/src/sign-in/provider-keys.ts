import { z } from 'zod';

const jwk = z.looseObject({
  kty: z.enum(['RSA', 'EC', 'OKP']),
  crv: z.string().optional(),
  alg: z.string().optional(),
  kid: z.string().min(1).max(100).optional(),
  d: z.string().min(1),
});
export type ProviderKey = z.output<typeof jwk>;

/** The embedded provider's private keys; the first one signs. */
export interface ProviderKeys {
  readonly keys: readonly ProviderKey[];
  readonly algorithm: string;
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  RSA: 'RS256',
  'P-256': 'ES256',
  'P-384': 'ES384',
  Ed25519: 'EdDSA',
};

/** Reads a private JWKS. Throws an error that never repeats a key. */
export function parseProviderKeys(text: string): ProviderKeys {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('must be a JSON Web Key Set');
  }
  const parsed = z.object({ keys: z.array(jwk).min(1).max(20) }).safeParse(value);
  if (!parsed.success) throw new Error('must be a JSON Web Key Set of private keys');
  const first = parsed.data.keys[0]!;
  const algorithm = first.alg ?? ALGORITHMS[first.crv ?? first.kty];
  if (!algorithm) throw new Error('holds a key of a kind that is not used here');
  return { keys: parsed.data.keys, algorithm };
}

/** Without the private parts: for checking signatures. */
export const publicPart = (keys: ProviderKeys) => ({
  keys: keys.keys.map(
    ({ kty, crv, kid, alg, n, e, x, y }) =>
      JSON.parse(
        JSON.stringify({
          kty,
          crv,
          kid,
          alg: alg ?? (keys.keys.length === 1 ? keys.algorithm : undefined),
          n,
          e,
          x,
          y,
          use: 'sig',
        }),
      ) as Record<string, string>,
  ),
});
