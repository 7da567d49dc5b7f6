import * as client from 'openid-client';
import { issuerKeys, localKeys, type BearerSettings } from '../identity/bearer-tokens';
import type { GatewayEnvironment } from '../configuration/gateway-environment';
import { publicPart } from './provider-keys';

const DEADLINE_SECONDS = 5;
/** After a failed attempt the issuer is asked again at the earliest then. */
const RETRY_MS = 5_000;

/** The OIDC issuer of this installation: our own for development, or the organisation's. */
export interface Issuer {
  readonly configuration: () => Promise<client.Configuration>;
  readonly bearer: () => Promise<BearerSettings>;
}

export function issuerOf(environment: GatewayEnvironment): Issuer {
  return environment.WANGGE_OIDC_MODE === 'embedded' ? embeddedIssuer(environment) : externalIssuer(environment);
}

/** Everything is known beforehand; only the exchange of the code goes over HTTP, through our own front door. */
function embeddedIssuer(environment: GatewayEnvironment): Issuer {
  const keys = environment.WANGGE_OIDC_JWKS!;
  const issuer = `${environment.WANGGE_PUBLIC_URL.replace(/\/$/, '')}/oidc`;
  const configuration = new client.Configuration(
    {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      authorization_response_iss_parameter_supported: true,
      id_token_signing_alg_values_supported: [keys.algorithm],
    },
    environment.WANGGE_OIDC_CLIENT_ID,
    { client_secret: environment.WANGGE_OIDC_CLIENT_SECRET, id_token_signed_response_alg: keys.algorithm },
    client.ClientSecretBasic(environment.WANGGE_OIDC_CLIENT_SECRET),
  );
  configuration.timeout = DEADLINE_SECONDS;
  // Loopback in development; the embedded provider never starts in production.
  client.allowInsecureRequests(configuration);
  const bearer: BearerSettings = {
    issuer,
    audience: environment.WANGGE_OIDC_AUDIENCE,
    algorithms: [keys.algorithm],
    accountClaim: 'sub',
    keys: localKeys(publicPart(keys)),
  };
  return { configuration: () => Promise.resolve(configuration), bearer: () => Promise.resolve(bearer) };
}

const ASYMMETRIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Asked from the issuer once; a failure is tried again at the next sign-in. */
function externalIssuer(environment: GatewayEnvironment): Issuer {
  const server = new URL(environment.WANGGE_OIDC_ISSUER!);
  const insecure = environment.WANGGE_ENV === 'development';
  let known: Promise<client.Configuration> | undefined;
  let failedAt: number | undefined;
  const configuration = () => {
    if (failedAt !== undefined && Date.now() - failedAt > RETRY_MS) known = failedAt = undefined;
    if (known === undefined) {
      known = client.discovery(
        server,
        environment.WANGGE_OIDC_CLIENT_ID,
        undefined,
        client.ClientSecretBasic(environment.WANGGE_OIDC_CLIENT_SECRET),
        {
          timeout: DEADLINE_SECONDS,
          execute: insecure ? [client.allowInsecureRequests] : [],
        },
      );
      known.catch(() => (failedAt = Date.now()));
    }
    return known;
  };
  let bearer: Promise<BearerSettings> | undefined;
  return {
    configuration,
    bearer: () => {
      bearer ??= configuration().then((found) => {
        const metadata = found.serverMetadata();
        if (metadata.jwks_uri === undefined) throw new Error('the issuer publishes no keys');
        return {
          issuer: metadata.issuer,
          audience: environment.WANGGE_OIDC_AUDIENCE,
          algorithms: ASYMMETRIC,
          accountClaim: environment.WANGGE_OIDC_ACCOUNT_CLAIM,
          keys: issuerKeys(new URL(metadata.jwks_uri)),
        };
      });
      bearer.catch(() => (bearer = undefined));
      return bearer;
    },
  };
}
