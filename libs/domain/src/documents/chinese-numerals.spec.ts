import { chineseDate, chineseNumeral, citation } from './chinese-numerals';

describe('dates and numbers in Chinese form', () => {
  // Year digit by digit with 〇; month and day as numbers: 十 without 一 before it, nothing for a zero at the end.
  it.each([
    ['2026-03-04', '二〇二六年三月四日'],
    ['2026-01-01', '二〇二六年一月一日'],
    ['2026-10-10', '二〇二六年十月十日'],
    ['2026-11-11', '二〇二六年十一月十一日'],
    ['2026-12-20', '二〇二六年十二月二十日'],
    ['2024-02-29', '二〇二四年二月二十九日'],
    ['2030-05-30', '二〇三〇年五月三十日'],
    ['2100-12-31', '二一〇〇年十二月三十一日'],
  ])('%s is %s', (date, text) => expect(chineseDate(date)).toBe(text));

  it.each(['2026-02-29', '2026-13-01', '2026-3-4', 'today', ''])('refuses %p', (date) =>
    expect(() => chineseDate(date)).toThrow(RangeError),
  );

  it.each([
    [1, '一'],
    [9, '九'],
    [10, '十'],
    [15, '十五'],
    [20, '二十'],
    [34, '三十四'],
    [99, '九十九'],
    [100, '一百'],
    [105, '一百零五'],
    [110, '一百一十'],
    [115, '一百一十五'],
    [200, '二百'],
    [999, '九百九十九'],
  ])('%d is %s', (value, text) => expect(chineseNumeral(value)).toBe(text));

  it.each([0, -1, 1_000, 1.5, Number.NaN])('refuses %p', (value) =>
    expect(() => chineseNumeral(value)).toThrow(RangeError),
  );

  it.each([
    ['信访工作条例 第34条', '《信访工作条例》第三十四条'],
    ['河南省信访条例 第26条第（一）项', '《河南省信访条例》第二十六条第（一）项'],
    ['信访工作条例 第36条（河南省信访条例未规定复核）', '《信访工作条例》第三十六条'],
    ['人民调解法 第29条第二款', '《人民调解法》第二十九条第二款'],
    ['本市规定', '本市规定'],
  ])('cites %s as %s', (article, text) => expect(citation(article)).toBe(text));
});
