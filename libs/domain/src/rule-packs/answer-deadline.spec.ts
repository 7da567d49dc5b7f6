import { SEED_CALENDAR } from '../calendar/seed-calendar';
import { ALL_PACKS } from './all-packs';
import { answerDeadline } from './answer-deadline';
import { petitionNational } from './petition-national';

const law = { packs: ALL_PACKS, calendar: SEED_CALENDAR };
const question = { rulePack: 'petition-national', clock: 'handling', startedAt: '2026-01-03T09:00:00+08:00' };

describe('answerDeadline', () => {
  it('answers from the pack and the calendar', () => {
    expect(answerDeadline(question, law)).toMatchObject({
      dueDate: '2026-03-04',
      article: '信访工作条例 第34条',
      provisional: false,
    });
  });

  it('counts working hours by the working time of the pack', () => {
    // Monday 08:30 is working time of city-management: 3.5 and 4 hours on Monday, 7.5 on Tuesday.
    const asked = { rulePack: 'city-management', clock: 'handling', startedAt: '2026-01-05T08:30:00+08:00' };
    expect(answerDeadline(asked, law).dueAt).toBe('2026-01-06T18:00:00+08:00');
  });

  it('takes the version in force on the local date of the start, or the one asked for', () => {
    const shorter = petitionNational.clocks.map((clock) =>
      clock.id === 'handling' ? { ...clock, amount: 10 } : clock,
    );
    const versions = {
      ...law,
      packs: [{ ...petitionNational, version: 2, validFrom: '2026-07-01', clocks: shorter }, ...ALL_PACKS],
    };
    // 2026-06-30T16:00Z is 00:00 of Jul 1 in Shanghai; Jul 11 is a Saturday.
    expect(answerDeadline({ ...question, startedAt: '2026-06-30T16:00:00Z' }, versions).dueDate).toBe('2026-07-13');
    // Jun 30 and 60 dates: July 31, then Aug 29, a Saturday.
    expect(answerDeadline({ ...question, startedAt: '2026-06-30T15:59:59Z' }, versions).dueDate).toBe('2026-08-31');
    expect(answerDeadline({ ...question, startedAt: '2026-06-30T15:59:59Z', version: 2 }, versions).dueDate).toBe(
      '2026-07-10',
    );
  });

  it('says when the start lies before the pack is in force', () => {
    const { dueDate, explanation } = answerDeadline({ ...question, startedAt: '2022-04-01T09:00:00+08:00' }, law);
    // Apr 2–30 are 29, May 31: the 60th, a Tuesday.
    expect(dueDate).toBe('2022-05-31');
    expect(explanation.at(-1)).toBe('注意：信访工作条例（2022）自 2022-05-01 起施行，起算日早于施行日');
  });

  it.each([
    ['no object', 7, 'DEADLINE.MALFORMED', 'request'],
    ['an unknown field', { ...question, pack: 'hotline' }, 'DEADLINE.MALFORMED', 'request'],
    ['no clock', { ...question, clock: undefined }, 'DEADLINE.MALFORMED', 'clock'],
    ['an endless text', { ...question, startedAt: '2'.repeat(41) }, 'DEADLINE.MALFORMED', 'startedAt'],
    ['half a day of extension', { ...question, extensionDays: 0.5 }, 'DEADLINE.MALFORMED', 'extensionDays'],
    ['an unknown pack', { ...question, rulePack: 'parking' }, 'DEADLINE.UNKNOWN_PACK', 'rulePack'],
    ['an unknown version', { ...question, version: 9 }, 'DEADLINE.UNKNOWN_PACK', 'version'],
    ['an unknown clock', { ...question, clock: 'dispatch' }, 'DEADLINE.UNKNOWN_CLOCK', 'clock'],
    [
      'a start without offset',
      { ...question, startedAt: '2026-01-03T09:00:00' },
      'DEADLINE.INVALID_START',
      'startedAt',
    ],
  ])('refuses %s', (_, input, code, field) => {
    expect(() => answerDeadline(input, law)).toThrow(expect.objectContaining({ code, field }) as Error);
  });
});
