import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readGatewayEnvironment } from './gateway-environment';

const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const base = {
  WANGGE_HTTP_PORT: '3000',
  WANGGE_ADMIN_PORT: '3001',
  WANGGE_PUBLIC_URL: 'https://wangge.example',
  WANGGE_ADMIN_URL: 'https://admin.wangge.example',
  WANGGE_INTAKE_URL: 'http://intake',
  WANGGE_DISPATCH_URL: 'http://dispatch',
  TEMPORAL_UI_URL: 'http://ui',
  DATABASE_URL: 'postgresql://gateway@db/gateway',
  NATS_URL: 'nats://nats',
  WANGGE_IDENTITY_SIGNING_KEY: JSON.stringify({ ...key, kid: 'k1' }),
  WANGGE_IDENTITY_JWKS: JSON.stringify({ keys: [{ ...key, d: undefined, kid: 'k1' }] }),
  WANGGE_PAYLOAD_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  WANGGE_COOKIE_KEYS: randomBytes(32).toString('base64'),
  WANGGE_OIDC_CLIENT_SECRET: 'a-long-client-secret',
};
const embedded = {
  WANGGE_OIDC_MODE: 'embedded',
  WANGGE_OIDC_JWKS: JSON.stringify({
    keys: [generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })],
  }),
  WANGGE_OPERATOR_SECRET: 'a-long-operator-secret',
};

describe('the environment of the gateway', () => {
  it('takes an issuer of the organisation', () => {
    const environment = readGatewayEnvironment({ ...base, WANGGE_OIDC_ISSUER: 'https://id.example' });
    expect(environment).toMatchObject({
      WANGGE_OIDC_MODE: 'external',
      WANGGE_LIMIT_STRANGER_PER_MINUTE: 30,
      WANGGE_LIMIT_ACCOUNT_PER_MINUTE: 60_000,
    });
  });

  it('needs an issuer, or everything of the embedded provider', () => {
    expect(() => readGatewayEnvironment(base)).toThrow('needs WANGGE_OIDC_ISSUER');
    expect(() => readGatewayEnvironment({ ...base, WANGGE_ENV: 'development', WANGGE_OIDC_MODE: 'embedded' })).toThrow(
      'needs WANGGE_OIDC_JWKS, WANGGE_OPERATOR_SECRET',
    );
  });

  it('refuses the embedded provider in production, which is also meant when nothing is said', () => {
    for (const WANGGE_ENV of ['production', undefined]) {
      expect(() => readGatewayEnvironment({ ...base, ...embedded, WANGGE_ENV })).toThrow('for development only');
    }
    expect(
      readGatewayEnvironment({ ...base, ...embedded, WANGGE_ENV: 'development' }).WANGGE_OIDC_JWKS?.algorithm,
    ).toBe('ES256');
  });

  it.each([
    ['WANGGE_PUBLIC_URL', 'https://wangge.example/path'],
    ['WANGGE_INTAKE_URL', 'ftp://intake'],
    ['WANGGE_COOKIE_KEYS', 'c2VjcmV0LXZhbHVl'],
    ['WANGGE_IDENTITY_SIGNING_KEY', base.WANGGE_IDENTITY_JWKS],
    ['WANGGE_TRUSTED_PROXIES', 'everybody'],
    ['WANGGE_LIMIT_STRANGER_PER_MINUTE', '0'],
  ])('refuses a wrong %s without repeating a secret', (name, value) => {
    const read = () => readGatewayEnvironment({ ...base, WANGGE_OIDC_ISSUER: 'https://id.example', [name]: value });
    expect(read).toThrow(name);
    if (name.endsWith('KEYS')) expect(read).not.toThrow(value);
  });
});
