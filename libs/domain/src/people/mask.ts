/** Who filed a case, as far as texts may name them. */
export interface Named {
  readonly name: string;
  readonly phone?: string | undefined;
  readonly address?: string | undefined;
}

/** Shorter ones are parts of other words too often. */
const SHORTEST = { name: 2, phone: 7, address: 4 } as const;

interface Masking {
  readonly text: string;
  readonly pattern: RegExp;
  readonly mark: string;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Digits of a telephone number, however they are grouped; not within a longer number. */
const phonePattern = (digits: string): string => `(?<!\\d)${[...digits].join('[ -]?')}(?!\\d)`;

/** The longest first, so that a name within an address does not break it up. */
function maskingsOf(people: readonly Named[]): Masking[] {
  const one = (text: string, shortest: number, pattern: string, mark: string): Masking[] =>
    text.length < shortest ? [] : [{ text, pattern: new RegExp(pattern, 'g'), mark: `〔${mark}〕` }];
  return people
    .flatMap((person, index) => {
      const who = `信访人${people.length > 1 ? index + 1 : ''}`;
      const [name, address] = [person.name.trim(), person.address?.trim() ?? ''];
      const digits = person.phone?.replace(/\D/g, '') ?? '';
      return [
        ...one(name, SHORTEST.name, escaped(name), who),
        ...one(digits, SHORTEST.phone, phonePattern(digits), `${who}电话`),
        ...one(address, SHORTEST.address, escaped(address), `${who}住址`),
      ];
    })
    .sort((a, b) => b.text.length - a.text.length);
}

const mapTexts = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  // An instant, or anything else that is no plain JSON, stays what it is.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
};

/**
 * A value with every text in it freed of the petitioners' names, telephone numbers and addresses: marks like 〔信访人〕 and
 * 〔信访人2电话〕 stand in their place. Whoever may know them reads them beside the case (个人信息保护法 第51条).
 */
export function maskPeople<T>(value: T, people: readonly Named[]): T {
  const maskings = maskingsOf(people);
  if (maskings.length === 0) return value;
  return mapTexts(value, (text) =>
    maskings.reduce((masked, { pattern, mark }) => masked.replace(pattern, mark), text),
  ) as T;
}

/** A text with the people in it again, for whoever may read it so. */
export function unmaskPeople(text: string, people: readonly Named[]): string {
  return maskingsOf(people).reduce((full, { mark, text: original }) => full.replaceAll(mark, () => original), text);
}
