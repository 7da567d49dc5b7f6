import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment, serviceEnvironment as schema } from '@wangge/platform/configuration/environment';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { readGatewayEnvironment } from '../apps/gateway/src/configuration/gateway-environment';
import { describeInstallation, planPorts, serviceProcesses, services, type Service } from '../tools/installation.ts';
import type { Secrets } from '../tools/secrets.ts';
import { serviceEnvironment } from '../tools/service-environment.ts';
import { NODE_FLAGS } from '../tools/service-plans.ts';
import { natsUser } from '../tools/servers/nats.ts';
import { searchAttributes, temporalNamespace } from '../tools/servers/temporal.ts';
import { wheels } from '../tools/servers/wheels.ts';

interface ComposeService {
  image: string;
  command?: string[];
  entrypoint?: string[];
  environment: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  networks?: string[];
  network_mode?: string;
  restart: string;
  healthcheck?: { test?: string[]; disable?: true };
  depends_on?: Record<string, { condition: string }>;
  deploy?: { resources: { limits: { cpus: string; memory: string } } };
}
interface Compose {
  services: Record<string, ComposeService>;
  networks: Record<string, { internal?: true } | null>;
}

const root = join(__dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as Compose;
const serviceOf = (name: string): ComposeService => compose.services[name]!;
const names = (object: object) => Object.keys(object).sort();

/** Variables that a text asks for: `${NAME:?why}`, or `${NAME:-value}` where it may be left out. */
const askedFor = (source: string) =>
  [...source.matchAll(/\$\{([A-Z][A-Z0-9_]*):([?-])([^}]*)\}/g)].map(([, name, kind, rest]) => ({
    name: name!,
    needed: kind === '?',
    value: rest!,
  }));
const interpolate = (value: string, given: Record<string, string>) =>
  value.replace(
    /\$\{([A-Z][A-Z0-9_]*):[?-]([^}]*)\}/g,
    (whole, name: string, rest: string) => given[name] ?? (whole.includes(':-') ? rest : 'MISSING'),
  );

/** What `npm start` gives the processes on the ports from 3000. */
const installation = describeInstallation({});
const secrets = {
  databases: Object.fromEntries(services.map((service) => [service, { owner: 'o', application: 'a' }])),
  identityJwks: { keys: [] },
  oidcJwks: { keys: [] },
} as unknown as Secrets;
const startedWith = (app: Service, role: 'api' | 'worker' | 'all', port: number) =>
  serviceEnvironment(app, role, port, { installation, secrets, caller: {} });

/** Said only where it is chosen, in both ways of starting. */
it('npm start passes on what a place chooses, to intake alone', () => {
  const caller = { WANGGE_PETITION_RULES: 'petition-henan-2012', WANGGE_CITY_GRID: '4103', WANGGE_QUERY_CODE_KEY: 'x' };
  const given = (app: Service) => serviceEnvironment(app, 'api', 1, { installation, secrets, caller });
  expect(given('intake')).toMatchObject({ WANGGE_PETITION_RULES: 'petition-henan-2012', WANGGE_CITY_GRID: '4103' });
  expect(given('intake')['WANGGE_QUERY_CODE_KEY']).toBe(secrets.queryCodeKey);
  expect(Object.keys(given('dispatch')).filter((name) => name in caller && name !== 'WANGGE_QUERY_CODE_KEY')).toEqual(
    [],
  );
});

