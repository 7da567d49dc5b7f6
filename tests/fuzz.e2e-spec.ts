import { type InstallationForTests, startInstallation } from '../tools/testing/installation-for-tests.ts';
import { START_MS } from './shared-installation';
import { pythonWith, type Ran, whyNoPython } from './python-packages';
import { PATIENCE_MS, System } from './system';

const missing = whyNoPython();
const describeFuzzing = missing === undefined ? describe : describe.skip;

/** What no answer may be, whatever was asked: a fault of ours, or something that the published OpenAPI does not say. */
const CHECKS = [
  ...['not_a_server_error', 'status_code_conformance', 'content_type_conformance'],
  ...['response_headers_conformance', 'response_schema_conformance'],
];
/** Examples for each operation and account; the seed makes a run like the one before. */
const BOUNDS = ['--seed', '20261124', '--max-examples', '3', '--phases', 'fuzzing'];

jest.setTimeout(2 * PATIENCE_MS);

describeFuzzing(`the API, asked at random${missing === undefined ? '' : ` — skipped because ${missing}`}`, () => {
  // Of its own: an administrator who does anything at random retires units and publishes rules.
  let installation: InstallationForTests;
  let system: System;
  let python: (...args: string[]) => Promise<Ran>;
  beforeAll(async () => {
    python = await pythonWith('fuzz-requirements.txt');
    const limits = { WANGGE_LIMIT_STRANGER_PER_MINUTE: '100000', WANGGE_LIMIT_STRANGER_READS_PER_MINUTE: '100000' };
    installation = await startInstallation({ env: limits });
    system = new System(installation);
  }, START_MS);
  afterAll(() => installation?.stop());

  it.each(['a stranger', 'petition-officer', 'handler-a', 'admin'])(
    'answers %s as the OpenAPI says, and never with a fault',
    async (account) => {
      const as = account === 'a stranger' ? [] : ['-H', `Authorization: Bearer ${await system.token(account)}`];
      const address = `${system.installation.publicUrl}/api/v1/openapi.json`;
      const { code, output } = await python(
        ...['-c', 'from schemathesis.cli import schemathesis; schemathesis()', 'run', address, ...as, ...BOUNDS],
        ...['--checks', CHECKS.join(','), '--continue-on-failure', '--suppress-health-check', 'all'],
        ...['--workers', '2', '--warnings', 'off', '--no-color'],
      );
      expect([code, code === 0 ? '' : output]).toEqual([0, '']);
      expect(output).toMatch(/Tested: +1\d\d/);
    },
  );
});
