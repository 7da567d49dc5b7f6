import { parseDate } from '../calendar/local-date';

const DIGITS = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

/** A whole number from 1 to 999 in words, as articles and dates are written: 10 → 十, 34 → 三十四, 105 → 一百零五, 110 → 一百一十. */
export function chineseNumeral(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 999) throw new RangeError(`${value} is not from 1 to 999`);
  const [hundreds, tens, ones] = [Math.floor(value / 100), Math.floor(value / 10) % 10, value % 10];
  const one = ones === 0 ? '' : DIGITS[ones]!;
  if (hundreds === 0) return tens === 0 ? one : `${tens === 1 ? '' : DIGITS[tens]!}十${one}`;
  const rest = tens > 0 ? `${DIGITS[tens]!}十${one}` : ones > 0 ? `零${one}` : '';
  return `${DIGITS[hundreds]!}百${rest}`;
}

/** A local date `YYYY-MM-DD` as documents are dated: 2026-03-04 → 二〇二六年三月四日. Throws `RangeError` for what is no date. */
export function chineseDate(date: string): string {
  if (parseDate(date) === undefined) throw new RangeError('not a date of the calendar');
  const [year = '', month, day] = date.split('-');
  const digits = [...year].map((digit) => DIGITS[Number(digit)]!).join('');
  return `${digits}年${chineseNumeral(Number(month))}月${chineseNumeral(Number(day))}日`;
}

/**
 * An article as rule packs name it, in the form in which documents cite it: `信访工作条例 第34条` → 《信访工作条例》第三十四条.
 * What a pack adds behind the article in brackets is for its readers and left out. Another text stays as it is.
 */
export function citation(article: string): string {
  const parts = /^(\S+) 第(\d{1,3})条(第[一二三四五六七八九十]+款)?(第（[一二三四五六七八九十]+）项)?/.exec(article);
  if (!parts) return article;
  const [, statute, number, paragraph = '', item = ''] = parts;
  return `《${statute}》第${chineseNumeral(Number(number))}条${paragraph}${item}`;
}
