import { createHash, createSecretKey, hkdfSync } from 'node:crypto';
import type { DataKey, KeyRing } from '@wangge/platform/configuration/keys';

/** Keys of the session cookie, and texts that the embedded provider signs its own cookies with. */
export interface CookieKeys {
  readonly ring: KeyRing;
  readonly providerKeys: readonly string[];
}

/** Reads `base64,base64,…` (each at least 32 bytes, a `name:` before it is ignored); the first one seals. */
export function parseCookieKeys(text: string): CookieKeys {
  const secrets = text.split(',').map((part) => Buffer.from(part.slice(part.indexOf(':') + 1).trim(), 'base64'));
  if (secrets.some((secret) => secret.length < 32))
    throw new Error('must be base64 keys of at least 32 bytes, separated by commas');
  const byId = new Map<string, DataKey>();
  for (const secret of secrets) {
    const id = createHash('sha256').update('cookie-key-id').update(secret).digest('hex').slice(0, 8);
    byId.set(id, { id, secret: createSecretKey(derive(secret, 'session')) });
  }
  const [current] = byId.values();
  return {
    ring: { current: current!, byId },
    providerKeys: secrets.map((secret) => derive(secret, 'provider').toString('base64url')),
  };
}

const derive = (secret: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `wangge-cookie-${purpose}`, 32));