/** All that may differ in production, and why. */
const differences = {
  /** The issuer is the organisation's; the embedded one does not start there. */
  removed: ['NODE_COMPILE_CACHE', 'WANGGE_OIDC_JWKS', 'WANGGE_OPERATOR_SECRET'],
  /** Metrics are read from another container, so that loopback alone is not enough. */
  added: ['WANGGE_METRICS_TOKEN'],
  /** By app: what an installation chooses and development leaves at its default. */
  addedTo: {
    gateway: ['WANGGE_OIDC_ISSUER', 'WANGGE_OIDC_ACCOUNT_CLAIM'],
    intake: [
      ...['WANGGE_CITY_GRID', 'WANGGE_PETITION_RULES', 'WANGGE_PETITION_OFFICE'],
      ...['WANGGE_DOCUMENT_ORGAN_CODE', 'WANGGE_PERSONAL_DATA_YEARS'],
      ...['WANGGE_SMTP_URL', 'WANGGE_MAIL_FROM'],
    ],
    dispatch: [],
  } satisfies Record<Service, string[]>,
  /** Same variable, another value: what a container is, and what only the installation knows. */
  values: [
    ...['WANGGE_ENV', 'WANGGE_HOST', 'WANGGE_PUBLIC_URL', 'WANGGE_ADMIN_URL', 'WANGGE_DATA', 'WANGGE_BUILD_ID'],
    ...['WANGGE_TRUSTED_PROXIES', 'WANGGE_OIDC_MODE', 'WANGGE_OIDC_CLIENT_SECRET', 'NATS_PASSWORD'],
    ...['WANGGE_IDENTITY_JWKS', 'WANGGE_IDENTITY_SIGNING_KEY', 'WANGGE_DATA_KEYS', 'WANGGE_PAYLOAD_KEYS'],
    ...['WANGGE_QUERY_CODE_KEY', 'WANGGE_COOKIE_KEYS'],
  ],
};

/** Where the servers and services of an installation are in the network of the containers. */
const addresses: [number, string][] = [
  [installation.ports.postgres, 'postgres:5432'],
  [installation.ports.nats, 'nats:4222'],
  [installation.ports.temporal, 'temporal:7233'],
  [installation.ports.temporalUi, 'temporal-ui:8080'],
  [installation.ports.intake, `intake:${installation.ports.intake}`],
  [installation.ports.dispatch, `dispatch:${installation.ports.dispatch}`],
];
const inContainers = (value: string) =>
  addresses.reduce((found, [port, address]) => found.replace(`127.0.0.1:${port}`, address), value);

describe('docker-compose.yml', () => {
  const schemaFile = join(root, '..', 'shared', 'data', 'compose-spec.json');
  const check = existsSync(schemaFile) ? it : it.skip;

  check('is a compose file by the specification (skipped where its schema is not beside the repository)', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    const specification = JSON.parse(readFileSync(schemaFile, 'utf8')) as { $schema?: string };
    // Its address differs from the one by which ajv knows the same dialect.
    delete specification.$schema;
    const valid = ajv.compile(specification);
    valid(compose);
    expect(valid.errors).toBeNull();
  });

  it('depends only on services it has', () => {
    for (const { depends_on: needs = {} } of Object.values(compose.services))
      expect(names(compose.services)).toEqual(expect.arrayContaining(names(needs)));
  });

  it('watches, limits and restarts what keeps running; what runs once ends', () => {
    const needs = Object.values(compose.services).flatMap(({ depends_on: needed = {} }) => Object.entries(needed));
    for (const [name, { condition }] of needs) {
      const isOnce = serviceOf(name).restart === 'no';
      expect(`${name} ${condition}`).toBe(`${name} service_${isOnce ? 'completed_successfully' : 'healthy'}`);
    }
    for (const [name, service] of Object.entries(compose.services)) {
      if (service.restart === 'no') continue;
      expect({ [name]: service }).toMatchObject({
        [name]: {
          restart: 'unless-stopped',
          healthcheck: { test: expect.any(Array) as string[] },
          deploy: {
            resources: { limits: { cpus: expect.any(String) as string, memory: expect.any(String) as string } },
          },
        },
      });
    }
  });

  it('lets nobody in but through the gateway, and to the issuer that browsers are sent to', () => {
    const published = Object.entries(compose.services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => `${name} ${port}`),
    );
    const { gateway, admin } = planPorts(3000);
    expect(published).toEqual([
      'keycloak ${WANGGE_BIND:-127.0.0.1}:8080:8080',
      `gateway \${WANGGE_BIND:-127.0.0.1}:${gateway}:${gateway}`,
      `gateway \${WANGGE_BIND:-127.0.0.1}:${admin}:${admin}`,
    ]);
    expect(compose.networks['inside']).toEqual({ internal: true });
    const networksOf: Record<string, unknown> = {
      migrate: 'service:postgres',
      gateway: ['inside', 'outside'],
      keycloak: ['inside', 'outside'],
      'intake-worker': ['inside', 'outside'],
    };
    for (const [name, { networks, network_mode: mode }] of Object.entries(compose.services))
      expect({ [name]: networks ?? mode }).toEqual({ [name]: networksOf[name] ?? ['inside'] });
  });

  it('holds no secret: each comes from the environment, and without it nothing starts', () => {
    const isSecret = (name: string) => /(PASSWORD|PWD|SECRET|TOKEN|KEY|KEYS|JWKS|DATABASE_URL)$/.test(name);
    for (const [name, { environment }] of Object.entries(compose.services))
      for (const [variable, value] of Object.entries(environment).filter(([variable]) => isSecret(variable)))
        expect(`${name} ${variable} ${value}`).toMatch(
          variable === 'DATABASE_URL' ? /:\/\/\w+:\$\{\w+:\?[^}]+\}@/ : /^\S+ \S+ \$\{\w+:\?[^}]+\}$/,
        );
    const realm = JSON.parse(read('docker/keycloak/wangge-realm.json')) as { clients: { secret: string }[] };
    expect(realm.clients.map(({ secret }) => secret)).toEqual(['${WANGGE_OIDC_CLIENT_SECRET}']);
  });
});

