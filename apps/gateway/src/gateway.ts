import type { Pool } from 'pg';
import { lastingPool } from '@wangge/platform/database/lasting-pool';
import type Provider from 'oidc-provider';
import { Questions } from '@wangge/platform/messaging/questions';
import { IdentitySigner } from '@wangge/platform/identity/identity-token';
import type { Log } from '@wangge/platform/telemetry/log';
import type { GatewayEnvironment } from './configuration/gateway-environment';
import { ROUTES, type ServiceName } from './forwarding/route-table';
import { Upstream } from './forwarding/upstream';
import { AccessDirectory, type Asker } from './identity/access-directory';
import { BearerTokens } from './identity/bearer-tokens';
import { Callers } from './identity/callers';
import { ApiKeys } from './limits/api-keys';
import type { Limits, LimitSettings } from './limits/limits';
import { createEmbeddedProvider } from './sign-in/embedded-provider';
import { issuerOf } from './sign-in/issuer';
import { removeExpired } from './sign-in/provider-storage';
import { SessionCookie } from './sign-in/session-cookie';
import { SignInFlow } from './sign-in/sign-in-flow';
import { ServiceDocuments } from './documentation/service-documents';

/** Injects the parts of the gateway: `@Inject(GATEWAY) private readonly gateway: Gateway`. */
export const GATEWAY = Symbol('wangge:gateway');

const EXPIRED_EVERY_MS = 10 * 60_000;

/** The parts of the gateway, made once from the environment. */
export class Gateway {
  readonly publicUrl: string;
  readonly adminUrl: string;
  readonly pool: Pool;
  readonly access: AccessDirectory;
  readonly sessions: SessionCookie;
  readonly callers: Callers;
  readonly signer: IdentitySigner;
  readonly signIn: SignInFlow;
  readonly provider: Provider | undefined;
  readonly upstreams: Readonly<Record<ServiceName, Upstream>>;
  readonly ui: Upstream;
  readonly documents: ServiceDocuments;
  readonly routes = ROUTES;
  readonly apiKeys: ApiKeys;
  readonly limitSettings: LimitSettings;
  /** Set when the HTTP server is there, which keeps the counts. */
  limits!: Limits;
  private readonly ownQuestions: Questions | undefined;
  private readonly cleaning: NodeJS.Timeout;

  constructor(
    readonly environment: GatewayEnvironment,
    readonly log: Log,
    /** Who answers questions about people; NATS unless given. */
    asker?: Asker,
  ) {
    this.publicUrl = new URL(environment.WANGGE_PUBLIC_URL).origin;
    this.adminUrl = new URL(environment.WANGGE_ADMIN_URL).origin;
    this.pool = lastingPool(
      {
        connectionString: environment.DATABASE_URL,
        max: 5,
        connectionTimeoutMillis: 3_000,
        statement_timeout: 10_000,
      },
      (error) => log.warn({ err: error }, 'a database connection was lost'),
    );
    this.ownQuestions = asker
      ? undefined
      : new Questions({
          url: environment.NATS_URL,
          user: environment.NATS_USER,
          password: environment.NATS_PASSWORD,
          name: 'gateway',
        });
    this.access = new AccessDirectory(asker ?? this.ownQuestions!);
    this.apiKeys = new ApiKeys(asker ?? this.ownQuestions!);
    const issuer = issuerOf(environment);
    this.sessions = new SessionCookie(this.publicUrl, environment.WANGGE_COOKIE_KEYS.ring);
    this.callers = new Callers(new BearerTokens(issuer.bearer), this.sessions, this.access);
    this.signer = new IdentitySigner(environment.WANGGE_IDENTITY_SIGNING_KEY);
    const embedded = environment.WANGGE_OIDC_MODE === 'embedded';
    this.signIn = new SignInFlow(
      {
        publicUrl: this.publicUrl,
        issuer: issuer.configuration,
        accountClaim: embedded ? 'sub' : environment.WANGGE_OIDC_ACCOUNT_CLAIM,
        alwaysAsk: embedded,
      },
      environment.WANGGE_COOKIE_KEYS.ring,
      this.sessions,
    );
    this.provider = embedded
      ? createEmbeddedProvider(
          {
            publicUrl: this.publicUrl,
            audience: environment.WANGGE_OIDC_AUDIENCE,
            keys: environment.WANGGE_OIDC_JWKS!,
            cookieKeys: environment.WANGGE_COOKIE_KEYS,
            clientId: environment.WANGGE_OIDC_CLIENT_ID,
            clientSecret: environment.WANGGE_OIDC_CLIENT_SECRET!,
            operatorSecret: environment.WANGGE_OPERATOR_SECRET!,
          },
          this.access,
          this.pool,
        )
      : undefined;
    this.provider?.on('server_error', (_context, error) => log.error({ err: error }, 'the embedded provider failed'));
    const answerHeaders = {
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'referrer-policy': 'no-referrer',
    };
    const service = (origin: string) =>
      new Upstream(origin, { headersTimeout: environment.WANGGE_TUNE_UPSTREAM_TIMEOUT_MS, answerHeaders });
    this.upstreams = {
      intake: service(environment.WANGGE_INTAKE_URL),
      dispatch: service(environment.WANGGE_DISPATCH_URL),
    };
    // The UI waits for new events of a history with requests that the server holds for up to a minute.
    this.ui = new Upstream(environment.TEMPORAL_UI_URL, {
      headersTimeout: 75_000,
      bodyTimeout: 75_000,
      keepCookies: true,
      answerHeaders: { 'x-frame-options': 'SAMEORIGIN', 'referrer-policy': 'same-origin' },
    });
    this.documents = new ServiceDocuments(this.upstreams);
    this.limitSettings = {
      strangerPostsPerMinute: environment.WANGGE_LIMIT_STRANGER_PER_MINUTE,
      strangerReadsPerMinute: environment.WANGGE_LIMIT_STRANGER_READS_PER_MINUTE,
      accountPerMinute: environment.WANGGE_LIMIT_ACCOUNT_PER_MINUTE,
      signInPerMinute: environment.WANGGE_LIMIT_SIGN_IN_PER_MINUTE,
    };
    this.cleaning = setInterval(() => {
      removeExpired(this.pool).catch((error: unknown) => log.warn({ err: error }, 'expired sign-ins were not removed'));
    }, EXPIRED_EVERY_MS);
    this.cleaning.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.cleaning);
    await Promise.all([
      ...Object.values(this.upstreams).map((upstream) => upstream.close()),
      this.ui.close(),
      this.ownQuestions?.close(),
    ]);
    await this.pool.end();
  }
}
