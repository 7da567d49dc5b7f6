/** Languages that people are answered in; the first one unless they ask for the other. */
export type Language = 'zh' | 'en';

export interface Message {
  readonly zh: string;
  readonly en: string;
}

/** A typed catalogue: `{zh, en}` by key, both always there. `{name}` in a text is filled from the parameters. */
export interface Catalogue<K extends string> {
  has(key: string): key is K;
  say(key: K, language: Language, parameters?: Readonly<Record<string, string | number>>): string;
}

export function catalogueOf<const M extends Readonly<Record<string, Message>>>(
  messages: M,
): Catalogue<keyof M & string> {
  return {
    has: (key): key is keyof M & string => Object.hasOwn(messages, key),
    say: (key, language, parameters) => {
      const text = messages[key]![language];
      return parameters === undefined
        ? text
        : text.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
    },
  };
}

/**
 * Language of an `Accept-Language` header (RFC 9110, 12.5.4): the one of zh and en with the higher weight, the earlier one
 * on a tie, zh when neither is asked for.
 */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (!acceptLanguage) return 'zh';
  let best: Language = 'zh';
  let weight = 0;
  for (const part of acceptLanguage.slice(0, 200).split(',')) {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language = /^zh(-|$)/.test(range) ? 'zh' : /^en(-|$)/.test(range) ? 'en' : undefined;
    if (language === undefined) continue;
    const q = parameters
      .map((parameter) => /^\s*q\s*=\s*([\d.]+)\s*$/.exec(parameter)?.[1])
      .find((value) => value !== undefined);
    const asked = q === undefined ? 1 : Number(q) || 0;
    if (asked > weight) [best, weight] = [language, asked];
  }
  return best;
}
