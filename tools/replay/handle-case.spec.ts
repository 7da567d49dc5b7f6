import { isThere, nextAct, type Aim, type CaseView } from './handle-case.ts';

const aim: Aim = { unit: 'nyc-nypd', target: 'closed', resolution: 'Done.' };
const view = (stage: string, change: Partial<CaseView> = {}): CaseView => ({
  number: '20261124-0000001',
  stage,
  step: 2,
  responsible: { unit: 'nyc-nypd' },
  firstReceiver: 'nyc-nypd',
  reopenings: 0,
  reworks: 0,
  ...change,
});
const brief = (act: ReturnType<typeof nextAct>) => (typeof act === 'string' ? act : `${act.command} by ${act.as}`);

describe('the next command on a replayed case', () => {
  it.each([
    ['received', 'wait'],
    ['assigned', 'accept by handler-a'],
    ['handling', 'feedback by handler-a'],
    ['answered', 'verify by petition-officer'],
    ['verified', 'close by petition-officer'],
    ['closed', 'done'],
    ['withdrawn', 'done'],
    ['disputed', 'assign by petition-officer'],
  ])('at %s is: %s', (stage, expected) => {
    expect(brief(nextAct(view(stage), aim))).toBe(expected);
  });

  it('waits for the matrix to dispatch, and dispatches what was taken back', () => {
    expect(nextAct(view('registered', { responsible: null, firstReceiver: null }), aim)).toBe('wait');
    const takenBack = view('registered', { responsible: null, firstReceiver: 'nyc-dep' });
    expect(nextAct(takenBack, aim)).toMatchObject({ command: 'assign', body: { unit: 'nyc-nypd' } });
  });

  it('takes a case back from a unit that is not its agency', () => {
    const wrong = view('assigned', { responsible: { unit: 'nyc-dep' } });
    expect(brief(nextAct(wrong, aim))).toBe('withdraw-assignment by petition-officer');
    expect(brief(nextAct(wrong, { ...aim, target: 'assigned' }))).toBe('withdraw-assignment by petition-officer');
  });

  it('leaves to people what they reopened, sent to rework or gave to another unit', () => {
    expect(nextAct(view('registered', { reopenings: 1 }), aim)).toBe('done');
    expect(nextAct(view('handling', { reworks: 1 }), aim)).toBe('done');
    expect(nextAct(view('handling', { responsible: { unit: 'nyc-dep' } }), aim)).toBe('done');
  });

  it('ends where the row ends', () => {
    expect(nextAct(view('assigned'), { ...aim, target: 'assigned' })).toBe('done');
    expect(brief(nextAct(view('assigned'), { ...aim, target: 'handling' }))).toBe('accept by handler-a');
    expect(nextAct(view('answered'), { ...aim, target: 'handling' })).toBe('done');
  });

  it('answers with the resolution, or with none', () => {
    expect(nextAct(view('handling'), aim)).toMatchObject({ body: { result: 'Done.' } });
    expect(nextAct(view('handling'), { ...aim, resolution: '' })).not.toHaveProperty('body.result');
  });
});

describe('the stage alone', () => {
  it.each([
    ['received', 'assigned', false],
    ['disputed', 'assigned', false],
    ['handling', 'assigned', true],
    ['verified', 'closed', false],
    ['refused', 'closed', true],
  ] as const)('%s is far enough for %s: %s', (stage, target, expected) => {
    expect(isThere(stage, { target })).toBe(expected);
  });
});
