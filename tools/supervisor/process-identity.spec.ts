import { isAlive, startFromStat, startOf } from './process-identity.ts';

const stat = (name: string, state: string, threads = 7) =>
  `4711 (${name}) ${state} 1 4711 4711 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 ${threads} 0 987654 1000 200`;

describe('the start of a process', () => {
  it('is field 22 of its stat line', () => {
    expect(startFromStat(stat('node', 'S'))).toBe('987654');
  });

  it('is found behind a name with blanks and brackets', () => {
    expect(startFromStat(stat('a) (b c', 'R'))).toBe('987654');
  });

  it('is unknown for a zombie, which nobody needs to end', () => {
    expect(startFromStat(stat('node', 'Z', 1))).toBeUndefined();
  });

  it('is known while further threads of a zombie still end', () => {
    expect(startFromStat(stat('temporal', 'Z', 3))).toBe('987654');
  });
});

describe('whether a recorded process lives', () => {
  it('is true for this very process', () => {
    expect(isAlive({ pid: process.pid, start: startOf(process.pid)! })).toBe(true);
  });

  it('is false for a process id that now belongs to another process', () => {
    expect(isAlive({ pid: process.pid, start: '1' })).toBe(false);
  });
});
