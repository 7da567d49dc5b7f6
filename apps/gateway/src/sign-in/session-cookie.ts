import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { open, seal, type KeyRing } from '@wangge/platform/configuration/keys';
import { ACCOUNT } from '../identity/bearer-tokens';

/** Who is signed in with this browser. */
export interface Session {
  readonly id: string;
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const session = z.object({ id: z.string().max(64), account: z.string().regex(ACCOUNT), until: z.number() });
const CONTEXT = 'session-cookie';
/** A working day. */
export const SESSION_MS = 8 * 3600_000;

/**
 * The session in a sealed cookie: no state on the server, so that copies of the gateway need to share none. A cookie of a
 * host holds for all its ports: one sign-in serves both origins, and the name carries the port, so that two
 * installations on one host do not sign each other out.
 */
export class SessionCookie {
  readonly name: string;
  readonly secure: boolean;
  private readonly opened = new LRUCache<string, Session>({ max: 10_000 });

  constructor(
    publicUrl: string,
    private readonly keys: KeyRing,
    private readonly now: () => number = Date.now,
  ) {
    const { protocol, port } = new URL(publicUrl);
    this.secure = protocol === 'https:';
    this.name = this.secure ? '__Host-wangge' : `wangge-${port || '80'}`;
  }

  /** The Set-Cookie value that signs the account in. */
  begin(account: string): string {
    const value: Session = { id: randomUUID(), account, until: this.now() + SESSION_MS };
    return this.setCookie(
      this.name,
      seal(this.keys, Buffer.from(JSON.stringify(value)), CONTEXT).toString('base64url'),
      SESSION_MS / 1000,
    );
  }

  /** The Set-Cookie value that signs out. */
  end(): string {
    return this.setCookie(this.name, '', 0);
  }

  /** The session of a request's Cookie header; undefined when there is none that holds. */
  read(header: string | undefined): Session | undefined {
    const value = cookieOf(header, this.name);
    if (value === undefined) return undefined;
    const found = this.opened.get(value) ?? this.unseal(value);
    return found && found.until > this.now() ? found : undefined;
  }

  /** A Set-Cookie value with the attributes that every cookie of ours has. */
  setCookie(name: string, value: string, maxAgeSeconds: number | undefined, path = '/'): string {
    return `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax${maxAgeSeconds === undefined ? '' : `; Max-Age=${Math.floor(maxAgeSeconds)}`}${this.secure ? '; Secure' : ''}`;
  }

  private unseal(value: string): Session | undefined {
    if (value.length > 2_000) return undefined;
    try {
      const parsed = session.safeParse(
        JSON.parse(open(this.keys, Buffer.from(value, 'base64url'), CONTEXT).toString('utf8')),
      );
      if (!parsed.success) return undefined;
      this.opened.set(value, parsed.data);
      return parsed.data;
    } catch {
      return undefined;
    }
  }
}

/** One cookie of a Cookie header; the last one of that name is not more true than the first. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined;
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

/** A Cookie header without the cookies whose name `drop` tells. */
export function cookiesWithout(header: string | undefined, drop: (name: string) => boolean): string | undefined {
  if (header === undefined) return undefined;
  const kept = header.split(';').filter((part) => !drop(part.slice(0, part.indexOf('=')).trim()));
  return kept.length > 0 ? kept.join(';').trim() : undefined;
}
