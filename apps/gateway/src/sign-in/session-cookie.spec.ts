import { randomBytes } from 'node:crypto';
import { parseCookieKeys } from './cookie-keys';
import { cookieOf, cookiesWithout, SESSION_MS, SessionCookie } from './session-cookie';

const [first, second] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
const ring = (...keys: string[]) => parseCookieKeys(keys.join(',')).ring;
const pairOf = (setCookie: string) => setCookie.split(';', 1)[0]!;

describe('the session cookie', () => {
  it('is sealed, HttpOnly and bound to this installation', () => {
    const setCookie = new SessionCookie('http://127.0.0.1:3000', ring(first)).begin('handler-a');
    expect(setCookie).toMatch(/^wangge-3000=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=28800$/);
    expect(setCookie).not.toContain('handler');
  });

  it('is Secure and host-bound under https', () => {
    expect(new SessionCookie('https://wangge.example', ring(first)).begin('a')).toMatch(/^__Host-wangge=.*; Secure$/);
  });

  it('opens after a new key was put first, and no more once its key is gone', () => {
    const cookie = pairOf(new SessionCookie('http://h:1', ring(first)).begin('handler-a'));
    expect(new SessionCookie('http://h:1', ring(second, first)).read(cookie)?.account).toBe('handler-a');
    expect(new SessionCookie('http://h:1', ring(second)).read(cookie)).toBeUndefined();
  });

  it('ends after eight hours', () => {
    let now = 1_000_000;
    const sessions = new SessionCookie('http://h:1', ring(first), () => now);
    const cookie = pairOf(sessions.begin('handler-a'));
    now += SESSION_MS - 1;
    expect(sessions.read(cookie)?.account).toBe('handler-a');
    now += 1;
    expect(sessions.read(cookie)).toBeUndefined();
  });

  it.each(['', 'wangge-1=', 'wangge-1=x', 'wangge-1=AQhhYmNkZWZnaA', 'other=1', `wangge-1=${'A'.repeat(5_000)}`])(
    'reads nothing from %j',
    (header) => {
      expect(new SessionCookie('http://h:1', ring(first)).read(header)).toBeUndefined();
    },
  );
});

describe('a Cookie header', () => {
  it('gives one cookie, and goes on without others', () => {
    expect(cookieOf('a=1; wangge-1=x=y; b=2', 'wangge-1')).toBe('x=y');
    expect(cookieOf('xwangge-1=1', 'wangge-1')).toBeUndefined();
    expect(cookiesWithout('_csrf=1; wangge-1=x; b=2', (name) => name.startsWith('wangge-'))).toBe('_csrf=1; b=2');
    expect(cookiesWithout('wangge-1=x', () => true)).toBeUndefined();
  });
});

describe('cookie keys', () => {
  it('must be long enough, and the message does not repeat them', () => {
    expect(() => parseCookieKeys('c2hvcnQ=')).toThrow('must be base64 keys of at least 32 bytes');
    expect(parseCookieKeys(`${first},${second}`).providerKeys).toHaveLength(2);
  });
});
