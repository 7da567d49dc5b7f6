import type { Instance, OpinionOutcome, PetitionRoute } from '@wangge/domain/cases/petition-file';
import type { Text } from '../language/say';

/** Words of 信访工作条例 for what a petition's record holds as codes. */

export const INSTANCE_TEXTS: Readonly<Record<Instance, Text>> = {
  handling: { zh: '办理', en: 'Handling' },
  review: { zh: '复查', en: 'Review' },
  're-review': { zh: '复核', en: 'Re-review' },
};

/** What each instance issues. */
export const OPINION_TEXTS: Readonly<Record<Instance, Text>> = {
  handling: { zh: '处理意见', en: 'Handling opinion' },
  review: { zh: '复查意见', en: 'Review opinion' },
  're-review': { zh: '复核意见', en: 'Re-review opinion' },
};

/** 第31条, by its items. */
export const ROUTE_TEXTS: Readonly<Record<PetitionRoute, Text>> = {
  ordinary: { zh: '信访程序（六）', en: 'Petition, item 6' },
  litigation: { zh: '诉讼等司法程序（一）', en: 'The courts, item 1' },
  arbitration: { zh: '仲裁（二）', en: 'Arbitration, item 2' },
  'party-appeal': { zh: '党员申诉、复审（三）', en: 'Appeal of a Party member, item 3' },
  'administrative-procedure': { zh: '行政程序（四）', en: 'Administrative procedure, item 4' },
  'statutory-duty': { zh: '履行法定职责（五）', en: 'Statutory duty, item 5' },
};

/** 第32条, and what 复查 and 复核 may say. */
export const OUTCOME_TEXTS: Readonly<Record<OpinionOutcome, Text>> = {
  supported: { zh: '予以支持', en: 'Supported' },
  explained: { zh: '合理但缺乏依据，解释说明', en: 'Explained: reasonable, without legal basis' },
  'not-supported': { zh: '不予支持', en: 'Not supported' },
  upheld: { zh: '维持原意见', en: 'The earlier opinion upheld' },
};

/** 第33条. */
export const MEDIATION_TEXTS: Readonly<Record<'mediation' | 'settlement', Text>> = {
  mediation: { zh: '调解', en: 'Mediation' },
  settlement: { zh: '和解', en: 'Settlement' },
};

const CODES: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  route: ROUTE_TEXTS,
  outcome: OUTCOME_TEXTS,
  form: MEDIATION_TEXTS,
};

/** The words for a code in a field of an act; undefined where the field holds none. */
export function textOfCode(field: string, code: string): Text | undefined {
  const texts = CODES[field];
  return texts !== undefined && Object.hasOwn(texts, code) ? texts[code] : undefined;
}
