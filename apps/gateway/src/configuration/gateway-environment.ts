import { z } from 'zod';
import { processEnvironment, readEnvironment } from '@wangge/platform/configuration/environment';
import { parseKeyRing } from '@wangge/platform/configuration/keys';
import { parseJwks, signingKeyOf } from '@wangge/platform/identity/identity-keys';
import { parseCookieKeys } from '../sign-in/cookie-keys';
import { parseProviderKeys } from '../sign-in/provider-keys';

const origin = z
  .string()
  .max(500)
  .refine(
    (text) => URL.canParse(text) && new URL(text).pathname === '/' && /^https?:$/.test(new URL(text).protocol),
    'must be an http(s) origin without a path',
  );
const perMinute = (standard: number) => z.coerce.number().int().min(1).max(10_000_000).default(standard);

const readBy = <T>(parse: (text: string) => T) =>
  z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });

/** What the gateway reads beside every process's own variables. */
export const gatewayEnvironment = processEnvironment.extend({
  WANGGE_ADMIN_PORT: z.coerce.number().int().min(0).max(65535),
  WANGGE_PUBLIC_URL: origin,
  WANGGE_ADMIN_URL: origin,
  WANGGE_INTAKE_URL: origin,
  WANGGE_DISPATCH_URL: origin,
  TEMPORAL_UI_URL: origin,
  TEMPORAL_NAMESPACE: z.string().min(1).max(255).default('default'),
  DATABASE_URL: z
    .string()
    .max(2000)
    .refine((text) => URL.canParse(text), 'must be a URL'),
  NATS_URL: z.string().min(1).max(1000),
  NATS_USER: z.string().max(200).optional(),
  NATS_PASSWORD: z.string().max(500).optional(),
  /** The Ed25519 private key that signs who a caller is for the services behind. */
  WANGGE_IDENTITY_SIGNING_KEY: readBy((text) => signingKeyOf(parseJwks(text))),
  WANGGE_PAYLOAD_KEYS: readBy(parseKeyRing),
  /** The first key seals sessions, every key still opens them: rotation is putting a new one first. */
  WANGGE_COOKIE_KEYS: readBy(parseCookieKeys),
  WANGGE_OIDC_MODE: z.enum(['embedded', 'external']).default('external'),
  /** Embedded: the provider's private keys. */
  WANGGE_OIDC_JWKS: readBy(parseProviderKeys).optional(),
  WANGGE_OIDC_CLIENT_SECRET: z.string().min(16).max(500).optional(),
  WANGGE_OPERATOR_SECRET: z.string().min(16).max(500).optional(),
  /** External: the issuer, and which claim of it is the account id. */
  WANGGE_OIDC_ISSUER: z
    .string()
    .max(500)
    .refine((text) => URL.canParse(text), 'must be a URL')
    .optional(),
  WANGGE_OIDC_CLIENT_ID: z.string().min(1).max(200).default('wangge-console'),
  WANGGE_OIDC_ACCOUNT_CLAIM: z.string().min(1).max(100).default('sub'),
  /** `aud` that a bearer token must carry. */
  WANGGE_OIDC_AUDIENCE: z.string().min(1).max(200).default('wangge'),
  WANGGE_LIMIT_STRANGER_PER_MINUTE: perMinute(30),
  WANGGE_LIMIT_STRANGER_READS_PER_MINUTE: perMinute(300),
  WANGGE_LIMIT_ACCOUNT_PER_MINUTE: perMinute(60_000),
  WANGGE_LIMIT_SIGN_IN_PER_MINUTE: perMinute(120),
  /** How long a service may take to begin its answer. */
  WANGGE_TUNE_UPSTREAM_TIMEOUT_MS: z.coerce.number().int().min(100).max(300_000).default(15_000),
});

export type GatewayEnvironment = z.output<typeof gatewayEnvironment>;

/** Reads the environment; the embedded provider is refused in production, for it signs in anybody without a password. */
export function readGatewayEnvironment(source: NodeJS.ProcessEnv = process.env): GatewayEnvironment {
  const environment = readEnvironment(gatewayEnvironment, source);
  const missing = (names: (keyof GatewayEnvironment)[]) => names.filter((name) => environment[name] === undefined);
  if (environment.WANGGE_OIDC_MODE === 'embedded') {
    if (environment.WANGGE_ENV === 'production') {
      throw new Error(
        'WANGGE_OIDC_MODE=embedded is for development only: it signs in anybody without a password. Set WANGGE_OIDC_MODE=external and WANGGE_OIDC_ISSUER.',
      );
    }
    const lacking = missing(['WANGGE_OIDC_JWKS', 'WANGGE_OIDC_CLIENT_SECRET', 'WANGGE_OPERATOR_SECRET']);
    if (lacking.length > 0) throw new Error(`WANGGE_OIDC_MODE=embedded needs ${lacking.join(', ')}`);
  } else {
    const lacking = missing(['WANGGE_OIDC_ISSUER', 'WANGGE_OIDC_CLIENT_SECRET']);
    if (lacking.length > 0) throw new Error(`WANGGE_OIDC_MODE=external needs ${lacking.join(', ')}`);
  }
  return environment;
}
