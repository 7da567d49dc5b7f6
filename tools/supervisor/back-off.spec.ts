import { backOffMs } from './back-off.ts';

describe('the wait before a crashed process is started again', () => {
  it.each([
    [1, 250],
    [2, 500],
    [3, 1000],
    [6, 8000],
    [7, 15_000],
    [50, 15_000],
  ])('after failure %i is %i ms', (failures, expected) => {
    expect(backOffMs(failures)).toBe(expected);
  });
});
