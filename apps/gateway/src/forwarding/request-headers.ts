import type { IncomingHttpHeaders } from 'node:http';

/** Headers that belong to one connection (RFC 9110 section 7.6.1), and framing that the next hop sets itself. */
const OF_THE_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
];

/** What only the gateway may say: who the caller is and where the request comes from. */
const SAID_BY_THE_GATEWAY = [
  'authorization',
  'host',
  'content-length',
  'expect',
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'x-original-url',
  'x-rewrite-url',
];

const DROPPED = new Set([...OF_THE_CONNECTION, ...SAID_BY_THE_GATEWAY]);
const dropped = (name: string): boolean =>
  DROPPED.has(name) || name.startsWith('x-forwarded-') || name.startsWith('x-wangge-');

export interface Origin {
  readonly address: string;
  readonly protocol: string;
  readonly host: string;
}

/**
 * The headers for a service: the client's, without those of its connection, its claims about itself, and whatever its
 * Connection header names; with the origin as the gateway saw it.
 * @param keepCookies false for our own services, which have no use for them
 */
export function headersForUpstream(
  given: IncomingHttpHeaders,
  origin: Origin,
  keepCookies = false,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  const named =
    given.connection === undefined || given.connection === 'keep-alive' ? undefined : given.connection.toLowerCase();
  const alsoDropped = named === undefined ? undefined : new Set(named.split(',').map((name) => name.trim()));
  for (const name in given) {
    const value = given[name];
    if (value === undefined || dropped(name) || (name === 'cookie' && !keepCookies) || alsoDropped?.has(name)) continue;
    headers[name] = value;
  }
  headers['x-forwarded-for'] = origin.address;
  headers['x-forwarded-proto'] = origin.protocol;
  headers['x-forwarded-host'] = origin.host;
  return headers;
}

const DROPPED_FROM_ANSWERS = new Set([...OF_THE_CONNECTION, 'server', 'x-powered-by']);

/** Whether an upstream's answer header goes on to the client. Our services set no cookies; the Temporal UI does. */
export const passesToClient = (name: string, keepCookies: boolean): boolean =>
  !DROPPED_FROM_ANSWERS.has(name) && (keepCookies || name !== 'set-cookie');
