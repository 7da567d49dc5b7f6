import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '@wangge/platform/http/problem';
import type { ApiKey } from './api-keys';

export interface LimitSettings {
  readonly strangerPostsPerMinute: number;
  readonly strangerReadsPerMinute: number;
  readonly accountPerMinute: number;
  readonly signInPerMinute: number;
}

/** Addresses and accounts remembered at once; the longest unseen is forgotten first. */
const REMEMBERED = 50_000;

type Take = (request: FastifyRequest) => Promise<void>;

/**
 * How often one address or account may ask, counted per minute from its first request, in this process (with N copies of
 * the gateway the limits are N times as wide). The address is the socket's, or what a configured proxy says; an IPv6
 * address counts as its /64, which one subscriber has whole.
 */
export class Limits {
  private constructor(
    /** Filing and Open311 posts without an account. */
    readonly strangerPost: Take,
    /** Everything else without an account. */
    readonly strangerRead: Take,
    readonly signIn: Take,
    private readonly accountRequest: (request: FastifyRequest, account: string) => Promise<void>,
    private readonly apiKeyRequest: (request: FastifyRequest, key: ApiKey) => Promise<void>,
  ) {}

  static async on(instance: FastifyInstance, settings: LimitSettings): Promise<Limits> {
    await instance.register(rateLimit, { global: false });
    const accounts = new WeakMap<FastifyRequest, string>();
    const apiKeys = new WeakMap<FastifyRequest, ApiKey>();
    const limiter = (
      max: number | ((request: FastifyRequest) => number),
      keyGenerator: (request: FastifyRequest) => string,
    ): Take => {
      const take = instance.createRateLimit({ max, timeWindow: 60_000, keyGenerator, cache: REMEMBERED } as Parameters<
        typeof instance.createRateLimit
      >[0]);
      return async (request) => {
        const verdict = await take(request);
        if (!verdict.isAllowed && verdict.isExceeded)
          throw new Refusal('REQUEST.TOO_MANY', { retryAfterSeconds: Math.max(1, verdict.ttlInSeconds) });
      };
    };
    const byAddress = (request: FastifyRequest) => normalizeIP(request.ip, 64);
    const byAccount = limiter(settings.accountPerMinute, (request) => accounts.get(request)!);
    const byApiKey = limiter(
      (request) => apiKeys.get(request)!.limitPerMinute,
      (request) => apiKeys.get(request)!.id,
    );
    return new Limits(
      limiter(settings.strangerPostsPerMinute, byAddress),
      limiter(settings.strangerReadsPerMinute, byAddress),
      limiter(settings.signInPerMinute, byAddress),
      (request, account) => {
        accounts.set(request, account);
        return byAccount(request);
      },
      (request, key) => {
        apiKeys.set(request, key);
        return byApiKey(request);
      },
    );
  }

  account(request: FastifyRequest, account: string): Promise<void> {
    return this.accountRequest(request, account);
  }

  /** Each api key has a limit of its own. */
  apiKey(request: FastifyRequest, key: ApiKey): Promise<void> {
    return this.apiKeyRequest(request, key);
  }
}
