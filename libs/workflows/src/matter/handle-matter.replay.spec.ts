import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { KeptHistories, mutantOf, RECORDING } from '../testing/kept-histories';
import { BUNDLE, runCase, serverForCases, timeForCases } from '../testing/run-case';
import { CONTINUES_AT, LONG_WALK, WALKS } from '../testing/walks';

/**
 * Cases that are under way must go on with the code of today: every kept history is replayed by it, and by mutants of it,
 * which must not fit. Histories that are there stay as they are, for they stand for cases that started with earlier code.
 */
const histories = new KeptHistories(join(__dirname, 'histories'));

jest.setTimeout(120_000);

async function record(): Promise<void> {
  const missing = Object.entries(WALKS).filter(([name]) => histories.isMissing(name));
  const skipping = await timeForCases();
  for (const [name, { options, walk }] of missing)
    await runCase(skipping, options, async (the) => {
      await walk(the);
      histories.keep(name, await the.handle.fetchHistory());
    });
  await skipping.stop();
  if (!histories.isMissing('new-run')) return;
  const real = await serverForCases(CONTINUES_AT);
  await runCase(real, LONG_WALK.options, async (the) => {
    await LONG_WALK.walk(the);
    await the.handle.result();
    histories.keep('new-run', await the.firstRun().fetchHistory());
    histories.keep('continued', await the.handle.fetchHistory());
  });
  await real.stop();
}

describe('kept histories of handleMatter', () => {
  let folder: string;
  beforeAll(async () => {
    // A history that does not fit is what mutants are for: it need not be told.
    Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
    if (RECORDING) await record();
    // Beside what is built, so that the mutants find the packages they import.
    folder = mkdtempSync(join(dirname(BUNDLE), 'mutants-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are there for every path', () => {
    expect(histories.names()).toEqual(expect.arrayContaining([...Object.keys(WALKS), 'new-run', 'continued']));
  });

  it('hold nothing of people', () => {
    for (const name of histories.names()) {
      const content = histories.contentOf(name);
      expect(content).toContain('road-damage');
      expect(content).not.toMatch(/\b1[3-9]\d{9}\b|petitioners|phone/);
    }
  });

  it('fit the code of today', async () => {
    const found = await histories.replay(BUNDLE);
    expect(found.size).toBe(histories.names().length);
    expect([...found].filter(([, error]) => error !== undefined)).toEqual([]);
  });

  /** What a mutant changes in which file, and a history that must no longer fit. */
  const MUTANTS: [what: string, file: string, from: string, to: string, history: string][] = [
    [
      'a case that is not registered by itself',
      'matter/handle-matter.workflow.ts',
      "if (file.state.stage === 'received')",
      "if (file.state.stage === 'never')",
      'main-line',
    ],
    [
      'registration before the record is read',
      'case/case-file.ts',
      'const opened = await read();',
      'await sleep(1); const opened = await read();',
      'main-line',
    ],
    ['clocks that nobody waits for', 'case/case-file.ts', 'keepTime(next.clocks);', '', 'left-alone'],
    [
      'search attributes after the act that changed them',
      'case/case-file.ts',
      'if (changes.length > 0) upsertSearchAttributes(changes);',
      '',
      'suspended-and-resumed',
    ],
    [
      'a case that does not follow its record',
      'case/case-file.ts',
      'goOn((await read()).state);\n        return answer();',
      'return answer();',
      'planned-anew',
    ],
    [
      'a case that never goes on in a new run',
      'case/case-file.ts',
      'workflowInfo().continueAsNewSuggested',
      'false',
      'new-run',
    ],
  ];

  it.each(MUTANTS)('do not fit %s', async (_, file, from, to, history) => {
    const bundle = await mutantOf(folder, file, from, to);
    expect((await histories.replay(bundle)).get(history)).toBe('DeterminismViolationError');
  });
});
