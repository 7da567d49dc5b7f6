import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

/** Keys for AES-256-GCM. `current` seals; every key in `byId` still opens, so that a rotation is: put a new key first. */
export interface KeyRing {
  readonly current: DataKey;
  readonly byId: ReadonlyMap<string, DataKey>;
}
export interface DataKey {
  readonly id: string;
  readonly secret: KeyObject;
}

/** A sealed value that does not open: unknown key, wrong aad, or altered bytes. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

const KEY_ID = /^[A-Za-z0-9._-]{1,32}$/;

/** Reads `kid:base64,kid:base64,…` (32 bytes each, the first one seals). Throws `Error` with what is wrong, never the key itself. */
export function parseKeyRing(text: string): KeyRing {
  const byId = new Map<string, DataKey>();
  for (const part of text.split(',')) {
    const at = part.indexOf(':');
    const id = part.slice(0, at).trim();
    if (at < 0 || !KEY_ID.test(id))
      throw new Error('expected kid:base64[,kid:base64…] with key ids of letters, digits, . _ -');
    if (byId.has(id)) throw new Error(`key id ${id} stands twice`);
    const bytes = Buffer.from(part.slice(at + 1).trim(), 'base64');
    if (bytes.length !== 32) throw new Error(`key ${id} has ${bytes.length} bytes, not 32`);
    byId.set(id, { id, secret: createSecretKey(bytes) });
  }
  const [current] = byId.values();
  return { current: current!, byId };
}

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals with the current key. `aad` binds the value to its place (`petition/petitioner/<row id>`), so that a sealed value
 * copied into another row does not open. Layout: version 1 byte, key id length 1 byte, key id, iv 12, ciphertext, tag 16.
 */
export function seal(ring: KeyRing, plaintext: Buffer, aad: string): Buffer {
  const { id, secret } = ring.current;
  const header = Buffer.concat([Buffer.from([VERSION, id.length]), Buffer.from(id, 'latin1')]);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secret, iv);
  cipher.setAAD(Buffer.concat([header, Buffer.from(aad, 'utf8')]));
  return Buffer.concat([header, iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `seal` made with the same `aad`. Throws `SealBroken`. */
export function open(ring: KeyRing, sealed: Buffer, aad: string): Buffer {
  const headerEnd = 2 + (sealed[1] ?? 0);
  if (sealed[0] !== VERSION || sealed.length < headerEnd + IV_BYTES + TAG_BYTES)
    throw new SealBroken('not a sealed value');
  const id = sealed.toString('latin1', 2, headerEnd);
  const key = ring.byId.get(id);
  if (!key) throw new SealBroken(`sealed with key ${id}, which is not in the ring`);
  const decipher = createDecipheriv('aes-256-gcm', key.secret, sealed.subarray(headerEnd, headerEnd + IV_BYTES));
  decipher.setAAD(Buffer.concat([sealed.subarray(0, headerEnd), Buffer.from(aad, 'utf8')]));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(headerEnd + IV_BYTES, sealed.length - TAG_BYTES)),
      decipher.final(),
    ]);
  } catch (cause) {
    throw new SealBroken('the sealed value was altered or belongs elsewhere', { cause });
  }
}

/** Key id a value was sealed with, without opening it: tells a rotation job what is left. */
export const sealedWith = (sealed: Buffer): string => sealed.toString('latin1', 2, 2 + (sealed[1] ?? 0));
