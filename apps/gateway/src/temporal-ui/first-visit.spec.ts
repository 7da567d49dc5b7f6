import { districtsOf, preparingScript, savedViews } from './first-visit';

describe('the first visit', () => {
  it('finds the districts of a person: the first six digits of each grid', () => {
    expect(
      districtsOf([
        { role: 'auditor', grid: '410105002001' },
        { role: 'unit-head', grid: '410103' },
        { role: 'administrator', grid: '4101' },
        { role: 'unit-head', unit: 'u' },
      ]),
    ).toEqual(['410103', '410105']);
  });

  it('asks for them in the view of running cases', () => {
    const queries = Object.fromEntries(
      savedViews([{ role: 'auditor', grid: '410103' }], 'zh').map(({ name, query }) => [name, query]),
    );
    expect(queries).toEqual({
      逾期: '`Overdue`=true AND `ExecutionStatus`="Running"',
      本区逾期: '`Overdue`=true AND `ExecutionStatus`="Running" AND (`District`="410103")',
      本区在办: '`ExecutionStatus`="Running" AND (`District`="410103")',
      待复查:
        '`Stage` IN ("served", "review", "review-opinion", "review-served", "re-review", "re-review-opinion") AND `ExecutionStatus`="Running" AND (`District`="410103")',
      暂定时限: '`Provisional`=true AND `ExecutionStatus`="Running" AND (`District`="410103")',
      卡住: '`TemporalReportedProblems` IN ("category=WorkflowTaskFailed", "category=WorkflowTaskTimedOut") AND `ExecutionStatus`="Running"',
    });
    const everywhere = savedViews([], 'en');
    expect(everywhere.map(({ name }) => name)).toEqual([
      ...['Overdue', 'Running in my district', 'Waiting for review', 'Provisional deadlines', 'Stuck'],
    ]);
    expect(everywhere[1]!.query).toBe('`ExecutionStatus`="Running"');
  });

  /** Runs the script against a browser's storage. */
  function run(stored: Record<string, string>): Record<string, string> {
    const storage = { ...stored };
    const localStorage = {
      getItem: (key: string) => storage[key] ?? null,
      setItem: (key: string, value: string) => void (storage[key] = value),
    };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the script is the thing under test
    new Function('localStorage', 'location', preparingScript('default', savedViews([], 'zh')))(localStorage, {
      href: '/',
      replace: () => undefined,
    });
    return storage;
  }

  it('fills empty places, and leaves what the person has', () => {
    const fresh = run({});
    expect(Object.keys(fresh).sort()).toEqual(['namespace-workflow-table-columns', 'saved-workflow-queries']);
    expect(
      (JSON.parse(fresh['namespace-workflow-table-columns']!) as { default: { label: string }[] }).default.map(
        ({ label }) => label,
      ),
    ).toEqual(['Status', 'Workflow ID', 'Stage', 'District', 'Unit', 'DueAt', 'Overdue', 'Type', 'Start']);
    const own = {
      'saved-workflow-queries': '{"default":[{"id":"mine"}],"other":[]}',
      'namespace-workflow-table-columns': '{"other":[{"label":"Status"}]}',
    };
    const after = run(own);
    expect(after['saved-workflow-queries']).toBe(own['saved-workflow-queries']);
    expect(Object.keys(JSON.parse(after['namespace-workflow-table-columns']!) as object)).toEqual(['other', 'default']);
  });

  it('cannot be broken out of', () => {
    expect(preparingScript('</script><script>', [])).not.toContain('</script>');
  });
});
