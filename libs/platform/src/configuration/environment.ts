import { isIP } from 'node:net';
import { z } from 'zod';
import { parseJwks } from '../identity/identity-keys';
import { parseKeyRing } from './keys';

/** The process refuses to start: each wrong variable is named, no value is repeated (it may be a secret). */
export class EnvironmentRefused extends Error {
  override readonly name = 'EnvironmentRefused';

  constructor(message: string) {
    super(message);
    // What the operator reads when nobody catches it: the variables, no stack.
    this.stack = message;
  }
}

/** A text read by `parse`, whose error becomes the variable's message. */
const readBy = <T>(parse: (text: string) => T) =>
  z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });

const url = z
  .string()
  .max(2000)
  .refine((text) => URL.canParse(text), 'must be a URL');

/** `10.0.0.1,192.168.0.0/16` → list. Only these may set X-Forwarded-For; an empty value trusts nobody. */
const addresses = readBy((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [address = '', bits, ...rest] = part.split('/');
      const version = isIP(address);
      const widest = version === 4 ? 32 : 128;
      if (
        version === 0 ||
        rest.length > 0 ||
        (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= widest))
      ) {
        throw new Error(`${part.slice(0, 60)} is not an address or CIDR`);
      }
      return part;
    }),
);

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What every process needs, with or without a database: `startService` reads this part itself. */
export const processEnvironment = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  /** Absent means production: the strict side. */
  WANGGE_ENV: z.enum(['development', 'production']).default('production'),
  WANGGE_SERVICE: z
    .string()
    .regex(/^[a-z][a-z-]{1,30}$/)
    .optional(),
  WANGGE_ROLE: z.enum(['api', 'worker', 'all']).default('all'),
  WANGGE_HOST: z.string().min(1).max(255).default('127.0.0.1'),
  WANGGE_HTTP_PORT: z.coerce.number().int().min(0).max(65535),
  /** Where people reach the platform, and the second origin with the Temporal UI. */
  WANGGE_PUBLIC_URL: url.default('http://127.0.0.1:3000'),
  WANGGE_ADMIN_URL: url.default('http://127.0.0.1:3001'),
  WANGGE_BUILD_ID: z.string().min(1).max(100).default('unversioned'),
  /** JSON Web Key Set, Ed25519. The gateway's holds the private key (`d`), everyone else's only public ones. */
  WANGGE_IDENTITY_JWKS: readBy(parseJwks),
  WANGGE_TRUSTED_PROXIES: addresses.default([]),
  WANGGE_TUNE_LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  /** Bearer token for /metrics from elsewhere than loopback; absent: loopback only. */
  WANGGE_METRICS_TOKEN: z.string().min(16).max(500).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
});

/** What a service with a database, messages and workflows needs. Extend or omit: `serviceEnvironment.extend({…})`. */
export const serviceEnvironment = processEnvironment.extend({
  WANGGE_DATA: z.string().min(1).max(1000).default('.wangge'),
  DATABASE_URL: url,
  NATS_URL: z.string().min(1).max(1000),
  NATS_USER: z.string().max(200).optional(),
  NATS_PASSWORD: z.string().max(500).optional(),
  TEMPORAL_ADDRESS: z.string().regex(/^\S+:\d{1,5}$/, 'must be host:port'),
  TEMPORAL_NAMESPACE: z.string().min(1).max(255).default('default'),
  /** `kid:base64,…`: seals personal data columns. */
  WANGGE_DATA_KEYS: readBy(parseKeyRing),
  /** `kid:base64,…`: seals Temporal payloads. */
  WANGGE_PAYLOAD_KEYS: readBy(parseKeyRing),
});

export type ProcessEnvironment = z.output<typeof processEnvironment>;
export type ServiceEnvironment = z.output<typeof serviceEnvironment>;

const SECRET = /(PASSWORD|SECRET|TOKEN|KEY|KEYS|JWKS|URL)$/;

/** Whether a secret or a key id begins with `dev-`: such values are in the repository for everyone to read. */
function isForDevelopment(name: string, value: string): boolean {
  if (!SECRET.test(name)) return false;
  if (name.endsWith('URL')) return /^[^/]*\/\/(dev-|[^/@]*:dev-)[^@]*@/.test(value);
  if (name.endsWith('JWKS')) return /"kid"\s*:\s*"dev-/.test(value);
  return value.split(',').some((part) => /^\s*(dev-|[^:]*:dev-)/.test(part));
}

/**
 * Reads and checks the environment once. Throws `EnvironmentRefused` with one line for each wrong variable.
 * An empty variable counts as absent.
 */
export function readEnvironment<S extends z.ZodObject>(
  schema: S,
  source: NodeJS.ProcessEnv = process.env,
): z.output<S> {
  const given = Object.fromEntries(
    Object.entries(source).filter(([name, value]) => value !== '' && name in schema.shape),
  );
  const parsed = schema.safeParse(given, { error: z.locales.en().localeError });
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map(
        (issue) =>
          `  ${issue.path.join('.')}: ${given[String(issue.path[0])] === undefined ? 'is missing' : issue.message}`,
      );
  if ((source.WANGGE_ENV ?? 'production') !== 'development') {
    for (const [name, value] of Object.entries(given)) {
      if (isForDevelopment(name, value!))
        wrong.push(`  ${name}: a key or secret beginning with dev- is for development only`);
    }
  }
  if (!parsed.success || wrong.length > 0)
    throw new EnvironmentRefused(`The environment is not usable:\n${wrong.join('\n')}`);
  return parsed.data;
}
