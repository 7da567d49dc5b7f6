import { PETITION_STAGES } from '../cases/petition.process';
import type { ClockRule } from '../clocks/clock-rule';
import { extensionRefusal } from '../clocks/extension';
import { ALL_PACKS } from './all-packs';
import { cityManagement } from './city-management';
import { findPack, packInForce } from './find-pack';
import { hotline } from './hotline';
import { petitionHenan2012 } from './petition-henan-2012';
import { petitionNational } from './petition-national';
import type { PetitionRules } from './petition-rules';
import { refusedByPack } from './refused-by-pack';
import { type RulePack, clockOf } from './rule-pack';
import { rulePackSchema } from './rule-pack.schema';

const PETITION_CLOCKS = [
  'registration',
  'notice',
  'objection',
  'handling',
  'review-request',
  'review',
  're-review-request',
  're-review',
];
const MATTER_CLOCKS = [
  'registration',
  'dispatch',
  'acceptance',
  'handling',
  'joint-handling',
  'verification',
  'closing',
  'callback',
  'objection',
];
const ids = (pack: RulePack) => pack.clocks.map((clock) => clock.id);
const allClocks = ALL_PACKS.flatMap((pack) =>
  pack.clocks.map((clock) => [`${pack.id} ${clock.id}`, pack, clock] as const),
);

describe('the packs', () => {
  it.each(ALL_PACKS.map((pack) => [pack.id, pack] as const))('%s is accepted by the schema as it stands', (_, pack) => {
    expect(rulePackSchema.parse(pack)).toEqual(pack);
  });

  it('are the four that are seeded', () => {
    expect(ALL_PACKS.map((pack) => pack.id)).toEqual([
      'petition-national',
      'petition-henan-2012',
      'hotline',
      'city-management',
    ]);
  });

  it.each([petitionNational, petitionHenan2012])('$id has the eight clocks of a petition', (pack) => {
    expect(ids(pack).sort()).toEqual([...PETITION_CLOCKS].sort());
  });

  it.each([hotline, cityManagement])('$id has the nine clocks of a matter and says that it is a sample', (pack) => {
    expect(ids(pack).sort()).toEqual([...MATTER_CLOCKS].sort());
    expect(pack.title.zh).toContain('示例');
  });

  it.each(allClocks)('%s cites an article of a statute that the pack names', (_, pack, clock) => {
    expect(clock.article).toMatch(/第\d+条|示例/);
    const statute = clock.article.split(' ')[0]!;
    expect(pack.statutes.some((name) => name.startsWith(statute))).toBe(true);
  });

  it.each(allClocks.filter(([, pack]) => pack.id.startsWith('petition')))(
    '%s rolls to a working day if it counts calendar days',
    (_, __, clock) => {
      expect(clock.rollToWorkingDay ?? false).toBe(clock.unit === 'calendarDay');
    },
  );

  it.each(allClocks.filter(([, , clock]) => clock.onExpiry.length > 0))(
    '%s ends its ladder with an accountability record',
    (_, __, clock) => {
      expect(clock.onExpiry.map((rung) => rung.accountability ?? false)).toEqual(
        clock.onExpiry.map((_rung, index) => index === clock.onExpiry.length - 1),
      );
    },
  );
});

