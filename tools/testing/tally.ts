/** What came of a number of tests. */
export interface Tally {
  passed: number;
  failed: number;
  /** Tests that did not run, each with its full name, which says why. */
  skipped: string[];
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: [] };

export const add = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: [...a.skipped, ...b.skipped],
});

/** The part of jest's `--json` output that is counted. */
export interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  /** Files that could not even be loaded: each counts as one failed test, for none of its tests was counted. */
  numRuntimeErrorTestSuites: number;
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
}

export function tallyOf(report: JestReport): Tally {
  const results = report.testResults.flatMap((file) => file.assertionResults);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: results.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
  };
}

/** The last line of a run, which others read. */
export const lastLine = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`;
