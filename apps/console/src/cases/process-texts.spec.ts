import {
  commandOnward,
  commandText,
  courseOf,
  isOver,
  ordinaryCourse,
  stageText,
  stageTextOfAny,
} from './process-texts';

describe('ordinary course', () => {
  it('is the seven steps of a matter', () => {
    expect(ordinaryCourse('matter')).toEqual([
      'received',
      'registered',
      'assigned',
      'handling',
      'answered',
      'verified',
      'closed',
    ]);
    expect(ordinaryCourse('matter').map((stage) => stageText('matter', stage).zh)).toEqual([
      '信息采集',
      '案卷建立',
      '任务派遣',
      '任务处理',
      '处理反馈',
      '核查',
      '结案',
    ]);
  });

  it('is three instances of a petition, from receipt to finality', () => {
    expect(ordinaryCourse('petition')).toEqual([
      ...['received', 'registered', 'assigned', 'handling', 'opinion', 'served'],
      ...['review', 'review-opinion', 'review-served', 're-review', 're-review-opinion', 'concluded'],
    ]);
  });

  it('goes on by the command that a person expects first', () => {
    expect(commandOnward('matter', 'assigned')).toBe('accept');
    expect(commandOnward('matter', 'answered')).toBe('verify');
  });

  it('ends where the only commands stay', () => {
    expect(commandOnward('matter', 'closed')).toBeUndefined();
    expect(commandOnward('matter', 'withdrawn')).toBeUndefined();
  });

  it('is empty for a kind without a process', () => {
    expect(ordinaryCourse('feast')).toEqual([]);
  });
});

describe('the steps shown of a case', () => {
  const first = ['received', 'registered', 'assigned', 'handling', 'opinion', 'served'];

  it('leave out the instances that nobody asked for', () => {
    expect(courseOf('petition', ['handling'])).toEqual([...first, 'concluded']);
    expect(courseOf('petition', ['concluded'])).toEqual([...first, 'concluded']);
  });

  it('have an instance once it was asked for, and the one before it', () => {
    const second = ['review', 'review-opinion', 'review-served'];
    expect(courseOf('petition', ['served', 'review'])).toEqual([...first, ...second, 'concluded']);
    expect(courseOf('petition', ['re-review'])).toEqual([
      ...[...first, ...second],
      ...['re-review', 're-review-opinion', 'concluded'],
    ]);
  });

  it('have the carrying out of an opinion before the end', () => {
    expect(courseOf('petition', ['served', 'executing'])).toEqual([...first, 'executing', 'executed', 'concluded']);
    expect(courseOf('petition', ['executed', 'executing'])).toEqual([...first, 'executing', 'executed', 'concluded']);
  });

  it('stay the ordinary ones where a case left them', () => {
    expect(courseOf('petition', ['assigned', 'objected', 'refused'])).toEqual([...first, 'concluded']);
    expect(courseOf('petition', ['own-procedure'])).toEqual([...first, 'concluded']);
    expect(courseOf('matter', ['disputed'])).toEqual(ordinaryCourse('matter'));
  });
});

describe('texts', () => {
  it('come from the process table', () => {
    expect(stageText('matter', 'disputed')).toEqual({ zh: '权属争议', en: 'Disputed' });
    expect(commandText('matter', 'accept')).toEqual({ zh: '受理', en: 'Accept' });
  });

  it('of a stage that two kinds have are the first kind’s where the kind is not told', () => {
    expect(stageText('petition', 'received').zh).toBe('收到');
    expect(stageTextOfAny('received').zh).toBe('信息采集');
    expect(stageTextOfAny('review').zh).toBe('复查');
  });

  it('are the bare word where the table has none', () => {
    expect(stageText('matter', 'lost')).toEqual({ zh: 'lost', en: 'lost' });
    expect(commandText('matter', 'expire')).toBeUndefined();
  });

  it('tell when a case is over', () => {
    expect(isOver('matter', 'merged')).toBe(true);
    expect(isOver('matter', 'handling')).toBe(false);
  });
});
