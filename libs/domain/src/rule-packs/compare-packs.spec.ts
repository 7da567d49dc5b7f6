import { comparePacks } from './compare-packs';
import { petitionNational } from './petition-national';

describe('two versions side by side', () => {
  const [registration, notice, ...others] = petitionNational.clocks;
  const second = {
    ...petitionNational,
    version: 2,
    validFrom: '2027-01-01',
    // The same values, their keys in another order, as the database gives them back.
    workingTime: petitionNational.workingTime.map(({ from, to }) => ({ to, from })),
    clocks: [{ ...notice!, amount: 10, warnings: ['P1D'] }, ...others, { ...registration!, id: 'receipt' }],
  };
  const compared = comparePacks(petitionNational, second);

  it('names what differs in the pack', () => {
    expect(compared.fields).toEqual(['validFrom']);
    expect([compared.from.version, compared.to.version]).toEqual([1, 2]);
  });

  it('names what differs in each clock, what is gone and what is new', () => {
    const changes = compared.clocks.filter(({ change }) => change !== 'same');
    expect(changes.map(({ id, change, fields }) => [id, change, ...fields])).toEqual([
      ['registration', 'removed'],
      ['notice', 'changed', 'amount', 'warnings'],
      ['receipt', 'added'],
    ]);
    expect(changes[1]).toMatchObject({ from: { amount: 15 }, to: { amount: 10 } });
    expect(compared.clocks).toHaveLength(9);
  });
});
