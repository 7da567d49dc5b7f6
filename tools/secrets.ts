import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonWebKey } from 'node:crypto';
import { services, type Installation, type Service } from './installation.ts';

/** Everything secret of a development installation. Texts and key ids start with `dev-`, which production refuses. */
export interface Secrets {
  postgresPassword: string;
  databases: Record<Service, { owner: string; application: string }>;
  natsPassword: string;
  identitySigningKey: JsonWebKey;
  identityJwks: { keys: JsonWebKey[] };
  dataKeys: string;
  payloadKeys: string;
  queryCodeKey: string;
  cookieKeys: string;
  oidcJwks: { keys: JsonWebKey[] };
  oidcClientSecret: string;
  operatorSecret: string;
}

const password = () => `dev-${randomBytes(24).toString('hex')}`;
const encryptionKeys = () => `dev-1:${randomBytes(32).toString('base64')}`;

/** Generates what is not in `known` yet, so that a newer version adds its secrets to an older installation. */
function complete(known: Partial<Secrets>): Secrets {
  const identity = known.identitySigningKey && known.identityJwks ? undefined : signingKeyPair();
  return {
    postgresPassword: known.postgresPassword ?? password(),
    databases: Object.fromEntries(
      services.map((service) => [
        service,
        known.databases?.[service] ?? { owner: password(), application: password() },
      ]),
    ) as Secrets['databases'],
    natsPassword: known.natsPassword ?? password(),
    identitySigningKey: identity?.private ?? known.identitySigningKey!,
    identityJwks: identity ? { keys: [identity.public] } : known.identityJwks!,
    dataKeys: known.dataKeys ?? encryptionKeys(),
    payloadKeys: known.payloadKeys ?? encryptionKeys(),
    queryCodeKey: known.queryCodeKey ?? randomBytes(32).toString('base64'),
    cookieKeys: known.cookieKeys ?? randomBytes(32).toString('base64'),
    oidcJwks: known.oidcJwks ?? { keys: [rsaKey()] },
    oidcClientSecret: known.oidcClientSecret ?? password(),
    operatorSecret: known.operatorSecret ?? password(),
  };
}

function signingKeyPair(): { private: JsonWebKey; public: JsonWebKey } {
  const pair = generateKeyPairSync('ed25519');
  const common = { kid: 'dev-1', alg: 'EdDSA', use: 'sig' };
  return {
    private: { ...pair.privateKey.export({ format: 'jwk' }), ...common },
    public: { ...pair.publicKey.export({ format: 'jwk' }), ...common },
  };
}

function rsaKey(): JsonWebKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: 'dev-1', alg: 'RS256', use: 'sig' };
}

export const secretsFile = (installation: Installation): string => join(installation.folders.data, 'secrets.json');

/** The installation's secrets, generated once and kept in its data folder, readable by its owner only. */
export function ensureSecrets(installation: Installation): Secrets {
  const file = secretsFile(installation);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  const secrets = complete(JSON.parse(before) as Partial<Secrets>);
  const after = `${JSON.stringify(secrets, undefined, 2)}\n`;
  if (after !== before) {
    mkdirSync(installation.folders.data, { recursive: true });
    writeFileSync(`${file}.new`, after, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return secrets;
}
