import { SEED_CALENDAR } from '../calendar/seed-calendar';
import type { Actor } from '../people/actor';
import { petitionHenan2012 } from '../rule-packs/petition-henan-2012';
import { petitionNational } from '../rule-packs/petition-national';
import type { RulePack } from '../rule-packs/rule-pack';
import { startClock } from './case-clocks';
import { type Act, type CaseState, PETITIONER, SYSTEM } from './case-state';
import { refusalOf } from './decide';
import { processOf } from './processes';
import { CLOCK_MOMENT, type Step, transition } from './transition';

const process = processOf('petition');
const officer: Actor = { id: 'petition-officer', grants: [{ role: 'petition-officer', grid: '4101' }] };
const handler: Actor = { id: 'handler-a', grants: [{ role: 'unit-handler', unit: 'unit-a' }] };
const helper: Actor = { id: 'handler-b', grants: [{ role: 'unit-handler', unit: 'unit-b' }] };
const head: Actor = { id: 'head-a', grants: [{ role: 'unit-head', unit: 'unit-a' }] };
const city: Actor = { id: 'city', grants: [{ role: 'unit-head', unit: 'gov-city' }] };
const province: Actor = { id: 'province', grants: [{ role: 'unit-head', unit: 'gov-province' }] };
/** Each unit's superior, as dispatch would answer. */
const SUPERIORS: Record<string, string | undefined> = { 'unit-a': 'gov-city', 'gov-city': 'gov-province' };

const OPINION = { claims: ['退还押金'], facts: '……', opinion: '……', legalBasis: ['民法典 第577条'] };

/** A petition acted on step by step, each act at its instant in Shanghai; refused acts throw. */
function story(pack: RulePack = petitionNational, receivedAt = '2026-01-03T09:00:00+08:00') {
  let law = { pack, calendar: SEED_CALENDAR };
  let state: CaseState = {
    number: '20260103-0000001',
    kind: 'petition',
    matterItem: 'prepaid-card',
    gridCode: '410105002001',
    district: '410105',
    rulePack: { id: pack.id, version: pack.version },
    receivedAt,
    stage: 'received',
    step: 0,
    auditHash: '',
    jointHandlers: [],
    handledBy: [],
    objectedBy: [],
    reopenings: 0,
    reworks: 0,
    overdue: false,
    clocks: startClock('registration', [], receivedAt, law),
  };
  const take = (act: Act, at: string): Step => {
    const refused = act.command === CLOCK_MOMENT ? undefined : refusalOf(process, state, act);
    if (refused) throw new Error(`${act.command}: ${refused.message.en}`);
    const unit = process.commands[act.command]?.superiorOf?.(state, act);
    const found = unit === undefined ? {} : { found: { superior: SUPERIORS[unit] } };
    const next = transition(process, state, { ...act, ...found }, `${at}+08:00`, law);
    state = next.state;
    return next.step;
  };
  const one = {
    get state() {
      return state;
    },
    clock: (id: string) => state.clocks.find((clock) => clock.id === id)!,
    running: () => state.clocks.filter(({ status }) => status === 'running').map(({ id, dueDate }) => [id, dueDate]),
    do(at: string, command: string, actor: Actor, data?: Record<string, unknown>) {
      take({ commandId: at, command, actor, reason: `${command} 的理由`, ...(data ? { data } : {}) }, at);
      return one;
    },
    /** The next moment of a clock comes. */
    moment: (at: string, clockId: string) =>
      take({ commandId: at, command: CLOCK_MOMENT, actor: SYSTEM, reason: '', data: { clockId } }, at),
    law(next: RulePack) {
      law = { ...law, pack: next };
      return one;
    },
    expire(at: string, clockId: string) {
      while (one.moment(at, clockId).command !== 'expire');
      return one;
    },
  };
  return one;
}
const routed = (pack?: RulePack) =>
  story(pack)
    .do('2026-01-05T09:00:00', 'register', officer)
    .do('2026-01-06T09:00:00', 'assign', officer, { unit: 'unit-a' });