describe('the text of the statutes', () => {
  const lengths = (pack: RulePack) =>
    Object.fromEntries(pack.clocks.map((clock) => [clock.id, [clock.amount, clock.unit, clock.article]]));

  it('of 信访工作条例 (2022)', () => {
    expect(lengths(petitionNational)).toEqual({
      registration: [15, 'calendarDay', '信访工作条例 第22条'],
      notice: [15, 'calendarDay', '信访工作条例 第23条'],
      objection: [5, 'workingDay', '信访工作条例 第23条'],
      handling: [60, 'calendarDay', '信访工作条例 第34条'],
      'review-request': [30, 'calendarDay', '信访工作条例 第35条'],
      review: [30, 'calendarDay', '信访工作条例 第35条'],
      're-review-request': [30, 'calendarDay', '信访工作条例 第36条'],
      're-review': [30, 'calendarDay', '信访工作条例 第36条'],
    });
    expect(petitionNational.validFrom).toBe('2022-05-01');
  });

  it('of 河南省信访条例 (2012), which has no re-review', () => {
    expect(lengths(petitionHenan2012)).toEqual({
      registration: [5, 'calendarDay', '河南省信访条例 第26条第（一）项'],
      notice: [5, 'calendarDay', '河南省信访条例 第22条第（三）项'],
      objection: [5, 'calendarDay', '河南省信访条例 第26条第（五）项'],
      handling: [30, 'calendarDay', '河南省信访条例 第26条第（二）项'],
      'review-request': [30, 'calendarDay', '河南省信访条例 第27条第（一）项'],
      review: [30, 'calendarDay', '河南省信访条例 第27条第（一）项'],
      're-review-request': [30, 'calendarDay', '信访工作条例 第36条（河南省信访条例未规定复核）'],
      're-review': [30, 'calendarDay', '信访工作条例 第36条（河南省信访条例未规定复核）'],
    });
  });
});

describe('what petition rules say besides time limits', () => {
  const packs = [petitionNational, petitionHenan2012];
  const entries = packs.flatMap((pack) => {
    const { stages, routes, refusals, decisions, notices, jointVisit } = pack.petition!;
    const all = [...stages, ...routes, ...refusals, ...decisions, ...notices, { id: 'joint-visit', ...jointVisit }];
    return all.map((entry) => [`${pack.id} ${entry.id}`, pack, entry] as const);
  });

  it.each(entries)('%s cites an article of a statute that the pack names', (_, pack, entry) => {
    expect(entry.article).toMatch(/^(信访工作条例|河南省信访条例) 第\d+条/);
    expect(pack.statutes.some((name) => name.startsWith(entry.article.split(' ')[0]!))).toBe(true);
  });

  it('are the six routes of Art. 31 in its order', () => {
    expect(petitionNational.petition!.routes.map(({ id, article }) => [id, article])).toEqual([
      ['litigation', '信访工作条例 第31条第（一）项'],
      ['arbitration', '信访工作条例 第31条第（二）项'],
      ['party-appeal', '信访工作条例 第31条第（三）项'],
      ['administrative-procedure', '信访工作条例 第31条第（四）项'],
      ['statutory-duty', '信访工作条例 第31条第（五）项'],
      ['ordinary', '信访工作条例 第31条第（六）项'],
    ]);
  });

  it('are the grounds of refusal', () => {
    const grounds = (pack: RulePack) => pack.petition!.refusals.map(({ id, article }) => [id, article]);
    expect(grounds(petitionNational)).toEqual([
      ['not-ours', '信访工作条例 第23条'],
      ['litigation', '信访工作条例 第20条'],
      ['under-way-elsewhere', '信访工作条例 第19条'],
      ['answered-to-the-end', '信访工作条例 第36条'],
    ]);
    expect(grounds(petitionHenan2012)).toEqual([
      ['not-ours', '河南省信访条例 第22条第（三）项'],
      ['litigation', '河南省信访条例 第23条'],
      ['under-way-elsewhere', '信访工作条例 第19条'],
      ['answered-to-the-end', '河南省信访条例 第27条第（三）项'],
    ]);
  });

  it.each(packs)(
    '$id lets five represent a joint visit, asks an opinion for its four parts and knows every stage but two',
    (pack) => {
      const { jointVisit, notices, stages } = pack.petition!;
      expect(jointVisit.most).toBe(5);
      expect(notices.find(({ id }) => id === 'opinion')?.contains).toEqual([
        'claims',
        'facts',
        'opinion',
        'legalBasis',
      ]);
      const unspoken = PETITION_STAGES.filter((stage) => !stages.some(({ id }) => id === stage));
      expect(unspoken).toEqual(['closed', 'withdrawn']);
    },
  );

  it('keep who reviews apart: Henan lets the handling organ do it, the national rules only the one above', () => {
    const reviewer = (pack: RulePack) => pack.petition!.decisions.find(({ id }) => id === 'reply-review')!.by.zh;
    expect(reviewer(petitionNational)).toBe('原办理机关、单位的上一级机关、单位');
    expect(reviewer(petitionHenan2012)).toBe('原承办机关或者原承办机关的上一级机关');
  });

  it.each<[string, (rules: PetitionRules) => object]>([
    ['a route left out', (rules) => ({ routes: rules.routes.slice(1) })],
    ['a route twice', (rules) => ({ routes: [rules.routes[0], ...rules.routes.slice(0, 5)] })],
    ['a stage that the process does not have', (rules) => ({ stages: [{ ...rules.stages[0], id: 'limbo' }] })],
    ['no ground for the same claim after the end', (rules) => ({ refusals: rules.refusals.slice(0, 3) })],
    ['a decision on no command', (rules) => ({ decisions: [{ ...rules.decisions[0], id: 'pray' }] })],
    ['a paper that says nothing', (rules) => ({ notices: [{ ...rules.notices[0], contains: [] }] })],
    ['an entry without article', (rules) => ({ stages: [{ ...rules.stages[0], article: ' ' }] })],
    ['a joint visit of nobody', (rules) => ({ jointVisit: { ...rules.jointVisit, most: 0 } })],
    ['an unknown field', () => ({ colour: 'red' })],
  ])('are refused with %s', (_, change) => {
    const rules = petitionNational.petition!;
    const pack = { ...petitionNational, petition: { ...rules, ...change(rules) } };
    expect(rulePackSchema.safeParse(pack).success).toBe(false);
  });

  it('refuse a ground that they do not have, and leave other commands alone', () => {
    const refused = (command: string, data?: Record<string, unknown>) =>
      refusedByPack(petitionNational, { command, ...(data ? { data } : {}) })?.code;
    expect(refused('refuse', { ground: 'not-ours' })).toBeUndefined();
    expect(refused('refuse', { ground: 'bad-weather' })).toBe('PETITION.RULE_REFUSED');
    expect(refused('accept', { ground: 'bad-weather' })).toBeUndefined();
    expect(refusedByPack(hotline, { command: 'refuse', data: { ground: 'anything' } })).toBeUndefined();
  });
});

