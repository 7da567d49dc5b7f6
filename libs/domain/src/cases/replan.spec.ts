import { type Calendar, withYear } from '../calendar/calendar';
import { SEED_CALENDAR } from '../calendar/seed-calendar';
import type { ClockRule } from '../clocks/clock-rule';
import { petitionNational } from '../rule-packs/petition-national';
import type { RulePack } from '../rule-packs/rule-pack';
import { extendClock, startClock } from './case-clocks';
import { type CaseState, type ClockState, SYSTEM } from './case-state';
import { matterProcess } from './matter.process';
import type { Process } from './process';
import { replan } from './replan';
import { CLOCK_MOMENT, type LawInForce, transition } from './transition';

/**
 * 2027 as it might be published (the notice is not out yet): 元旦 Friday to Sunday, 春节 Friday 5 to Thursday 11 February, the
 * Saturdays 30 January and 13 February worked for it. 1 January 2027 is a Friday, 1 February and 1 March are Mondays.
 */
const YEAR_2027 = {
  holidays: [
    ...['2027-01-01', '2027-01-02', '2027-01-03'],
    ...['2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11'],
  ],
  makeUpDays: ['2027-01-30', '2027-02-13'],
};
/** Weekdays of 2027 are working days, provisionally. */
const UNPUBLISHED: Calendar = { ...SEED_CALENDAR, version: '2026.1' };
const PUBLISHED = withYear(UNPUBLISHED, 2027, YEAR_2027, '2026.1 2027.1');

/** Seven hours of working time, to see what happens to exact time. */
const hours: ClockRule = {
  id: 'hours',
  unit: 'workingHour',
  amount: 'PT7H',
  startsOn: 'received',
  article: '演练 第1条',
  text: { zh: '七小时', en: 'Seven hours' },
  onExpiry: [],
};
const elapsed: ClockRule = { ...hours, id: 'elapsed', unit: 'elapsed', amount: 'P60D' };
const pack: RulePack = { ...petitionNational, clocks: [...petitionNational.clocks, hours, elapsed] };

const before: LawInForce = { pack, calendar: UNPUBLISHED };
const after: LawInForce = { pack, calendar: PUBLISHED };

const running = (kind: string, startedAt: string, more: Partial<ClockState> = {}): ClockState => {
  const [clock] = startClock(kind, [], startedAt, before);
  return replanClockOf({ ...clock!, ...more });
};
/** The clock as it stands with what is given beside: its plan by the law before. */
const replanClockOf = (clock: ClockState): ClockState =>
  replan(caseOf(clock), { law: { before, after: before }, at: clock.startedAt, commandId: '', reason: '' })?.state
    .clocks[0] ?? clock;

function caseOf(...clocks: ClockState[]): CaseState {
  return {
    number: '20261203-0000001',
    kind: 'petition',
    matterItem: 'road-damage',
    gridCode: '410105002001',
    district: '410105',
    rulePack: { id: pack.id, version: pack.version },
    receivedAt: '2026-12-03T10:00:00+08:00',
    stage: 'handling',
    step: 7,
    auditHash: '',
    jointHandlers: [],
    handledBy: [],
    objectedBy: [],
    reopenings: 0,
    reworks: 0,
    overdue: clocks.some((clock) => clock.expired),
    clocks,
  };
}

const publish = (state: CaseState, at: string, law = { before, after }) =>
  replan(state, { law, at, commandId: 'replan:calendar:2027.1', reason: '公布', publication: 'calendar:2027.1' });

const PUBLISHED_ON = '2026-12-31T15:00:00+08:00';

