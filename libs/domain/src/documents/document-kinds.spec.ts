import { DOCUMENT_KINDS, documentNumber } from './document-kinds';

describe('the number of a document', () => {
  // GB/T 9704-2012, 7.2.5: the year whole and in 〔〕, the running number without 第 and without leading zeros, 号 behind it.
  it.each([
    ['郑信', 'registration-receipt', 2026, 1, '郑信登〔2026〕1号'],
    ['郑信', 'acceptance', 2026, 12, '郑信受〔2026〕12号'],
    ['郑信', 'refusal', 2026, 3, '郑信不受〔2026〕3号'],
    ['郑信', 'extension', 2027, 100, '郑信延〔2027〕100号'],
    ['豫信', 'opinion', 2026, 4_321, '豫信处〔2026〕4321号'],
  ] as const)('%s %s %d %d is %s', (organ, kind, year, sequence, number) =>
    expect(documentNumber(organ, kind, year, sequence)).toBe(number),
  );

  it('tells the series of every kind apart', () => {
    const words = Object.values(DOCUMENT_KINDS).map(({ word }) => word);
    expect(new Set(words).size).toBe(words.length);
  });
});
