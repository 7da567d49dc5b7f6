/** The documents that a case gives rise to. `word` stands in the document's number and says which series it belongs to. */
export const DOCUMENT_KINDS = {
  'registration-receipt': { text: { zh: '登记回执', en: 'Registration receipt' }, word: '登' },
  acceptance: { text: { zh: '受理告知书', en: 'Notice of acceptance' }, word: '受' },
  refusal: { text: { zh: '不予受理告知书', en: 'Notice of refusal' }, word: '不受' },
  'matter-refusal': { text: { zh: '诉求不予受理告知书', en: 'Notice of refusal of a request' }, word: '诉不受' },
  redirection: { text: { zh: '程序导入告知书', en: 'Notice of another procedure' }, word: '导' },
  transfer: { text: { zh: '转送告知书', en: 'Notice of transfer' }, word: '转' },
  'matter-transfer': { text: { zh: '诉求转送告知书', en: 'Notice of transfer of a request' }, word: '诉转' },
  extension: { text: { zh: '延期办理告知书', en: 'Notice of extension' }, word: '延' },
  opinion: { text: { zh: '处理意见书', en: 'Handling opinion' }, word: '处' },
  review: { text: { zh: '复查意见书', en: 'Review opinion' }, word: '查' },
  're-review': { text: { zh: '复核意见书', en: 'Re-review opinion' }, word: '核' },
  settlement: { text: { zh: '和解协议书', en: 'Settlement' }, word: '和' },
  mediation: { text: { zh: '调解协议书', en: 'Mediation agreement' }, word: '调' },
} as const satisfies Record<string, { text: { zh: string; en: string }; word: string }>;

export type DocumentKind = keyof typeof DOCUMENT_KINDS;

export const isDocumentKind = (kind: string): kind is DocumentKind => Object.hasOwn(DOCUMENT_KINDS, kind);

/**
 * Number of a document (发文字号): code of the issuing organ and series, year in 〔〕, running number without leading zeros
 * (党政机关公文格式 GB/T 9704-2012, 7.2.5). `('郑信', 'acceptance', 2026, 12)` → 郑信受〔2026〕12号.
 */
export function documentNumber(organCode: string, kind: DocumentKind, year: number, sequence: number): string {
  return `${organCode}${DOCUMENT_KINDS[kind].word}〔${year}〕${sequence}号`;
}
