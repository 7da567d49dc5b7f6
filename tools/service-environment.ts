import { join } from 'node:path';
import { loopback, type Installation, type Service } from './installation.ts';
import { applicationUrl } from './database/migrate.ts';
import { buildId, cacheFolder } from './repository.ts';
import type { Secrets } from './secrets.ts';
import { natsUser } from './servers/nats.ts';
import { temporalNamespace } from './servers/temporal.ts';

/** What of the caller's environment every process gets: what programs need to run, and the tunables meant for them. */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'];
/** What a place chooses for itself. */
const chosen = [
  ...['WANGGE_CITY_GRID', 'WANGGE_PETITION_OFFICE', 'WANGGE_PETITION_RULES', 'WANGGE_DOCUMENT_ORGAN_CODE'],
  'WANGGE_PERSONAL_DATA_YEARS',
];
const isTunable = (name: string) =>
  ['WANGGE_TUNE_', 'WANGGE_LIMIT_', 'OTEL_'].some((prefix) => name.startsWith(prefix));

export interface ServiceContext {
  installation: Installation;
  secrets: Secrets;
  /** The environment `npm start` was called with. */
  caller: NodeJS.ProcessEnv;
}

/** The whole environment of one of our processes. A key is given only to the services that use it. */
export function serviceEnvironment(
  service: Service,
  role: 'api' | 'worker' | 'all',
  httpPort: number,
  { installation, secrets, caller }: ServiceContext,
): Record<string, string> {
  const { ports } = installation;
  return {
    ...pickEnvironment(caller, (name) => inherited.includes(name) || isTunable(name)),
    NODE_ENV: 'production',
    // Under glibc every thread has arenas of its own; two for all keep a process some tens of MiB smaller.
    MALLOC_ARENA_MAX: '2',
    // Compiled code kept between starts: a third less work for each of them.
    NODE_COMPILE_CACHE: join(cacheFolder, 'compiled'),
    WANGGE_ENV: 'development',
    WANGGE_SERVICE: service,
    WANGGE_ROLE: role,
    WANGGE_HOST: loopback,
    WANGGE_HTTP_PORT: `${httpPort}`,
    WANGGE_PUBLIC_URL: installation.publicUrl,
    WANGGE_ADMIN_URL: installation.adminUrl,
    WANGGE_DATA: installation.folders.data,
    WANGGE_BUILD_ID: buildId(),
    WANGGE_TRUSTED_PROXIES: caller.WANGGE_TRUSTED_PROXIES ?? '',
    DATABASE_URL: applicationUrl(service, installation, secrets),
    NATS_URL: `nats://${loopback}:${ports.nats}`,
    NATS_USER: natsUser,
    NATS_PASSWORD: secrets.natsPassword,
    TEMPORAL_ADDRESS: `${loopback}:${ports.temporal}`,
    TEMPORAL_NAMESPACE: temporalNamespace,
    WANGGE_IDENTITY_JWKS: JSON.stringify(secrets.identityJwks),
    WANGGE_DATA_KEYS: secrets.dataKeys,
    WANGGE_PAYLOAD_KEYS: secrets.payloadKeys,
    WANGGE_QUERY_CODE_KEY: secrets.queryCodeKey,
    ...(service === 'gateway' ? gatewayEnvironment(installation, secrets) : {}),
    ...(service === 'intake' ? pickEnvironment(caller, (name) => chosen.includes(name)) : {}),
  };
}

function gatewayEnvironment({ ports }: Installation, secrets: Secrets): Record<string, string> {
  return {
    WANGGE_ADMIN_PORT: `${ports.admin}`,
    WANGGE_INTAKE_URL: `http://${loopback}:${ports.intake}`,
    WANGGE_DISPATCH_URL: `http://${loopback}:${ports.dispatch}`,
    TEMPORAL_UI_URL: `http://${loopback}:${ports.temporalUi}`,
    WANGGE_IDENTITY_SIGNING_KEY: JSON.stringify(secrets.identitySigningKey),
    WANGGE_COOKIE_KEYS: secrets.cookieKeys,
    WANGGE_OIDC_MODE: 'embedded',
    WANGGE_OIDC_JWKS: JSON.stringify(secrets.oidcJwks),
    WANGGE_OIDC_CLIENT_SECRET: secrets.oidcClientSecret,
    WANGGE_OPERATOR_SECRET: secrets.operatorSecret,
  };
}

const pickEnvironment = (environment: NodeJS.ProcessEnv, wanted: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && wanted(entry[0]),
    ),
  );