describe('the processes of docker-compose.yml', () => {
  const generated = Object.fromEntries(
    execFileSync(process.execPath, [join(root, 'docker', 'new-environment.mjs')], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => /^[A-Z]/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).replace(/^'|'$/g, '')]),
  );
  const given = { ...generated, WANGGE_BUILD_ID: '0123456789ab' };
  const processes = [
    ...serviceProcesses,
    // Seeds run with the environment of their service.
    { ...serviceProcesses.find(({ name }) => name === 'intake')!, name: 'rules' },
    { ...serviceProcesses.find(({ name }) => name === 'dispatch')!, name: 'samples' },
  ];

  it.each(processes)('give $name the variables that npm start gives it', ({ name, app, role, port }) => {
    const expected = startedWith(app, role, installation.ports[port]);
    const { removed, added, addedTo } = differences;
    expect(names(serviceOf(name).environment)).toEqual(
      [...Object.keys(expected).filter((variable) => !removed.includes(variable)), ...added, ...addedTo[app]].sort(),
    );
  });

  it.each(processes)('give $name the same values, at the addresses of the containers', ({ name, app, role, port }) => {
    const { environment } = serviceOf(name);
    const expected = startedWith(app, role, installation.ports[port]);
    for (const [variable, value] of Object.entries(expected)) {
      if (differences.values.includes(variable) || differences.removed.includes(variable)) continue;
      const withoutPassword = environment[variable]!.replace(/\$\{[^}]*\}/, 'a');
      expect(`${variable}=${withoutPassword}`).toBe(`${variable}=${inContainers(value)}`);
    }
  });

  it.each(serviceProcesses)('run $name as npm start does', ({ name, app, heapMiB }) => {
    const { command, deploy } = serviceOf(name);
    const main = `apps/${app}/dist/main.js`;
    expect(command).toEqual(['node', ...NODE_FLAGS, `--max-old-space-size=${heapMiB}`, main]);
    const [, amount, unit] = /^(\d+)([mg])$/.exec(deploy!.resources.limits.memory)!;
    // Beside the heap a process needs room for buffers, code and the Temporal worker's native part.
    expect(Number(amount) * (unit === 'g' ? 1024 : 1)).toBeGreaterThanOrEqual(heapMiB * 1.5);
  });

  it('share what the api and the worker of a service keep in files', () => {
    const { volumes } = serviceOf('intake');
    expect(volumes).toEqual([`data:${serviceOf('intake').environment['WANGGE_DATA']}`]);
    expect(serviceOf('intake-worker').volumes).toEqual(volumes);
  });

  it('are in production, and the gateway asks an issuer of the organisation', () => {
    for (const { name } of processes) expect(serviceOf(name).environment['WANGGE_ENV']).toBe('production');
    expect(serviceOf('gateway').environment['WANGGE_OIDC_MODE']).toBe('external');
  });

  it('start with what docker/new-environment.mjs makes', () => {
    const environmentOf = (name: string) =>
      Object.fromEntries(
        Object.entries(serviceOf(name).environment).map(([variable, value]) => [variable, interpolate(value, given)]),
      );
    for (const { name, app } of processes)
      if (app !== 'gateway')
        expect(readEnvironment(schema, environmentOf(name))).toMatchObject({
          WANGGE_SERVICE: app,
          WANGGE_ENV: 'production',
        });
    const gateway = readGatewayEnvironment(environmentOf('gateway'));
    // Browsers bring the session's cookie, which belongs to one host name, to both origins.
    expect(new URL(gateway.WANGGE_ADMIN_URL).hostname).toBe(new URL(gateway.WANGGE_PUBLIC_URL).hostname);
    const [client] = (JSON.parse(read('docker/keycloak/wangge-realm.json')) as { clients: Client[] }).clients;
    expect(client).toMatchObject({
      clientId: gateway.WANGGE_OIDC_CLIENT_ID,
      redirectUris: ['${WANGGE_PUBLIC_URL}/auth/callback'],
      protocolMappers: [{ config: { 'included.custom.audience': gateway.WANGGE_OIDC_AUDIENCE } }],
    });
  });

  it('ask for what .env.example explains, and for nothing else', () => {
    const example = read('.env.example');
    const listed = (pattern: RegExp) => [...example.matchAll(pattern)].map(([, name]) => name!).sort();
    const unique = (needed: boolean) => [
      ...new Set(askedFor(text).flatMap((one) => (one.needed === needed ? [one.name] : []))),
    ];
    expect(listed(/^([A-Z][A-Z0-9_]*)=/gm)).toEqual(unique(true).sort());
    expect(listed(/^#([A-Z][A-Z0-9_]*)=/gm)).toEqual(unique(false).sort());
    for (const { name, needed, value } of askedFor(text)) if (!needed) expect(example).toContain(`#${name}=${value}\n`);
  });
});

