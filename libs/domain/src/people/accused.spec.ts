import { accusedCodesOf, isAccused, NOT_LOOKED_UP } from './accused';

const HANDLER_B = { id: 'handler-b', grants: [{ role: 'unit-handler', unit: 'unit-b' }] } as const;
const OFFICER = { id: 'petition-officer', grants: [{ role: 'petition-officer', grid: '4101' }] } as const;
const AUDITOR = { id: 'auditor', grants: [{ role: 'auditor', grid: '4101' }] } as const;

describe('whom a case is kept from', () => {
  it.each([
    ['nobody where nobody is accused', [], HANDLER_B, false],
    ['nobody where nothing is said', undefined, HANDLER_B, false],
    ['the people of an accused unit', ['unit-b'], HANDLER_B, true],
    ['an accused person', ['handler-b'], HANDLER_B, true],
    ['nobody of another unit', ['unit-a', 'head-b'], HANDLER_B, false],
    ['an accused officer', ['petition-officer'], OFFICER, true],
    ['everybody who handles cases while it is not looked up', [NOT_LOOKED_UP], OFFICER, true],
    ['not who checks on the platform meanwhile', [NOT_LOOKED_UP], AUDITOR, false],
    ['who checks on the platform and is accused', ['auditor'], AUDITOR, true],
  ] as const)('%s', (_, accused, actor, kept) => expect(isAccused(accused, actor)).toBe(kept));

  it('knows an actor by account and by the unit of every post', () => {
    const both = { id: 'x', grants: [...HANDLER_B.grants, { role: 'inspector', unit: 'unit-c' }] } as const;
    expect(accusedCodesOf(both)).toEqual(['x', 'unit-b', 'unit-c', NOT_LOOKED_UP]);
  });
});
