import Provider, { errors, type Configuration, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import type { Pool } from 'pg';
import { Refusal } from '@wangge/platform/http/problem';
import type { AccessDirectory } from '../identity/access-directory';
import { ACCOUNT } from '../identity/bearer-tokens';
import { html, page, textsFor } from '../pages/page';
import type { CookieKeys } from './cookie-keys';
import type { ProviderKeys } from './provider-keys';
import { providerStorage } from './provider-storage';

export const OPERATOR_GRANT = 'urn:wangge:grant:operator';
export const OPERATOR_CLIENT = 'wangge-operator';
const RESOURCE = 'urn:wangge:api';
/** A working day: a replay or an afternoon of calls needs one token. */
const OPERATOR_TOKEN_SECONDS = 8 * 3600;

export interface EmbeddedProviderSettings {
  /** Origin that people see; the issuer is `<origin>/oidc`. */
  readonly publicUrl: string;
  readonly audience: string;
  readonly keys: ProviderKeys;
  readonly cookieKeys: CookieKeys;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly operatorSecret: string;
}

/** The path of the page on which a person chooses an account. */
export const interactionPath = (uid: string): string => `/auth/interaction/${uid}`;

/**
 * The OIDC provider of development: it signs in anybody whom dispatch knows, without a password. Its accounts are the people
 * of the platform; it keeps its sessions in the gateway's database.
 */
export function createEmbeddedProvider(
  settings: EmbeddedProviderSettings,
  access: AccessDirectory,
  pool: Pool,
): Provider {
  const { publicUrl, keys } = settings;
  const suffix = new URL(publicUrl).port || '443';
  const resourceServer = {
    scope: '',
    audience: settings.audience,
    accessTokenFormat: 'jwt',
    accessTokenTTL: OPERATOR_TOKEN_SECONDS,
    jwt: { sign: { alg: keys.algorithm, kid: keys.keys[0]!.kid } },
  } as unknown as ResourceServer;
  const configuration: Configuration = {
    adapter: providerStorage(pool),
    jwks: { keys: [...keys.keys] },
    clients: [
      {
        client_id: settings.clientId,
        client_name: 'Wangge',
        client_secret: settings.clientSecret,
        redirect_uris: [`${publicUrl}/auth/callback`],
        post_logout_redirect_uris: [`${publicUrl}/`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: keys.algorithm as 'RS256',
        token_endpoint_auth_method: 'client_secret_basic',
      },
      {
        client_id: OPERATOR_CLIENT,
        client_secret: settings.operatorSecret,
        redirect_uris: [],
        grant_types: [OPERATOR_GRANT],
        response_types: [],
        id_token_signed_response_alg: keys.algorithm as 'RS256',
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    enabledJWA: { idTokenSigningAlgValues: [keys.algorithm as 'RS256'] },
    clientDefaults: { id_token_signed_response_alg: keys.algorithm as 'RS256' },
    responseTypes: ['code'],
    scopes: ['openid', 'profile'],
    claims: { openid: ['sub'], profile: ['name'] },
    pkce: { required: () => true },
    cookies: {
      keys: [...settings.cookieKeys.providerKeys],
      names: {
        session: `wangge-op-session-${suffix}`,
        interaction: `wangge-op-interaction-${suffix}`,
        resume: `wangge-op-resume-${suffix}`,
      },
      long: { httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => '',
        getResourceServerInfo: (_context, resource) => {
          if (resource !== RESOURCE) throw new errors.InvalidTarget();
          return resourceServer;
        },
      },
    },
    interactions: { url: (_context, interaction) => interactionPath(interaction.uid) },
    ttl: {
      AccessToken: OPERATOR_TOKEN_SECONDS,
      AuthorizationCode: 60,
      IdToken: 600,
      Interaction: 600,
      Session: 8 * 3600,
      Grant: 8 * 3600,
    },
    findAccount: async (_context, id) => {
      const known = await access.of(id);
      return known.found ? { accountId: id, claims: () => ({ sub: id, name: known.name }) } : undefined;
    },
    // Our own console needs nobody's consent.
    loadExistingGrant: async (context) => {
      const { session, client, provider } = context.oidc;
      if (!session?.accountId || !client) return undefined;
      const known = session.grantIdFor(client.clientId);
      const grant = known === undefined ? undefined : await provider.Grant.find(known);
      if (grant?.accountId === session.accountId) return grant;
      const fresh = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      fresh.addOIDCScope('openid profile');
      await fresh.save();
      return fresh;
    },
    renderError: (context, out) => {
      const { language, say } = textsFor(context.get('accept-language'));
      const shown = page(
        language,
        say('provider.error'),
        html`<h1>${say('provider.error')}</h1>
          <p>${out.error_description ?? out.error}</p>
          <p><a href="/auth/login">${say('sign-in.again')}</a></p>`,
      );
      context.set({ ...shown.headers });
      context.body = shown.body;
    },
  };
  const provider = new Provider(`${publicUrl}/oidc`, configuration);
  provider.proxy = false;
  provider.registerGrantType(OPERATOR_GRANT, (context) => grantToOperator(context, access, resourceServer), [
    'account',
  ]);
  return provider;
}

/** A token for the account that the operator names, for `npx wangge token`. */
async function grantToOperator(
  context: KoaContextWithOIDC,
  access: AccessDirectory,
  resourceServer: ResourceServer,
): Promise<void> {
  const { client, params, provider } = context.oidc;
  const account = params?.['account'];
  if (typeof account !== 'string' || !ACCOUNT.test(account))
    throw new errors.InvalidRequest('account is missing or not an account id');
  const known = await Promise.resolve(access.of(account)).catch((error: unknown) => {
    if (error instanceof Refusal)
      throw new errors.TemporarilyUnavailable('who holds which post cannot be asked now; try again');
    throw error;
  });
  if (!known.found)
    throw new errors.CustomOIDCProviderError(
      'invalid_grant',
      `there is no account ${account}, or it holds no post in force`,
    );
  const token = new provider.AccessToken({
    accountId: account,
    client: client!,
    gty: OPERATOR_GRANT,
  } as ConstructorParameters<typeof provider.AccessToken>[0]);
  token.resourceServer = resourceServer;
  const value = await token.save();
  context.body = { access_token: value, expires_in: token.expiration, token_type: 'Bearer' };
}