describe('extensionRefusal', () => {
  const handling = clockOf(petitionNational, 'handling')!;
  it.each<[string, ClockRule, number | string, number, string | undefined]>([
    ['30 days once', handling, 30, 0, undefined],
    ['31 days', handling, 31, 0, 'too-long'],
    ['a second time', handling, 10, 1, 'too-often'],
    ['a clock without', clockOf(petitionNational, 'notice')!, 1, 0, 'not-extendable'],
    ['by a duration', clockOf(cityManagement, 'handling')!, 'PT15H', 0, undefined],
    ['by a longer duration', clockOf(cityManagement, 'handling')!, 'PT16H', 0, 'too-long'],
    ['by a day, two of which are 15 hours', clockOf(cityManagement, 'handling')!, 2, 0, undefined],
    ['by three days', clockOf(cityManagement, 'handling')!, 3, 0, 'too-long'],
  ])('%s', (_, rule, extension, earlier, refusal) => {
    expect(extensionRefusal(rule, extension, { earlier, workingTime: cityManagement.workingTime })).toBe(refusal);
  });
});

describe('finding a pack', () => {
  const second: RulePack = { ...petitionNational, version: 2, validFrom: '2026-07-01' };
  const packs = [
    second,
    ...ALL_PACKS.map((pack) => (pack === petitionNational ? { ...pack, validTo: '2026-06-30' } : pack)),
  ];

  it('by id and version', () => {
    expect(findPack(packs, 'petition-national', 2)).toBe(second);
    expect(findPack(packs, 'petition-national', 3)).toBeUndefined();
  });

  it.each([
    ['2022-04-30', undefined],
    ['2022-05-01', 1],
    ['2026-06-30', 1],
    ['2026-07-01', 2],
  ])('in force on %s', (date, version) => {
    expect(packInForce(packs, 'petition-national', date)?.version).toBe(version);
  });
});

