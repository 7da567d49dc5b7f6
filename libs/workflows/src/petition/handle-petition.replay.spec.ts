import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { PETITIONER } from '@wangge/domain/cases/case-state';
import type { Actor } from '@wangge/domain/people/actor';
import { petitionNational } from '@wangge/domain/rule-packs/petition-national';
import { HANDLER_A, HEAD_A, OFFICER } from '@wangge/testing/people';
import { PLAIN_CALENDAR } from '@wangge/testing/record-in-memory';
import { KeptHistories, mutantOf, RECORDING } from '../testing/kept-histories';
import { BUNDLE, runCase, timeForCases } from '../testing/run-case';
import { along, DAY, type Walk } from '../testing/walks';

jest.setTimeout(120_000);

const CITY: Actor = { id: 'city', grants: [{ role: 'unit-head', unit: 'gov-city' }] };
const PROVINCE: Actor = { id: 'province', grants: [{ role: 'unit-head', unit: 'gov-province' }] };
const SERVED = { manner: '直接送达' };
/** No year is published, so that every limit of days is provisional. */
const OPTIONS = {
  kind: 'petition',
  law: { pack: petitionNational, calendar: PLAIN_CALENDAR },
  superiors: { 'unit-a': 'gov-city', 'gov-city': 'gov-province' },
  route: {},
} as const;
const ROUTED = [
  ['register', OFFICER],
  ['assign', OFFICER, { unit: 'unit-a' }],
  ['accept', HANDLER_A, { route: 'ordinary' }],
] as const;
const OPINION = [
  ['reply', HANDLER_A, { outcome: 'not-supported' }],
  ['confirm-served', OFFICER, SERVED],
] as const;

/** Paths of a petition. The first one is of the time before a case showed that its deadlines are provisional. */
const WALKS: Readonly<Record<string, Walk>> = {
  'three-instances': along(
    OPTIONS,
    ...ROUTED,
    ['request-extension', HANDLER_A, { days: 30 }],
    ['approve-extension', HEAD_A],
    ...OPINION,
    ['request-review', PETITIONER],
    ['suspend', CITY],
    10 * DAY,
    ['resume', CITY],
    ['reply-review', CITY, { outcome: 'upheld' }],
    ['confirm-served', CITY, SERVED],
    ['request-re-review', PETITIONER],
    ['reply-re-review', PROVINCE, { outcome: 'upheld' }],
    ['confirm-served', PROVINCE, SERVED],
  ),
  'concluded-by-the-clock': along(OPTIONS, ...ROUTED, ...OPINION, 40 * DAY),
  'left-alone': along(OPTIONS, 40 * DAY),
};

const histories = new KeptHistories(join(__dirname, 'histories'));

describe('kept histories of handlePetition', () => {
  let folder: string;
  beforeAll(async () => {
    // A history that does not fit is what mutants are for: it need not be told.
    Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
    if (RECORDING) {
      const cases = await timeForCases();
      for (const [name, { options, walk }] of Object.entries(WALKS).filter(([one]) => histories.isMissing(one)))
        await runCase(cases, options, async (the) => {
          await walk(the);
          histories.keep(name, await the.handle.fetchHistory());
        });
      await cases.stop();
    }
    folder = mkdtempSync(join(dirname(BUNDLE), 'mutants-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are there for every path, and fit the code of today', async () => {
    expect(histories.names().sort()).toEqual(Object.keys(WALKS).sort());
    const found = await histories.replay(BUNDLE);
    expect([...found].filter(([, error]) => error !== undefined)).toEqual([]);
  });

  it('hold nothing of people', () => {
    for (const name of histories.names())
      expect(histories.contentOf(name)).not.toMatch(/\b1[3-9]\d{9}\b|petitioners|phone/);
  });

  it.each<[what: string, file: string, from: string, to: string, history: string]>([
    [
      'a case that never shows what changed',
      'case/case-file.ts',
      'if (changes.length > 0) upsertSearchAttributes(changes);',
      '',
      'three-instances',
    ],
    ['clocks that nobody waits for', 'case/case-file.ts', 'keepTime(next.clocks);', '', 'left-alone'],
    [
      'a case that goes on although its clock ended it',
      'petition/handle-petition.workflow.ts',
      'if (!(await file.untilOver()))',
      'await file.untilOver(); if (true)',
      'concluded-by-the-clock',
    ],
  ])('do not fit %s', async (_, file, from, to, history) => {
    const bundle = await mutantOf(folder, file, from, to);
    expect((await histories.replay(bundle)).get(history)).toBe('DeterminismViolationError');
  });
});
