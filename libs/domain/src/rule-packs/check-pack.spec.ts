import { faultsOf } from './check-pack';
import { petitionNational } from './petition-national';
import type { RulePack } from './rule-pack';

const second: RulePack = { ...petitionNational, version: 2, validFrom: '2027-01-01' };
const withClock = (pack: RulePack, id: string, change: object): RulePack => ({
  ...pack,
  clocks: pack.clocks.map((clock) => (clock.id === id ? { ...clock, ...change } : clock)),
});
const without = (pack: RulePack, id: string): RulePack => ({
  ...pack,
  clocks: pack.clocks.filter((clock) => clock.id !== id),
});
const faults = (pack: RulePack, published: readonly RulePack[] = [petitionNational]) =>
  faultsOf(pack, published).map(({ field, code }) => `${field} ${code}`);

describe('what may be published', () => {
  it.each<[string, RulePack, string[]]>([
    ['the next version', second, []],
    ['the first version of another pack', { ...second, id: 'petition-drill', version: 1, validFrom: '2000-01-01' }, []],
    ['a version below the latest', { ...second, version: 2 }, ['version not_increasing']],
    [
      'a start before that of the latest',
      { ...second, version: 4, validFrom: '2026-06-30' },
      ['validFrom before_previous'],
    ],
    [
      'a clock that starts nowhere',
      withClock(second, 'notice', { startsOn: 'nowhere' }),
      ['clocks.1.startsOn unknown_stage'],
    ],
    ['a stage of a process that no clock starts on yet', withClock(second, 'notice', { startsOn: 'disputed' }), []],
    ['a clock less, for later cases', without(second, 'objection'), []],
    [
      'a clock less, for open cases too',
      without({ ...second, retroactive: true }, 'objection'),
      ['clocks missing_clock'],
    ],
    [
      'days that become hours, for open cases too',
      withClock({ ...second, retroactive: true }, 'objection', { unit: 'workingHour', amount: 'PT35H' }),
      ['clocks.2.unit other_measure'],
    ],
    [
      'working days that become calendar days, for open cases too',
      withClock({ ...second, retroactive: true }, 'objection', { unit: 'calendarDay' }),
      [],
    ],
  ])('%s', (why, pack, expected) => {
    const latest: RulePack = { ...petitionNational, version: 3, validFrom: '2026-07-01' };
    expect(faults(pack, why.includes('latest') ? [petitionNational, latest] : [petitionNational])).toEqual(expected);
  });

  it('says everything at once', () => {
    const pack = without(
      withClock({ ...second, version: 1_000, validFrom: '2022-04-30', retroactive: true }, 'notice', { startsOn: 'x' }),
      'objection',
    );
    expect(faults(pack)).toEqual([
      'validFrom before_previous',
      'clocks.1.startsOn unknown_stage',
      'clocks missing_clock',
    ]);
  });
});
