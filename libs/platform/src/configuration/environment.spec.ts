import { processEnvironment, readEnvironment, serviceEnvironment } from './environment';

const key = (kid: string) => `${kid}:${Buffer.alloc(32, 7).toString('base64')}`;
const jwks = (kid: string) => JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', kid, x: 'A'.repeat(43) }] });
const whole = {
  WANGGE_ENV: 'production',
  WANGGE_HTTP_PORT: '3100',
  WANGGE_IDENTITY_JWKS: jwks('2026-11'),
  DATABASE_URL: 'postgresql://intake:s3cret@db:5432/intake',
  NATS_URL: 'nats://nats:4222',
  NATS_USER: 'intake',
  NATS_PASSWORD: 's3cret',
  TEMPORAL_ADDRESS: 'temporal:7233',
  WANGGE_DATA_KEYS: key('2026-11'),
  WANGGE_PAYLOAD_KEYS: key('2026-11'),
};
const refusal = (source: NodeJS.ProcessEnv) => {
  try {
    readEnvironment(serviceEnvironment, source);
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('environment', () => {
  it('reads numbers, lists and keys, and fills in what may be absent', () => {
    const read = readEnvironment(serviceEnvironment, {
      ...whole,
      WANGGE_TRUSTED_PROXIES: '10.0.0.1, 192.168.0.0/16,fd00::/8',
      WANGGE_ROLE: '',
    });
    expect(read).toMatchObject({
      NODE_ENV: 'production',
      WANGGE_ROLE: 'all',
      WANGGE_HTTP_PORT: 3100,
      WANGGE_HOST: '127.0.0.1',
      TEMPORAL_NAMESPACE: 'default',
      WANGGE_TRUSTED_PROXIES: ['10.0.0.1', '192.168.0.0/16', 'fd00::/8'],
      WANGGE_TUNE_LOG_LEVEL: 'info',
      WANGGE_DATA_KEYS: { current: { id: '2026-11' } },
      WANGGE_IDENTITY_JWKS: { keys: [{ kid: '2026-11' }] },
    });
    expect(read.OTEL_EXPORTER_OTLP_ENDPOINT).toBeUndefined();
  });

  it('names every wrong variable once and repeats no value', () => {
    const message = refusal({
      ...whole,
      WANGGE_HTTP_PORT: '99999',
      DATABASE_URL: undefined,
      WANGGE_DATA_KEYS: 'k1:c2VjcmV0',
      WANGGE_TRUSTED_PROXIES: '0.0.0.0/0',
    });
    expect(message.split('\n')).toEqual([
      'The environment is not usable:',
      '  WANGGE_HTTP_PORT: Too big: expected number to be <=65535',
      '  WANGGE_TRUSTED_PROXIES: 0.0.0.0/0 is not an address or CIDR',
      '  DATABASE_URL: is missing',
      '  WANGGE_DATA_KEYS: key k1 has 6 bytes, not 32',
    ]);
  });

  it.each([
    ['WANGGE_DATA_KEYS', key('dev-1')],
    ['WANGGE_DATA_KEYS', `${key('2026-11')},${key('dev-1')}`],
    ['WANGGE_PAYLOAD_KEYS', key('dev-1')],
    ['WANGGE_IDENTITY_JWKS', jwks('dev-1')],
    ['NATS_PASSWORD', 'dev-password'],
    ['DATABASE_URL', 'postgresql://intake:dev-password@db/intake'],
    ['WANGGE_METRICS_TOKEN', 'dev-token-of-the-metrics'],
  ])('production refuses a development value in %s (%s)', (name, value) => {
    const line = `  ${name}: a key or secret beginning with dev- is for development only`;
    expect(refusal({ ...whole, [name]: value })).toContain(line);
    expect(refusal({ ...whole, [name]: value, WANGGE_ENV: undefined })).toContain(line);
    expect(refusal({ ...whole, [name]: value, WANGGE_ENV: 'development' })).toBe('accepted');
  });

  it('a host or namespace may be called dev-something', () => {
    expect(
      refusal({
        ...whole,
        DATABASE_URL: 'postgresql://intake:s3cret@dev-db:5432/intake',
        TEMPORAL_NAMESPACE: 'dev-tests',
      }),
    ).toBe('accepted');
  });

  it('a process without a database needs less', () => {
    const { WANGGE_HTTP_PORT, WANGGE_IDENTITY_JWKS } = whole;
    expect(readEnvironment(processEnvironment, { WANGGE_HTTP_PORT, WANGGE_IDENTITY_JWKS })).toMatchObject({
      WANGGE_ENV: 'production',
    });
  });
});
