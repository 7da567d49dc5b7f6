import { add, lastLine, nothing, tallyOf } from './tally.ts';

describe('the sum of all tests', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 2,
    testResults: [
      {
        assertionResults: [
          { status: 'passed', fullName: 'works' },
          { status: 'pending', fullName: 'the page opens — because there is no browser here' },
        ],
      },
    ],
  };

  it('counts a file that could not be loaded as a failed test', () => {
    expect(tallyOf(report)).toMatchObject({ passed: 3, failed: 3 });
  });

  it('names the skipped ones', () => {
    expect(tallyOf(report).skipped).toEqual(['the page opens — because there is no browser here']);
  });

  it('ends in one line', () => {
    expect(lastLine(add(add(nothing, tallyOf(report)), { passed: 1, failed: 0, skipped: [] }))).toBe(
      '4 passed, 3 failed',
    );
  });
});
