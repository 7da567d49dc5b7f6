/** Prints .env.example with a fresh secret in every line that has none: `node docker/new-environment.mjs > docker/.env` */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
// Key ids say when a key was made: a rotation puts a newer one in front.
const keyId = new Date().toISOString().slice(0, 10);
const key = () => randomBytes(32).toString('base64');
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const jwk = (half) => ({ ...half.export({ format: 'jwk' }), kid: keyId, alg: 'EdDSA', use: 'sig' });

/** What does not look like a password. */
const values = {
  WANGGE_BUILD_ID: () => commit() ?? '',
  WANGGE_DATA_KEYS: () => `${keyId}:${key()}`,
  WANGGE_PAYLOAD_KEYS: () => `${keyId}:${key()}`,
  WANGGE_QUERY_CODE_KEY: key,
  WANGGE_COOKIE_KEYS: key,
  // In quotes, or Compose would read the JSON as it reads a shell.
  WANGGE_IDENTITY_SIGNING_KEY: () => `'${JSON.stringify(jwk(privateKey))}'`,
  WANGGE_IDENTITY_JWKS: () => `'${JSON.stringify({ keys: [jwk(publicKey)] })}'`,
};
const password = () => `p${randomBytes(24).toString('hex')}`;

function commit() {
  try {
    const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], options).trim();
  } catch {
    return undefined;
  }
}

const example = readFileSync(new URL('.env.example', root), 'utf8');
process.stdout.write(example.replace(/^([A-Z][A-Z0-9_]*)=$/gm, (_, name) => `${name}=${(values[name] ?? password)()}`));
