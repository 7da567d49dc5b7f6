import { itemCodeOf } from './mapping-rules.ts';
import { mostFrequent, recordsFor, Survey } from './reference-data.ts';

describe('reference data for a file', () => {
  const survey = new Survey();
  for (const [agency, agencyName, complaintType] of [
    ['DEP', 'Department of Environmental Protection', 'Asbestos'],
    ['DOHMH', 'Department of Health', 'Asbestos'],
    ['DOHMH', 'Department of Health', 'Asbestos'],
    ['DEP', 'DEP', 'Sewer'],
  ] as const)
    survey.add({ agency, agencyName, complaintType });
  const records = recordsFor(survey, '4101');

  it('has a unit and a handler for each agency', () => {
    expect(records.units.map(({ code, name }) => [code, name])).toEqual([
      ['nyc-dep', 'DEP'],
      ['nyc-dohmh', 'Department of Health'],
    ]);
    expect(records.posts[1]).toMatchObject({ code: 'nyc-dohmh-handler', unit: 'nyc-dohmh', person: 'handler-a' });
  });

  it('makes the most frequent agency responsible for an item, the first by name among equals', () => {
    expect(records.responsibilities.map(({ code, leadUnit }) => [code, leadUnit])).toEqual([
      [`${itemCodeOf('Asbestos')}@4101`, 'nyc-dohmh'],
      [`${itemCodeOf('Sewer')}@4101`, 'nyc-dep'],
    ]);
    expect(
      mostFrequent(
        new Map([
          ['B', 2],
          ['A', 2],
          ['C', 1],
        ]),
      ),
    ).toBe('A');
  });
});
