import { sayIn } from '../language/say';
import { durationText } from './duration';

const text = (milliseconds: number) => durationText(milliseconds, sayIn('zh'));
const minutes = 60_000;
const hours = 60 * minutes;
const days = 24 * hours;

describe('durationText', () => {
  it('names the two largest parts', () => {
    expect(text(2 * days + 3 * hours + 59 * minutes)).toBe('2 天 3 小时');
    expect(text(5 * hours + 20 * minutes)).toBe('5 小时 20 分钟');
    expect(text(7 * minutes + 30_000)).toBe('7 分钟');
  });

  it('leaves out what is none', () => {
    expect(text(3 * days)).toBe('3 天');
    expect(text(3 * days + 5 * minutes)).toBe('3 天');
    expect(text(59_999)).toBe('不足 1 分钟');
  });
});