describe('a year that is published', () => {
  const week = {
    suspensions: [{ from: '2026-12-20T09:00:00+08:00', to: '2026-12-27T09:00:00+08:00', reason: '挂账', by: 'head-a' }],
  };
  it.each<[why: string, kind: string, startedAt: string, more: Partial<ClockState>, was: string, is: string]>([
    // 3 December + 60: 28 days to 31 December, 31 to 31 January, 1 more. A Monday, worked in both.
    ['stays on a day that is worked', 'handling', '2026-12-03T10:00:00+08:00', {}, '2027-02-01', '2027-02-01'],
    // 8 December + 60: 23 + 31 + 6 = Saturday 6 February, provisionally Monday 8. In the festival, whose last day is the 11th.
    ['moves behind the festival', 'handling', '2026-12-08T10:00:00+08:00', {}, '2027-02-08', '2027-02-12'],
    // 1 December + 60: 30 + 30 = Saturday 30 January, provisionally Monday 1 February. That Saturday is worked.
    ['moves forward to a Saturday worked', 'handling', '2026-12-01T10:00:00+08:00', {}, '2027-02-01', '2027-01-30'],
    // 8 December + 90: 23 + 31 + 28 + 8 = Monday 8 March.
    ['with an extension', 'handling', '2026-12-08T10:00:00+08:00', { extensionDays: 30 }, '2027-03-08', '2027-03-08'],
    // 8 December + 60 and the seven dates 20 … 26 December left out: Saturday 13 February, provisionally Monday 15. Worked.
    ['with a suspension behind it', 'handling', '2026-12-08T10:00:00+08:00', week, '2027-02-15', '2027-02-13'],
    // 5 working days after Wednesday 30 December: 31, then Friday 1, Monday 4, 5, 6 January; with 元旦 off: 31, 4, 5, 6, 7.
    ['of working days', 'objection', '2026-12-30T10:00:00+08:00', {}, '2027-01-06', '2027-01-07'],
    // 7 hours from 31 December 16:30: one hour that day, six on Friday 1 January; with 元旦 off on Monday 4.
    ['of working hours', 'hours', '2026-12-31T16:30:00+08:00', {}, '2027-01-01', '2027-01-04'],
  ])('%s', (_, kind, startedAt, more, was, is) => {
    const clock = running(kind, startedAt, more);
    expect([clock.dueDate, clock.provisional]).toEqual([was, true]);
    const planned = publish(caseOf(clock), PUBLISHED_ON)!;
    expect(planned.state.clocks[0]).toMatchObject({ dueDate: is, provisional: false });
    expect(planned.moved).toBe(was !== is);
    expect(planned.step.command).toBe(was === is ? 'confirm-plan' : 'replan');
    expect(planned.changes).toEqual([
      {
        clockId: kind,
        article: clock.article,
        before: { dueDate: was, dueAt: clock.dueAt, provisional: true },
        after: { dueDate: is, dueAt: planned.state.clocks[0]!.dueAt, provisional: false },
      },
    ]);
  });

  it.each<[why: string, clock: ClockState]>([
    // 30 October + 60: 1 + 30 + 29 = Tuesday 29 December 2026, which is published.
    ['that runs out in the year before', running('handling', '2026-10-30T10:00:00+08:00')],
    // Working days 22, 23, 24, 25 and Monday 28 December.
    ['of working days within the year before', running('objection', '2026-12-21T10:00:00+08:00')],
    ['that counts every hour', running('elapsed', '2026-12-08T10:00:00+08:00')],
    ['that ended', { ...running('handling', '2026-12-08T10:00:00+08:00'), status: 'met' }],
    [
      'that is suspended',
      { ...running('handling', '2026-12-08T10:00:00+08:00'), status: 'suspended', dueDate: null, dueAt: null },
    ],
  ])('leaves alone a clock %s', (_, clock) => {
    expect(publish(caseOf(clock), PUBLISHED_ON)).toBeUndefined();
  });

  it('leaves alone the moments of a clock whose due date stays, as extended after its warnings', () => {
    // Extended from Saturday 6 February to Monday 8 March; the warnings for the earlier date had come.
    const clock = extendClock(running('handling', '2026-12-08T10:00:00+08:00', { fired: 3 }), 30, before);
    const planned = publish(caseOf(clock), '2027-02-07T10:00:00+08:00')!;
    expect(planned.state.clocks[0]).toMatchObject({ fired: 3, next: clock.next });
    expect(planned.tellBy).toBeUndefined();
  });

  it('is one act of the platform, a step further, and leaves other clocks as they are', () => {
    const state = caseOf(
      running('handling', '2026-12-08T10:00:00+08:00'),
      running('elapsed', '2026-12-08T10:00:00+08:00'),
    );
    const { state: next, step } = publish(state, PUBLISHED_ON)!;
    expect(next).toMatchObject({ step: 8, stage: 'handling', rulePack: state.rulePack });
    expect(next.clocks[1]).toBe(state.clocks[1]);
    expect(step).toMatchObject({ step: 8, actor: SYSTEM.id, from: 'handling', to: 'handling', at: PUBLISHED_ON });
    expect(step.data).toMatchObject({ publication: 'calendar:2027.1', clocks: [{ clockId: 'handling' }] });
  });

  it('moves a case once: planned by the published year it changes no more', () => {
    const { state } = publish(caseOf(running('handling', '2026-12-08T10:00:00+08:00')), PUBLISHED_ON)!;
    expect(publish(state, PUBLISHED_ON, { before: after, after })).toBeUndefined();
  });
});

/**
 * Warnings of `handling` come 15, 7, 3 and 1 days before the due instant. From 8 December it is 9 February 00:00 (due date the
 * 8th, provisionally), published 13 February 00:00; from 1 December it is 2 February 00:00, published 31 January 00:00.
 */
