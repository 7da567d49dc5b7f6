import type { AccessAnswer } from '@wangge/contracts/questions';
import { Refusal } from '@wangge/platform/http/problem';
import { AccessDirectory } from './access-directory';

const MINUTE = 60_000;

function setUp() {
  const state = {
    now: 0,
    asked: 0,
    answers: true,
    answer: { found: true, name: '王芳', grants: [{ role: 'auditor' }] } as AccessAnswer,
  };
  const asker = {
    ask: async <Answer>() => {
      state.asked += 1;
      if (!state.answers) throw new Error('nobody answers');
      return state.answer as Answer;
    },
  };
  return { state, sut: new AccessDirectory(asker, () => state.now) };
}

describe('what an account may do', () => {
  it('is asked once for callers at the same time, and again after 30 s', async () => {
    const { state, sut } = setUp();
    const [a, b] = await Promise.all([sut.of('auditor'), sut.of('auditor')]);
    expect(a).toBe(b);
    state.now = 29_999;
    await sut.of('auditor');
    expect(state.asked).toBe(1);
    state.now = 30_000;
    await sut.of('auditor');
    expect(state.asked).toBe(2);
  });

  it('goes on for 15 minutes when nobody answers, then is unavailable', async () => {
    const { state, sut } = setUp();
    await sut.of('auditor');
    state.answers = false;
    state.now = 15 * MINUTE - 1;
    expect((await sut.of('auditor')).name).toBe('王芳');
    state.now = 15 * MINUTE;
    await expect(sut.of('auditor')).rejects.toEqual(expect.objectContaining({ code: 'SERVICE.UNAVAILABLE' }));
  });

  it('is unavailable at once for an account never asked about, and is not asked again for 2 s', async () => {
    const { state, sut } = setUp();
    state.answers = false;
    await expect(sut.of('auditor')).rejects.toBeInstanceOf(Refusal);
    state.now = 1_999;
    await expect(sut.of('auditor')).rejects.toBeInstanceOf(Refusal);
    expect(state.asked).toBe(1);
    state.now = 2_000;
    state.answers = true;
    expect((await sut.of('auditor')).found).toBe(true);
  });

  it('is nothing without a post in force, whatever the answer lists', async () => {
    const { state, sut } = setUp();
    state.answer = { found: false, grants: [{ role: 'administrator' }] };
    expect(await sut.of('former')).toMatchObject({ found: false, grants: [], name: 'former' });
  });
});
