import type { CaseState, ClockState } from './case-state';
import { afterChange, changeOf } from './state-change';

const clock = (id: string, more: Partial<ClockState> = {}): ClockState => ({
  id,
  kind: id,
  article: '第34条',
  label: id,
  startedAt: '2026-01-03T09:00:00+08:00',
  dueDate: '2026-03-04',
  dueAt: '2026-03-05T00:00:00+08:00',
  provisional: false,
  calendarVersion: '2026.1',
  extensionDays: 0,
  status: 'running',
  suspensions: [],
  fired: 0,
  expired: false,
  ...more,
});
const state: CaseState = {
  number: '20260103-0000001',
  kind: 'petition',
  matterItem: 'prepaid-card',
  gridCode: '410105002001',
  district: '410105',
  rulePack: { id: 'petition-national', version: 1 },
  receivedAt: '2026-01-03T09:00:00+08:00',
  stage: 'handling',
  step: 3,
  auditHash: 'aa',
  responsible: { unit: 'unit-a' },
  jointHandlers: [],
  handledBy: [],
  objectedBy: [],
  reopenings: 0,
  reworks: 0,
  overdue: false,
  extensionRequest: { clockId: 'handling', days: 30, by: 'handler-a', unit: 'unit-a' } as CaseState['extensionRequest'],
  clocks: [clock('registration', { status: 'met' }), clock('handling')],
};

describe('what an act changed', () => {
  it.each<[string, CaseState]>([
    ['nothing', state],
    ['a stage and its clocks', { ...state, stage: 'replied', step: 4, clocks: [...state.clocks, clock('service')] }],
    [
      'a clock in its place',
      { ...state, step: 4, clocks: [state.clocks[0]!, clock('handling', { status: 'missed' })] },
    ],
    ['something that is gone', { ...state, step: 4, responsible: undefined, extensionRequest: undefined }],
    ['something new', { ...state, step: 4, supervisingUnit: 'gov-city', handledBy: ['handler-a'] }],
  ])('gives the state after it: %s', (_, after) => {
    // As it travels: text, in which what is undefined is not there.
    const travelled = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
    expect(afterChange(state, travelled(changeOf(state, after)!))).toEqual(travelled(after));
  });

  it('is no more than what changed', () => {
    const after = { ...state, step: 4, clocks: [state.clocks[0]!, clock('handling', { fired: 1 })] };
    expect(changeOf(state, after)).toEqual({ set: { step: 4 }, gone: [], clocks: [clock('handling', { fired: 1 })] });
  });

  it('does not say what came of clocks that left the case or changed places', () => {
    expect(changeOf(state, { ...state, clocks: [state.clocks[1]!] })).toBeUndefined();
    expect(changeOf(state, { ...state, clocks: [state.clocks[1]!, state.clocks[0]!] })).toBeUndefined();
  });
});
