import { appendFileSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../tools/repository.ts';
import type { Outcome } from '../tools/replay/run-replay.ts';
import { startInstallation, type InstallationForTests } from '../tools/testing/installation-for-tests.ts';

jest.setTimeout(180_000);

/** A row of the sample's 41 columns. */
const row = (key: string, created: string, agency: string, item: string, descriptor: string): string =>
  [key, created, '', agency, agency, item, descriptor, ...Array<string>(12).fill(''), 'Closed']
    .concat(Array<string>(3).fill(''), '05 BRONX', Array<string>(17).fill(''))
    .join(',');

describe('wangge replay', () => {
  let installation: InstallationForTests;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'replay-'));
    file = join(folder, 'rows.csv');
    copyFileSync(join(root, 'samples', 'nyc-311-sample.csv'), file);
    const created = '06/26/2018 10:58:54 AM';
    appendFileSync(file, `${row('', created, 'NYPD', 'Noise', 'no key')}\r\n`);
    appendFileSync(file, `${row('1', '02/30/2018 10:58:54 AM', 'NYPD', 'Noise', 'no such day')}\n`);
    appendFileSync(file, `2,${created},too few columns\n`);
    // An agency and an item of their own, bytes that are no UTF-8, a text beyond every limit.
    const strange = row('3', created, '3-1-1', '"Caf\xe9 ""><script>"', `"${'long\n'.repeat(5_000)}"`);
    appendFileSync(file, Buffer.from(`${strange}\n`, 'latin1'));
    appendFileSync(file, `${row('3', created, '3-1-1', 'the same key again', 'x')}\n`);
    appendFileSync(file, `${row('4', created, 'NYPD', 'beyond the limit', 'x')}\n`);
    installation = await startInstallation();
  });
  afterAll(async () => {
    await installation?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const replay = async () => {
    const { exitCode, stdout, stderr } = await installation.wangge('replay', file, '--limit', '35', '--json');
    return { exitCode, stderr, outcome: JSON.parse(stdout) as Outcome };
  };
  const ask = async <Body>(path: string): Promise<Body> => {
    const authorization = `Bearer ${await installation.token('petition-officer')}`;
    const answer = await fetch(`${installation.publicUrl}/api/v1/petitions${path}`, { headers: { authorization } });
    return (await answer.json()) as Body;
  };
  const caseOf = async (externalId: string) => {
    const { items } = await ask<{ items: { number: string }[] }>(`?channel=nyc311&externalId=${externalId}`);
    expect(items).toHaveLength(1);
    return items[0]!.number;
  };

  // The sample has 21 rows that are closed and 9 that are not; row 34 is closed, and row 35 is row 34 once more.
  const standing = { rows: 35, closed: 23, open: 9 };
  const rejected = [
    { row: 31, reason: '缺少 Unique Key / there is no Unique Key' },
    { row: 32, reason: 'Created Date 不是有效日期 / is no date: 02/30/2018 10:58:54 AM' },
    { row: 33, reason: '列数不符：3列，表头41列 / has 3 columns, the header 41' },
  ];

  it('files every row and handles it to its own status', async () => {
    const { exitCode, outcome } = await replay();
    expect(outcome).toMatchObject({ ...standing, filed: 31, already: 1, rejected });
    expect(outcome.byMatterItem).toMatchObject({ Asbestos: 2, 'Street Light Condition': 2 });
    expect(Object.values(outcome.byMatterItem).reduce((sum, count) => sum + count)).toBe(32);
    expect(exitCode).toBe(0);
  });

  it('files nothing in a second run', async () => {
    const { exitCode, outcome } = await replay();
    expect([exitCode, outcome]).toMatchObject([0, { ...standing, filed: 0, already: 32, rejected }]);
  });

  it('has each case handled by its agency and verified by somebody else', async () => {
    // Both agencies of the item "Asbestos" have one row each: the matrix names DEP, so this one is assigned anew.
    const number = await caseOf('39573730');
    const view = await ask<object>(`/${number}`);
    expect(view).toMatchObject({ stage: 'closed', responsible: { unit: 'nyc-dohmh', person: 'handler-a' } });
    const { items } = await ask<{ items: { command: string; actor: string }[] }>(`/${number}/events`);
    expect(items.map(({ command, actor }) => `${command} ${actor}`)).toEqual([
      'file petition-officer',
      'register system',
      'assign system',
      'withdraw-assignment petition-officer',
      'assign petition-officer',
      'accept handler-a',
      'feedback handler-a',
      'verify petition-officer',
      'close petition-officer',
    ]);
  });

  it('leaves an unbroken audit trail', async () => {
    expect((await installation.wangge('audit', 'verify')).exitCode).toBe(0);
  });
});
