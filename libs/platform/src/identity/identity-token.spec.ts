import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { Actor } from '@wangge/domain/people/actor';
import { type IdentityKey, parseJwks, publicKeysOf, signingKeyOf } from './identity-keys';
import { IdentitySigner, IdentityVerifier, signIdentity } from './identity-token';

const actor: Actor = {
  id: 'handler-a',
  grants: [
    { role: 'unit-handler', unit: 'U1' },
    { role: 'grid-worker', grid: '410105' },
  ],
};
const makeKey = async (kid: string): Promise<IdentityKey> => {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), kid } as IdentityKey;
};
let key: IdentityKey;
let verifier: IdentityVerifier;
beforeAll(async () => {
  key = await makeKey('k1');
});
beforeEach(() => {
  verifier = new IdentityVerifier(publicKeysOf({ keys: [key] }));
});
afterEach(() => jest.useRealTimers());

describe('identity token', () => {
  it('says who it is', async () => {
    expect(await verifier.verify(await signIdentity(actor, key))).toEqual(actor);
  });

  it('a burst with one token costs one check: all get the same actor', async () => {
    const check = jest.spyOn(verifier as unknown as { check: () => Promise<unknown> }, 'check');
    const token = await signIdentity(actor, key);
    const actors = await Promise.all(Array.from({ length: 100 }, () => verifier.verify(token)));
    actors.push(await verifier.verify(token), verifier.known(token));
    expect(new Set(actors).size).toBe(1);
    expect(check).toHaveBeenCalledTimes(1);
  });

  it('is worth nothing from the second it expires, also when it was seen before', async () => {
    jest.useFakeTimers({
      now: new Date('2026-11-23T08:00:00Z'),
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'],
    });
    const token = await signIdentity(actor, key, 60);
    expect(await verifier.verify(token)).toEqual(actor);
    jest.setSystemTime(new Date('2026-11-23T08:00:59Z'));
    expect(verifier.known(token)).toEqual(actor);
    jest.setSystemTime(new Date('2026-11-23T08:01:00Z'));
    expect([verifier.known(token), await verifier.verify(token)]).toEqual([undefined, undefined]);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['another key under the same id', async () => signIdentity(actor, await makeKey('k1'))],
    ['a key id nobody knows', async () => signIdentity(actor, await makeKey('k2'))],
    [
      'no signature',
      () =>
        new UnsecuredJWT({ grants: [] })
          .setIssuer('wangge-gateway')
          .setAudience('wangge-internal')
          .setSubject('admin')
          .setExpirationTime('1h')
          .encode(),
    ],
    [
      'a symmetric signature with the public key',
      () =>
        new SignJWT({ grants: [{ role: 'administrator' }] })
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .setIssuer('wangge-gateway')
          .setAudience('wangge-internal')
          .setSubject('admin')
          .setExpirationTime('1h')
          .sign(Buffer.from(key.x, 'base64url')),
    ],
    ['a role there is not', async () => signIdentity({ id: 'a', grants: [{ role: 'root' as never }] }, key)],
    ['text', () => 'text'],
    ['too long a text', () => 'x'.repeat(20_000)],
  ])('%s is worth nothing', async (_name, token) => {
    expect(await verifier.verify(await token())).toBeUndefined();
  });
});

describe('signer', () => {
  it('uses a token for half of its life, for the same grants only', async () => {
    const signer = new IdentitySigner(key, 0.2);
    const [one, same, other] = await Promise.all([
      signer.tokenOf(actor),
      signer.tokenOf({ ...actor }),
      signer.tokenOf({ ...actor, grants: [] }),
    ]);
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });
});

describe('keys', () => {
  it('the private part stays with the gateway', () => {
    const keys = parseJwks(JSON.stringify(key));
    expect(signingKeyOf(keys)).toEqual({ kty: 'OKP', crv: 'Ed25519', kid: 'k1', x: key.x, d: key.d });
    expect(() => signingKeyOf(publicKeysOf(keys))).toThrow('only the gateway signs');
    expect(JSON.stringify(publicKeysOf(keys))).not.toContain(key.d);
  });

  it.each(['', '[]', '{"keys":[]}', '{"keys":[{"kty":"RSA","kid":"a"}]}'])('%j is no key set', (text) => {
    expect(() => parseJwks(text)).toThrow('must be a JSON Web Key Set');
  });
});
