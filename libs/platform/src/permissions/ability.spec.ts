import type { Actor, Grant } from '@wangge/domain/people/actor';
import { abilityOf, type Action, type CaseFacts, caseSubject, type Subject } from './ability';
import { caseScopeOf } from './case-scope';

const holding = (...grants: Grant[]): Actor => ({ id: 'me', grants });
const admin = holding({ role: 'administrator' });
const auditor = holding({ role: 'auditor' });
const handler = holding({ role: 'unit-handler', unit: 'U1' });
const worker = holding({ role: 'grid-worker', grid: '410105' });
const contractor = holding({ role: 'contractor', unit: 'U1' });
const nobody = holding();

describe('beside cases', () => {
  it.each<[string, Actor, Action, Subject, boolean]>([
    ['anyone signed in', nobody, 'read', 'ReferenceData', true],
    ['anyone signed in', nobody, 'read', 'RulePack', true],
    ['anyone signed in', nobody, 'manage', 'ReferenceData', false],
    ['anyone signed in', nobody, 'write', 'Calendar', false],
    ['anyone signed in', nobody, 'read', 'AuditTrail', false],
    ['anyone signed in', nobody, 'read', 'TemporalUi', false],
    ['anyone signed in', nobody, 'read', 'Petition', false],
    ['administrator', admin, 'manage', 'ReferenceData', true],
    ['administrator', admin, 'write', 'RulePack', true],
    ['administrator', admin, 'write', 'TemporalUi', true],
    ['administrator', admin, 'read', 'AuditTrail', true],
    ['administrator', admin, 'write', 'AuditTrail', false],
    ['administrator', admin, 'read', 'PersonalData', false],
    ['auditor', auditor, 'read', 'AuditTrail', true],
    ['auditor', auditor, 'read', 'TemporalUi', true],
    ['auditor', auditor, 'write', 'TemporalUi', false],
    ['auditor', auditor, 'manage', 'RulePack', false],
    ['auditor', auditor, 'read', 'Petition', true],
    ['unit handler', handler, 'read', 'Petition', true],
    ['unit handler', handler, 'read', 'TemporalUi', false],
    ['contractor', contractor, 'read', 'Petition', false],
  ])('%s: %#', (_who, actor, action, subject, may) => {
    expect(abilityOf(actor).can(action, subject)).toBe(may);
  });
});

describe('one case', () => {
  const facts = (more: Partial<CaseFacts> = {}): CaseFacts => ({
    unit: 'U9',
    jointUnits: [],
    gridCode: '410106001',
    ...more,
  });
  it.each<[string, Actor, CaseFacts, boolean]>([
    ['of the unit', handler, facts({ unit: 'U1' }), true],
    ['of another unit', handler, facts(), false],
    ['that the unit handles jointly', handler, facts({ jointUnits: ['U2', 'U1'] }), true],
    ['that the unit supervises', handler, facts({ supervisingUnit: 'U1' }), true],
    ['that another unit supervises', handler, facts({ supervisingUnit: 'U2' }), false],
    ['without a unit yet', handler, facts({ unit: null }), false],
    ['in the grid', worker, facts({ gridCode: '410105' }), true],
    ['in a grid below', worker, facts({ gridCode: '410105002' }), true],
    ['in a grid beside', worker, facts({ gridCode: '410106' }), false],
    ['in the grid above', worker, facts({ gridCode: '4101' }), false],
    ['anywhere, for an auditor', auditor, facts(), true],
  ])('%s', (_name, actor, row, may) => {
    expect(abilityOf(actor).can('read', caseSubject('Petition', row))).toBe(may);
  });

  it.each<[string, Actor, CaseFacts, boolean]>([
    ['a handler of the case reaches the people', handler, facts({ unit: 'U1' }), true],
    ['a supervising unit sees the case without them', handler, facts({ supervisingUnit: 'U1' }), false],
    ['a grid worker sees the case without them', worker, facts({ gridCode: '410105' }), false],
    ['an auditor sees the case without them', auditor, facts(), false],
    ['an accused unit never sees who accused it', handler, facts({ unit: 'U1', accusedUnits: ['U1'] }), false],
    ['nor an accused person', handler, facts({ unit: 'U1', accusedPersons: ['me'] }), false],
    [
      'another accused unit changes nothing',
      handler,
      facts({ unit: 'U1', accusedUnits: ['U2'], accusedPersons: ['you'] }),
      true,
    ],
  ])('%s', (_name, actor, row, may) => {
    expect(abilityOf(actor).can('read', caseSubject('PersonalData', row))).toBe(may);
  });
});

describe('case scope for SQL', () => {
  it.each<[string, Actor, ReturnType<typeof caseScopeOf>]>([
    [
      'all',
      holding({ role: 'unit-handler', unit: 'U1' }, { role: 'auditor' }),
      { all: true, units: [], gridPrefixes: [] },
    ],
    ['none', contractor, { all: false, units: [], gridPrefixes: [] }],
    [
      'units and the widest grids, each once',
      holding(
        { role: 'unit-head', unit: 'U1' },
        { role: 'petition-officer', unit: 'U1', grid: '410105' },
        { role: 'grid-worker', grid: '410105002' },
        { role: 'grid-worker', grid: '410106' },
      ),
      { all: false, units: ['U1'], gridPrefixes: ['410105', '410106'] },
    ],
    [
      'an empty grid is no grid',
      holding({ role: 'grid-worker', grid: '' }),
      { all: false, units: [], gridPrefixes: [] },
    ],
  ])('%s', (_name, actor, scope) => {
    expect(caseScopeOf(actor)).toEqual(scope);
  });
});
