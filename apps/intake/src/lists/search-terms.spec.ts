import { runsOf, wordQueryOf } from './search-terms';

describe('search terms', () => {
  it.each([
    ['路', ['路'], "'路':*"],
    ['路面', ['路面'], "'路面'"],
    ['道路积水', ['道路积水'], "'道路' & '路积' & '积水'"],
    ['路面，破损', ['路面', '破损'], "'路面' & '破损'"],
    ['LED 灯', ['led', '灯'], "'le' & 'ed' & '灯':*"],
    ["a' | 'b", ['a', 'b'], "'a':* & 'b':*"],
    ['𠮷野', ['𠮷野'], "'𠮷野'"],
    ['、。!', [], ''],
  ])('%s', (text, runs, query) => {
    expect(runsOf(text)).toEqual(runs);
    expect(wordQueryOf(runs)).toBe(query);
  });
});