interface Client {
  clientId: string;
  redirectUris: string[];
  protocolMappers: { config: Record<string, string> }[];
}

describe('the servers of docker-compose.yml', () => {
  it('give Temporal the namespace and the search attributes that npm start gives it', () => {
    const script = read('docker/temporal/namespace.sh');
    const attributes = [...script.matchAll(/^attribute (\w+) (\w+)$/gm)].map(([, name, type]) => [name, type]);
    expect(attributes).toEqual(Object.entries(searchAttributes));
    for (const name of ['temporal-namespace', 'rollout'])
      expect(serviceOf(name).environment['TEMPORAL_NAMESPACE']).toBe(temporalNamespace);
    expect(serviceOf('temporal-ui').environment['TEMPORAL_DEFAULT_NAMESPACE']).toBe(temporalNamespace);
  });

  it('let our services into NATS as the user that npm start makes', () => {
    expect(read('docker/nats/nats.conf')).toContain(`{ user: ${natsUser}, password: $NATS_PASSWORD }`);
  });

  it('are of the versions that npm start runs', () => {
    expect(serviceOf('nats').image).toBe(`nats:${wheels.nats.version.replace(/\.\d+$/, '')}-alpine`);
    expect(serviceOf('postgres').image).toBe('postgres:18');
    expect(serviceOf('databases').image).toBe(serviceOf('postgres').image);
  });

  it('make a password for the owner and the application of every database', () => {
    const passwords = services.flatMap((service) =>
      ['OWNER', 'DATABASE'].map((kind) => `WANGGE_${service.toUpperCase()}_${kind}_PASSWORD`),
    );
    expect(names(serviceOf('migrate').environment)).toEqual(['POSTGRES_PASSWORD', ...passwords].sort());
  });
});