const accepted = (pack?: RulePack) => routed(pack).do('2026-01-08T09:00:00', 'accept', handler, { route: 'ordinary' });
/** Opinion given on February 2 and received on February 5. */
const served = (outcome = 'not-supported') =>
  accepted()
    .do('2026-02-02T15:00:00', 'reply', handler, { ...OPINION, outcome })
    .do('2026-02-06T09:00:00', 'confirm-served', handler, { date: '2026-02-05', manner: '直接送达' });

describe('receipt, routing and acceptance', () => {
  it('keeps one clock from receipt until the petition is routed (Art. 22)', () => {
    const one = story();
    // 15 days: January 4 to 18, a Sunday, so Monday 19.
    expect(one.running()).toEqual([['registration', '2026-01-19']]);
    one.do('2026-01-05T09:00:00', 'register', officer);
    expect(one.running()).toEqual([['registration', '2026-01-19']]);
    one.do('2026-01-06T09:00:00', 'assign', officer, { unit: 'unit-a' });
    expect(one.clock('registration').status).toBe('met');
    // From January 6: 15 days end on Wednesday 21; 5 working days are 7 8 9 12 13.
    expect(one.running()).toEqual([
      ['notice', '2026-01-21'],
      ['objection', '2026-01-13'],
    ]);
    expect(one.state).toMatchObject({ responsible: { unit: 'unit-a' }, supervisingUnit: 'gov-city' });
  });

  it('meets the notice with the acceptance and begins sixty days with it (Art. 34)', () => {
    const one = accepted();
    expect(one.clock('notice').status).toBe('met');
    // January 9–31 are 23, February 28: 51, March 9 the 60th: a Monday.
    expect(one.running()).toEqual([['handling', '2026-03-09']]);
    expect(one.state.responsible).toEqual({ unit: 'unit-a', person: 'handler-a' });
    expect(one.state.petition).toMatchObject({ route: 'ordinary' });
  });

  it('counts from receipt by the organ where the rules say so (Henan Art. 26)', () => {
    const one = accepted(petitionHenan2012);
    // Received by the organ on January 6: the 30th day is February 5, a Thursday.
    expect(one.clock('handling')).toMatchObject({ startedAt: '2026-01-06T09:00:00+08:00', dueDate: '2026-02-05' });
    expect(one.clock('handling').article).toBe('河南省信访条例 第26条第（二）项');
  });

  it('meets the notice with a refusal, and says why and where to go (Art. 23)', () => {
    const one = routed().do('2026-01-20T09:00:00', 'refuse', handler, {
      ground: 'litigation',
      goTo: '有管辖权的人民法院',
    });
    expect(one.clock('notice').status).toBe('met');
    expect(one.state.petition?.refusal).toEqual({
      ground: 'litigation',
      goTo: '有管辖权的人民法院',
      reason: 'refuse 的理由',
    });
  });

  it('has missed the notice a day late', () => {
    const late = routed().do('2026-01-22T09:00:00', 'refuse', handler, { ground: 'litigation', goTo: '法院' });
    expect(late.clock('notice').status).toBe('missed');
  });

  it('cancels what still runs when the petition is withdrawn', () => {
    const one = routed().do('2026-01-07T09:00:00', 'withdraw', PETITIONER);
    expect(one.state.clocks.map(({ id, status }) => [id, status])).toEqual([
      ['registration', 'met'],
      ['notice', 'cancelled'],
      ['objection', 'cancelled'],
    ]);
  });
});

