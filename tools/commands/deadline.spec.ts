import { spawn } from 'node:child_process';
import { join } from 'node:path';

jest.setTimeout(120_000);

const tool = join(__dirname, '..', 'wangge.mjs');

/** Runs the command as an operator does. */
function deadline(args: readonly string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tool, 'deadline', ...args]);
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', reject).on('close', (code) => resolve({ code, out, err }));
    child.stdin.on('error', () => undefined).end(input);
  });
}

const handling = ['--pack', 'petition-national', '--clock', 'handling', '--from', '2026-01-03T09:00:00+08:00'];
const question = { rulePack: 'petition-national', clock: 'handling', startedAt: '2026-01-03T09:00:00+08:00' };
const parsed = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { dueDate?: string | null; error?: { code: string } });

describe('wangge deadline', () => {
  it('answers one question as JSON, exit code 0', async () => {
    const { code, out } = await deadline([...handling, '--json']);
    expect([code, parsed(out)[0]]).toEqual([
      0,
      expect.objectContaining({
        dueDate: '2026-03-04',
        dueAt: '2026-03-05T00:00:00+08:00',
        article: '信访工作条例 第34条',
      }),
    ]);
  });

  it('takes an extension and several suspensions', async () => {
    // 90 dates from Jan 4; Jan 10–19 and Feb 1–4 are 14 out: Apr 3 and 14 more, a Friday.
    const { out } = await deadline([
      ...handling,
      '--extend',
      '30',
      '--suspend',
      '2026-01-10/2026-01-20',
      '--suspend',
      '2026-02-01/2026-02-05',
      '--json',
    ]);
    expect(parsed(out)[0]!.dueDate).toBe('2026-04-17');
  });

  it('tells people in words', async () => {
    const { code, out } = await deadline([...handling, '--suspend', '2026-01-10/']);
    expect([code, out]).toEqual([0, expect.stringContaining('暂无到期日')]);
  });

  it('refuses a question with a code, exit code 1', async () => {
    const asked = ['--pack', 'petition-national', '--clock', 'handling', '--from', '2026-01-03T09:00:00'];
    expect(await deadline(asked)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('DEADLINE.INVALID_START') as string,
    });
    const { code, out } = await deadline([...asked, '--json']);
    expect([code, parsed(out)[0]!.error!.code]).toEqual([1, 'DEADLINE.INVALID_START']);
  });

  it('is called wrongly without a start or with half a suspension, exit code 2', async () => {
    expect((await deadline(['--pack', 'hotline'])).code).toBe(2);
    expect((await deadline([...handling, '--suspend', '2026-01-10'])).code).toBe(2);
  });

  it('answers a batch line by line and in order, bad lines too, exit code 1', async () => {
    const { code, out } = await deadline(
      ['--batch'],
      [
        JSON.stringify(question),
        'no JSON',
        '',
        JSON.stringify({ ...question, clock: 'none' }),
        JSON.stringify(question),
      ].join('\r\n'),
    );
    expect(code).toBe(1);
    expect(parsed(out).map((line) => line.dueDate ?? line.error!.code)).toEqual([
      '2026-03-04',
      'DEADLINE.MALFORMED',
      'DEADLINE.MALFORMED',
      'DEADLINE.UNKNOWN_CLOCK',
      '2026-03-04',
    ]);
  });

  it('answers a batch of many lines, exit code 0', async () => {
    const { code, out } = await deadline(['--batch'], `${JSON.stringify(question)}\n`.repeat(20_000));
    expect([code, out.split('\n').length]).toEqual([0, 20_001]);
  });

  it('goes on after a line that is too long', async () => {
    const { out } = await deadline(['--batch'], `"${'x'.repeat(3_000_000)}"\n${JSON.stringify(question)}\n`);
    expect(parsed(out).map((line) => line.dueDate ?? line.error!.code)).toEqual(['DEADLINE.MALFORMED', '2026-03-04']);
  });

  it('answers nothing with nothing', async () => {
    expect(await deadline(['--batch'])).toMatchObject({ code: 0, out: '' });
  });
});
