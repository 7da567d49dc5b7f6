import { filterOf, queryOf, tidied } from './case-filter';

describe('the filter of the case list', () => {
  it('is what the address says, and nothing else', () => {
    expect(filterOf(new URLSearchParams('kind=petition&stage=assigned&overdue=true&q=&colour=red'))).toEqual({
      kind: 'petition',
      stage: 'assigned',
      overdue: 'true',
    });
  });

  it('asks the API with an instant of the city', () => {
    expect(queryOf({ grid: '410105', dueBefore: '2026-11-24T18:00' })).toEqual({
      grid: '410105',
      dueBefore: '2026-11-24T18:00:00+08:00',
    });
  });

  it('leaves out what is empty', () => {
    expect(tidied({ q: '', unit: undefined, stage: 'closed' })).toEqual({ stage: 'closed' });
  });
});