describe('an objection (Art. 23, 24)', () => {
  it('gives the case back when the sender agrees, and not to the same organ again', () => {
    const one = routed()
      .do('2026-01-08T09:00:00', 'object', handler)
      .do('2026-01-09T09:00:00', 'agree-objection', officer);
    expect(one.state).toMatchObject({ stage: 'registered', responsible: undefined, objectedBy: ['unit-a'] });
    // The office has it anew: 15 days from January 9 end on Saturday 24, so Monday 26.
    expect(one.running()).toEqual([['registration-2', '2026-01-26']]);
    expect(() => one.do('2026-01-10T09:00:00', 'assign', officer, { unit: 'unit-a' })).toThrow(/not for unit-a/);
  });

  it('binds the organ when the sender does not agree, the notice still due as before', () => {
    const one = routed()
      .do('2026-01-08T09:00:00', 'object', handler)
      .do('2026-01-09T09:00:00', 'reject-objection', officer);
    expect(one.state).toMatchObject({ stage: 'designated', responsible: { unit: 'unit-a' }, objectedBy: [] });
    expect(one.running()).toEqual([['notice', '2026-01-21']]);
    one.do('2026-01-12T09:00:00', 'accept', handler, { route: 'ordinary' });
    expect(one.state.stage).toBe('handling');
  });

  it('goes to the common superior when a second organ objects', () => {
    const one = routed()
      .do('2026-01-08T09:00:00', 'object', handler)
      .do('2026-01-09T09:00:00', 'agree-objection', officer)
      .do('2026-01-10T09:00:00', 'assign', officer, { unit: 'unit-b', supervisingUnit: 'gov-city' })
      .do('2026-01-12T09:00:00', 'object', helper)
      .do('2026-01-13T09:00:00', 'agree-objection', officer);
    expect(one.state.stage).toBe('disputed');
    one.do('2026-01-14T09:00:00', 'assign', city, { unit: 'unit-a' });
    expect(one.state).toMatchObject({ stage: 'designated', responsible: { unit: 'unit-a' } });
  });

  it('is a right: nobody is overdue when its time runs out, and it is lost', () => {
    const one = routed().expire('2026-01-14T00:00:00', 'objection');
    expect(one.state).toMatchObject({ stage: 'assigned', overdue: false });
    expect(() => one.do('2026-01-14T09:00:00', 'object', handler)).toThrow(/time/);
    one.do('2026-01-15T09:00:00', 'accept', handler, { route: 'ordinary' });
    expect(one.clock('objection').status).toBe('cancelled');
  });
});

describe('handling (Art. 31–34)', () => {
  it('is longer by an extension that the head approved, and the petitioner is told why', () => {
    const one = accepted()
      .do('2026-03-01T09:00:00', 'request-extension', handler, { days: 30 })
      .do('2026-03-02T09:00:00', 'approve-extension', head);
    // 90 days: March 9 is the 60th, 22 more in March are 82, April 8 the 90th: a Wednesday.
    expect(one.running()).toEqual([['handling', '2026-04-08']]);
    expect(one.state.petition?.extension).toEqual({ days: 30, reason: 'approve-extension 的理由' });
    expect(() => one.do('2026-03-03T09:00:00', 'request-extension', handler, { days: 1 })).toThrow(/before/);
  });

  it('leaves the path with its reason when it is for the courts', () => {
    const one = accepted().do('2026-01-20T09:00:00', 'redirect', handler, {
      route: 'litigation',
      procedure: '民事诉讼',
      basis: '信访工作条例 第31条第（一）项',
    });
    expect(one.state.stage).toBe('separated');
    expect(one.state.petition).toMatchObject({
      route: 'litigation',
      ledTo: { procedure: '民事诉讼', basis: '信访工作条例 第31条第（一）项', reason: 'redirect 的理由' },
    });
    expect(one.clock('handling').status).toBe('met');
  });

  it('ends an own procedure once its outcome is on record', () => {
    const one = routed().do('2026-01-08T09:00:00', 'accept', handler, {
      route: 'arbitration',
      procedure: '劳动争议仲裁',
      basis: '第31条第（二）项',
    });
    expect(one.running()).toEqual([]);
    expect(() => one.do('2026-01-20T09:00:00', 'close', handler)).toThrow(/not recorded/);
    one
      .do('2026-02-20T09:00:00', 'feedback', handler, { result: '仲裁裁决' })
      .do('2026-02-21T09:00:00', 'close', handler);
    expect(one.state.stage).toBe('closed');
  });

  it('carries an agreement out and follows it up', () => {
    const one = accepted()
      .do('2026-01-10T09:00:00', 'mediate', handler, { consent: true })
      .do('2026-01-20T09:00:00', 'mediate', handler, { agreement: '三十日内退还' });
    expect(one.state).toMatchObject({
      stage: 'executing',
      petition: { settled: true },
      responsible: { unit: 'unit-a' },
    });
    expect(one.clock('handling').status).toBe('met');
    one.do('2026-02-10T09:00:00', 'feedback', handler).do('2026-02-11T09:00:00', 'rework', officer);
    expect(one.state.stage).toBe('executing');
    one.do('2026-02-20T09:00:00', 'feedback', handler).do('2026-02-21T09:00:00', 'verify', officer);
    expect(one.state.stage).toBe('concluded');
  });

  it('lets a co-handling unit answer without ending the handling', () => {
    const one = accepted()
      .do('2026-01-10T09:00:00', 'add-handler', head, { unit: 'unit-b' })
      .do('2026-01-20T09:00:00', 'feedback', helper, { result: '无异议' });
    expect(one.state).toMatchObject({ stage: 'handling', jointHandlers: [{ unit: 'unit-b', status: 'answered' }] });
  });

  it('goes to a successor when the handler withdraws for an interest of his own (Art. 28)', () => {
    const one = accepted().do('2026-01-10T09:00:00', 'recuse', handler);
    expect(one.state).toMatchObject({ recused: ['handler-a'], responsible: { unit: 'unit-a' } });
    expect(one.state.responsible?.person).toBeUndefined();
    expect(() => one.do('2026-01-11T09:00:00', 'reply', handler, OPINION)).toThrow(/not for/);
    const named = accepted().do('2026-01-10T09:00:00', 'recuse', head, { person: 'handler-a', successor: 'handler-c' });
    expect(named.state.responsible).toEqual({ unit: 'unit-a', person: 'handler-c' });
  });

  it('is overdue when the sixty days run out, and climbs', () => {
    const one = accepted().expire('2026-03-10T00:00:00', 'handling');
    expect(one.state).toMatchObject({ stage: 'handling', overdue: true });
    expect(one.moment('2026-03-10T00:00:00', 'handling')).toMatchObject({
      command: 'escalate',
      data: { rung: 'person' },
    });
  });
});