describe('the schema of a pack', () => {
  const drill: RulePack = {
    id: 'drill',
    version: 1,
    title: { zh: '演练', en: 'Drill' },
    validFrom: '2026-01-01',
    statutes: ['演练方案'],
    workingTime: [{ from: '00:00', to: '24:00' }],
    clocks: [
      {
        id: 'handling',
        unit: 'elapsed',
        amount: 'PT2S',
        startsOn: 'accepted',
        article: '演练方案 第1条',
        text: { zh: '两秒内办结', en: 'Done within two seconds' },
        extension: { maxDays: 'PT10S', times: 2, approvedBy: '演练负责人', article: '演练方案 第2条' },
        warnings: ['PT1S'],
        onExpiry: [
          { id: 'person', after: 'PT0S', to: 'person', within: 'PT1S', text: { zh: '已逾期', en: 'Overdue' } },
        ],
      },
    ],
  };
  const clock = drill.clocks[0]!;
  const withClock = (change: object) => ({ ...drill, clocks: [{ ...clock, ...change }] });

  it('takes a drill of two seconds', () => {
    expect(rulePackSchema.parse(drill)).toEqual(drill);
  });

  it.each<[string, object]>([
    ['an unknown field', { ...drill, colour: 'red' }],
    ['an unknown field of a clock', withClock({ colour: 'red' })],
    ['no clocks', { ...drill, clocks: [] }],
    [
      '101 clocks',
      { ...drill, clocks: Array.from({ length: 101 }, (_, index) => ({ ...clock, id: `clock-${index}` })) },
    ],
    ['a clock twice', { ...drill, clocks: [clock, clock] }],
    [
      '11 rungs',
      withClock({
        onExpiry: Array.from({ length: 11 }, (_, index) => ({ ...clock.onExpiry[0], id: `rung-${index}` })),
      }),
    ],
    ['a rung to nobody', withClock({ onExpiry: [{ ...clock.onExpiry[0], to: 'nobody' }] })],
    ['no article', withClock({ article: ' ' })],
    ['a version 0', { ...drill, version: 0 }],
    ['an end before its beginning', { ...drill, validTo: '2025-12-31' }],
    ['a date that is none', { ...drill, validFrom: '2026-02-30' }],
    [
      'working time out of order',
      {
        ...drill,
        workingTime: [
          { from: '14:00', to: '18:00' },
          { from: '09:00', to: '12:00' },
        ],
      },
    ],
    ['eleven years', withClock({ amount: 'P4015D' })],
    ['months', withClock({ amount: 'P1M' })],
    ['nothing', withClock({ amount: 'PT0S' })],
    ['a minus', withClock({ amount: -1 })],
    ['half a day', withClock({ unit: 'workingDay', amount: 1.5, extension: undefined })],
    ['a duration of days', withClock({ unit: 'calendarDay', amount: 'P60D', extension: undefined })],
    ['an extension by a duration where days are counted', withClock({ unit: 'calendarDay', amount: 60 })],
    ['days of working time', withClock({ unit: 'workingHour', amount: 'P1D' })],
    ['a roll of exact time', withClock({ rollToWorkingDay: true })],
    ['a warning that is no duration', withClock({ warnings: ['soon'] })],
    ['a text of 501 characters', withClock({ text: { zh: '字'.repeat(501), en: 'Text' } })],
  ])('refuses %s', (_, pack) => {
    expect(rulePackSchema.safeParse(pack).success).toBe(false);
  });
});