describe('what has come already', () => {
  const later = (fired: number, expired = false) =>
    running('handling', '2026-12-08T10:00:00+08:00', { fired, expired });
  const earlier = (fired: number) => running('handling', '2026-12-01T10:00:00+08:00', { fired });
  const clockAfter = (clock: ClockState, at: string) => publish(caseOf(clock), at)!.state.clocks[0]!;

  it('warns again before the later date', () => {
    // On 3 February the warnings of 25 January and 2 February had come; 7 days before the new instant is 6 February.
    expect(clockAfter(later(2), '2027-02-03T10:00:00+08:00')).toMatchObject({
      fired: 1,
      next: { kind: 'warn', at: '2027-02-06T00:00:00+08:00' },
    });
  });

  it('takes back an expiry that the later date puts into the future', () => {
    // On 9 February four warnings, the expiry and the first rung had come; of the new plan, the warnings of 29 January and 6 February.
    const planned = publish(caseOf(later(6, true)), '2027-02-09T10:00:00+08:00')!;
    expect(planned.state.overdue).toBe(false);
    expect(planned.state.clocks[0]).toMatchObject({
      fired: 2,
      expired: false,
      next: { kind: 'warn', at: '2027-02-10T00:00:00+08:00' },
    });
  });

  it('keeps an expiry that stays in the past', () => {
    // On 20 February the unit head's rung (10 February) and the petition office's (12 February) had come too: nothing is left.
    const planned = publish(caseOf(later(8, true)), '2027-02-20T10:00:00+08:00')!;
    expect(planned.state.overdue).toBe(true);
    expect(planned.state.clocks[0]).toMatchObject({ dueDate: '2027-02-12', fired: 8, expired: true });
    expect(planned.state.clocks[0]!.next).toBeUndefined();
  });

  it('warns at once where the earlier date puts a warning into the past', () => {
    // On 29 January the warnings of 18 and 26 January had come; 3 days before the new instant was 28 January.
    const planned = publish(caseOf(earlier(2)), '2027-01-29T12:00:00+08:00')!;
    expect(planned.state.clocks[0]).toMatchObject({
      fired: 2,
      next: { kind: 'warn', at: '2027-01-28T00:00:00+08:00' },
    });
    expect(planned.tellBy).toBe('2027-01-28T00:00:00+08:00');
  });

  it('warns of nothing any more where the clock has run out by the earlier date', () => {
    // On 31 January at 08:00 three warnings had come; the fourth and the expiry lie in the past by the new plan.
    expect(clockAfter(earlier(3), '2027-01-31T08:00:00+08:00')).toMatchObject({
      fired: 4,
      expired: false,
      next: { kind: 'expire', at: '2027-01-31T00:00:00+08:00' },
    });
  });

  it('says nothing of haste where every moment comes later', () => {
    expect(publish(caseOf(later(0)), PUBLISHED_ON)!.tellBy).toBeUndefined();
  });

  it('lets no moment come that the law published meanwhile puts later', () => {
    const process = matterProcess as unknown as Process;
    const act = {
      commandId: 'clock:handling:4:x',
      command: CLOCK_MOMENT,
      actor: SYSTEM,
      reason: '到期',
      data: { clockId: 'handling' },
    };
    const due = transition(process, caseOf(later(4)), act, '2027-02-09T00:00:00+08:00', before);
    expect([due.step.command, due.state.overdue]).toEqual(['expire', true]);
    const moved = transition(process, caseOf(later(4)), act, '2027-02-09T00:00:00+08:00', after);
    expect([moved.step.command, moved.state.overdue]).toEqual(['replan', false]);
    expect(moved.step.commandId).toBe(act.commandId);
    expect(moved.state.clocks[0]).toMatchObject({ dueDate: '2027-02-12', next: { at: '2027-02-10T00:00:00+08:00' } });
  });
});

describe('a retroactive version of the pack', () => {
  const thirtyDays: RulePack = {
    ...pack,
    version: 2,
    clocks: pack.clocks.map((clock) =>
      clock.id === 'handling'
        ? { ...clock, amount: 30, article: '信访工作条例 第34条（修订）', warnings: ['P5D', 'P1D'] }
        : clock,
    ),
  };
  const law = { before, after: { pack: thirtyDays, calendar: UNPUBLISHED } };

  it('counts anew from the same start and pins the case to it', () => {
    // 20 November + 60: 10 + 31 + 19 = Tuesday 19 January. + 30: 10 + 20 = Sunday 20 December, rolled to Monday 21.
    const clock = running('handling', '2026-11-20T10:00:00+08:00');
    const planned = publish(caseOf(clock), '2026-11-24T10:00:00+08:00', law)!;
    expect(clock.dueDate).toBe('2027-01-19');
    expect(planned.state.rulePack).toEqual({ id: pack.id, version: 2 });
    expect(planned.state.clocks[0]).toMatchObject({
      dueDate: '2026-12-21',
      article: '信访工作条例 第34条（修订）',
      next: { kind: 'warn', at: '2026-12-17T00:00:00+08:00' },
    });
    expect(planned.step.data).toMatchObject({ rulePack: { before: { version: 1 }, after: { version: 2 } } });
  });

  it('pins a case to it whose clocks do not run, and gives a suspended one its article', () => {
    const suspended: ClockState = {
      ...running('handling', '2026-11-20T10:00:00+08:00'),
      status: 'suspended',
      dueDate: null,
      dueAt: null,
    };
    const planned = publish(caseOf(suspended), '2026-11-24T10:00:00+08:00', law)!;
    expect(planned.step.command).toBe('confirm-plan');
    expect(planned.changes).toEqual([]);
    expect(planned.state.clocks[0]).toMatchObject({ dueAt: null, article: '信访工作条例 第34条（修订）' });
  });
});