describe('service and finality (Art. 35, 36)', () => {
  it('begins the thirty days on the date on which the opinion was received, not when that was recorded', () => {
    const one = served();
    expect(one.state.petition?.opinions).toMatchObject([{ instance: 'handling', servedOn: '2026-02-05' }]);
    // From February 5: the 23 days until February 28 and 7 in March, a Saturday, so Monday 9.
    expect(one.clock('review-request')).toMatchObject({
      startedAt: '2026-02-05T00:00:00+08:00',
      dueDate: '2026-03-09',
    });
  });

  it('begins now when it was received today, so that exact time counts too', () => {
    const one = accepted()
      .do('2026-02-02T15:00:00', 'reply', handler, OPINION)
      .do('2026-02-05T10:30:00', 'confirm-served', handler, { date: '2026-02-05', manner: '直接送达' });
    expect(one.clock('review-request').startedAt).toBe('2026-02-05T10:30:00+08:00');
  });

  it('is final when nobody asks in time, by the expiry itself', () => {
    const one = served().expire('2026-03-10T00:00:00', 'review-request');
    expect(one.state).toMatchObject({ stage: 'concluded', overdue: false });
    expect(one.clock('review-request')).toMatchObject({ status: 'cancelled', expired: true });
    expect(one.running()).toEqual([]);
  });

  it('says in the trail that the expiry moved the case', () => {
    const one = served();
    one.moment('2026-03-03T00:00:00', 'review-request');
    expect(one.moment('2026-03-10T00:00:00', 'review-request')).toMatchObject({
      command: 'expire',
      from: 'served',
      to: 'concluded',
      data: { article: '信访工作条例 第35条' },
    });
  });

  it('goes through review and re-review, each by the organ one level up', () => {
    const one = served().do('2026-03-09T17:00:00', 'request-review', PETITIONER);
    expect(one.state).toMatchObject({
      stage: 'review',
      responsible: { unit: 'gov-city' },
      supervisingUnit: 'gov-province',
      jointHandlers: [{ unit: 'unit-a', status: 'reviewed' }],
    });
    expect(one.clock('review-request').status).toBe('met');
    // From March 9: 22 in March, April 8 the 30th: a Wednesday.
    expect(one.running()).toEqual([['review', '2026-04-08']]);
    expect(() => one.do('2026-03-10T09:00:00', 'reply-review', handler, OPINION)).toThrow(/not for/);
    one
      .do('2026-03-30T09:00:00', 'reply-review', city, { ...OPINION, outcome: 'upheld' })
      .do('2026-03-31T09:00:00', 'confirm-served', city, { date: '2026-03-31', manner: '邮寄送达' });
    // From March 31: April 30 is the 30th, a Thursday.
    expect(one.running()).toEqual([['re-review-request', '2026-04-30']]);
    one.do('2026-04-30T09:00:00', 'request-re-review', PETITIONER);
    expect(one.state).toMatchObject({ responsible: { unit: 'gov-province' }, supervisingUnit: undefined });
    // From April 30: May 30 is a Saturday, so Monday June 1.
    expect(one.running()).toEqual([['re-review', '2026-06-01']]);
    one
      .do('2026-05-20T09:00:00', 'reply-re-review', province, { ...OPINION, outcome: 'upheld' })
      .do('2026-05-21T09:00:00', 'confirm-served', province, { date: '2026-05-21', manner: '直接送达' });
    expect(one.state.stage).toBe('concluded');
    expect(one.state.petition?.opinions.map(({ instance, unit, by }) => [instance, unit, by])).toEqual([
      ['handling', 'unit-a', 'handler-a'],
      ['review', 'gov-city', 'city'],
      ['re-review', 'gov-province', 'province'],
    ]);
    expect(one.state.clocks.every(({ status }) => status === 'met')).toBe(true);
  });

  it('does not count the time of a hearing (Art. 36)', () => {
    const one = served()
      .do('2026-03-09T17:00:00', 'request-review', PETITIONER)
      .do('2026-03-30T09:00:00', 'reply-review', city, OPINION)
      .do('2026-03-31T09:00:00', 'confirm-served', city, { date: '2026-03-31', manner: '直接送达' })
      .do('2026-04-30T09:00:00', 'request-re-review', PETITIONER)
      .do('2026-05-10T09:00:00', 'suspend', province, { clockId: 're-review' })
      .do('2026-05-20T09:00:00', 'resume', province, { clockId: 're-review' });
    // May 10–19 are 10 days out: the 30th day is June 9, a Tuesday.
    expect(one.running()).toEqual([['re-review', '2026-06-09']]);
  });

  it('gives a supported claim back to its organ to be carried out', () => {
    const one = served()
      .do('2026-03-09T17:00:00', 'request-review', PETITIONER)
      .do('2026-03-30T09:00:00', 'reply-review', city, { ...OPINION, outcome: 'supported' })
      .do('2026-03-31T09:00:00', 'confirm-served', city, { date: '2026-03-31', manner: '直接送达' })
      .expire('2026-05-01T00:00:00', 're-review-request');
    expect(one.state).toMatchObject({
      stage: 'executing',
      responsible: { unit: 'unit-a' },
      supervisingUnit: 'gov-city',
      jointHandlers: [{ unit: 'gov-city', status: 'reviewed' }],
    });
  });

  it('takes up a written request that came in time and is recorded after the limit (Art. 35)', () => {
    // Served on February 5: 23 in February, March 7 the 30th, a Saturday, so Monday 9.
    const one = served().expire('2026-03-10T00:00:00', 'review-request');
    expect(one.state.stage).toBe('concluded');
    const record = (actor: Actor, data?: Record<string, unknown>) => () =>
      one.do('2026-03-16T09:00:00', 'request-review', actor, data);
    expect(record(officer, { receivedOn: '2026-03-10' })).toThrow(/received until then/);
    expect(record(officer)).toThrow(/received until then/);
    expect(record(PETITIONER)).toThrow(/nobody contests/);
    expect(() => one.do('2026-03-16T09:00:00', 'request-re-review', officer, { receivedOn: '2026-03-09' })).toThrow(
      /nobody contests/,
    );
    record(officer, { receivedOn: '2026-03-09' })();
    expect(one.state).toMatchObject({
      stage: 'review',
      responsible: { unit: 'gov-city' },
      supervisingUnit: 'gov-province',
      jointHandlers: [{ unit: 'unit-a', status: 'reviewed' }],
    });
    // The organ's thirty days count from receipt, March 9: 22 in March, April 8 the 30th.
    expect(one.running()).toEqual([['review', '2026-04-08']]);
  });

  it('takes it to the organ above the one that decided, also while the opinion is carried out (Art. 36)', () => {
    const one = served()
      .do('2026-03-09T17:00:00', 'request-review', PETITIONER)
      .do('2026-03-30T09:00:00', 'reply-review', city, { ...OPINION, outcome: 'supported' })
      .do('2026-03-31T09:00:00', 'confirm-served', city, { date: '2026-03-31', manner: '直接送达' })
      .expire('2026-05-01T00:00:00', 're-review-request')
      .do('2026-05-06T09:00:00', 'request-re-review', officer, { receivedOn: '2026-04-30' });
    expect(one.state).toMatchObject({
      stage: 're-review',
      responsible: { unit: 'gov-province' },
      jointHandlers: [
        { unit: 'gov-city', status: 'reviewed' },
        { unit: 'unit-a', status: 'reviewed' },
      ],
    });
    expect(one.state.supervisingUnit).toBeUndefined();
    // From April 30: May 30 is a Saturday, so Monday June 1.
    expect(one.running()).toEqual([['re-review', '2026-06-01']]);
  });

  it('waits for the office to name the reviewing organ where nobody knows it', () => {
    const one = story()
      .do('2026-01-05T09:00:00', 'register', officer)
      .do('2026-01-06T09:00:00', 'assign', officer, { unit: 'unit-b' })
      .do('2026-01-08T09:00:00', 'accept', helper, { route: 'ordinary' })
      .do('2026-02-02T15:00:00', 'reply', helper, OPINION)
      .do('2026-02-05T09:00:00', 'confirm-served', helper, { date: '2026-02-05', manner: '直接送达' })
      .do('2026-02-10T09:00:00', 'request-review', officer, { receivedOn: '2026-02-09' });
    expect(one.state.responsible).toBeUndefined();
    // Received on February 9 on paper: 19 in February, March 11 the 30th: a Wednesday.
    expect(one.running()).toEqual([['review', '2026-03-11']]);
    one.do('2026-02-11T09:00:00', 'assign', officer, { unit: 'gov-city' });
    expect(one.state).toMatchObject({
      stage: 'review',
      responsible: { unit: 'gov-city' },
      supervisingUnit: 'gov-province',
    });
    expect(one.running()).toEqual([['review', '2026-03-11']]);
  });
});

describe('the version of the rules', () => {
  const second: RulePack = { ...petitionNational, version: 2 };

  it('is the one in force at acceptance from then on', () => {
    const before = routed();
    expect(before.state.rulePack.version).toBe(1);
    before.law(second).do('2026-01-08T09:00:00', 'accept', handler, { route: 'ordinary' });
    expect(before.state.rulePack).toEqual({ id: 'petition-national', version: 2 });
  });

  it('does not change with any other act', () => {
    const one = accepted().law(second).do('2026-02-02T15:00:00', 'reply', handler, OPINION);
    expect(one.state.rulePack.version).toBe(1);
  });
});

it('takes a case up again once after it was wrongly refused (Art. 44)', () => {
  const one = routed()
    .do('2026-01-20T09:00:00', 'refuse', handler, { ground: 'litigation', goTo: '法院' })
    .do('2026-02-02T09:00:00', 'reopen', city);
  expect(one.state).toMatchObject({ stage: 'registered', petition: { opinions: [] }, reopenings: 1 });
  // From February 2: the 15th day is February 17, within Spring Festival, which ends on Monday 23: Tuesday 24.
  expect(one.running()).toEqual([['registration-2', '2026-02-24']]);
});
