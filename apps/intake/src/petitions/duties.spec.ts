import type { DutyAnswer, DutyQuestion } from '@wangge/contracts/questions';
import type { CaseState } from '@wangge/domain/cases/case-state';
import { Duties } from './duties';
import type { Places } from './places';

const state = {
  gridCode: '410105002001',
  responsible: { unit: 'unit-a', person: 'handler-a' },
  firstReceiver: 'unit-a',
  supervisingUnit: 'unit-s',
} as CaseState;

/** Answers from a table; what is not in it has no post that is filled. */
function dutiesOf(answers: [DutyQuestion, DutyAnswer][]) {
  const asked: DutyQuestion[] = [];
  const places = {
    duty: async (question: DutyQuestion) => {
      asked.push(question);
      return answers.find(([known]) => JSON.stringify(known) === JSON.stringify(question))?.[1] ?? {};
    },
  } as Pick<Places, 'duty'> as Places;
  return { duties: new Duties(places), asked };
}

const OFFICE: [DutyQuestion, DutyAnswer] = [
  { role: 'petition-officer', gridCode: '410105002001' },
  { person: 'petition-officer' },
];

describe('whom a rung turns to', () => {
  it('is who works on the case, or the deputy on that post while the person is away', async () => {
    const deputy = { person: 'deputy-a', deputyFor: 'handler-a' };
    const { duties } = dutiesOf([[{ role: 'unit-handler', unit: 'unit-a', person: 'handler-a' }, deputy], OFFICE]);
    expect(await duties.personFor('person', state)).toEqual(deputy);
  });

  it('goes up where a post is not filled: post, head, petition office', async () => {
    const { duties, asked } = dutiesOf([OFFICE]);
    expect(await duties.personFor('person', state)).toEqual({ person: 'petition-officer' });
    expect(asked.map(({ role, unit }) => [role, unit])).toEqual([
      ['unit-handler', 'unit-a'],
      ['unit-head', 'unit-a'],
      ['petition-officer', undefined],
    ]);
  });

  it("is of the co-handling unit for that unit's own clock", async () => {
    const { duties } = dutiesOf([[{ role: 'unit-head', unit: 'unit-b' }, { person: 'head-b' }], OFFICE]);
    expect(await duties.personFor('unit-head', state, 'unit-b')).toEqual({ person: 'head-b' });
  });

  it('is of the first receiver while no unit holds the case', async () => {
    const { duties } = dutiesOf([[{ role: 'unit-head', unit: 'unit-a' }, { person: 'head-a' }], OFFICE]);
    expect(await duties.personFor('unit-head', { ...state, responsible: undefined })).toEqual({ person: 'head-a' });
  });

  it('is the head of the supervising unit at the last rung', async () => {
    const { duties } = dutiesOf([[{ role: 'unit-head', unit: 'unit-s' }, { person: 'head-s' }], OFFICE]);
    expect(await duties.personFor('supervising-unit', state)).toEqual({ person: 'head-s' });
  });
});
