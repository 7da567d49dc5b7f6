import type { IncomingHttpHeaders } from 'node:http';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether the method only reads. */
export const isSafe = (method: string): boolean => SAFE.has(method);

/**
 * Whether a request that is signed in by its cookie really comes from our own page: our header (another site cannot send
 * it without asking first, and is never allowed to), or the browser's word that it is the same origin. `same-site` is not enough:
 * another port of the host is the same site.
 */
export function comesFromOwnPage(method: string, headers: IncomingHttpHeaders, ownOrigin: string): boolean {
  if (isSafe(method)) return true;
  if (headers.origin !== undefined && headers.origin !== ownOrigin) return false;
  return (
    headers['x-wangge-csrf'] === '1' || headers['sec-fetch-site'] === 'same-origin' || headers.origin === ownOrigin
  );
}
