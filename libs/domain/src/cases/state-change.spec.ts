import type { CaseState, ClockState } from './case-state';
import { afterChange, changeOf } from './state-change';

/** No rule is asked here: of a clock and a case only what changes matters. */
const clock = (id: string, more: Partial<ClockState> = {}) =>
  ({ id, status: 'running', fired: 0, ...more }) as ClockState;
const state = {
  number: '20260103-0000001',
  stage: 'handling',
  step: 3,
  responsible: { unit: 'unit-a' },
  jointHandlers: [],
  extensionRequest: { clockId: 'handling', days: 30 },
  clocks: [clock('registration', { status: 'met' }), clock('handling')],
} as unknown as CaseState;

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
