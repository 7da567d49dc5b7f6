/** One configuration; the kind of a test is in its file name (`.spec`, `.workflow.spec`, `.replay.spec`, `.int-spec`, `.e2e-spec`, `.fault-spec`). */
const libraries = ['contracts', 'domain', 'workflows', 'platform', 'testing'];
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tests', '<rootDir>/tools'],
  testRegex: ['\\.(spec|int-spec|e2e-spec|fault-spec)\\.ts$'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: Object.fromEntries(
    libraries.map((name) => [`^@wangge/${name}/(.*)$`, `<rootDir>/libs/${name}/src/$1`]),
  ),
  modulePathIgnorePatterns: ['/dist/'],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/tests/begin-of-run.ts',
  globalTeardown: '<rootDir>/tests/end-of-run.ts',
};
