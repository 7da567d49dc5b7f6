import { messages, type MessageKey } from './messages';

export type Language = 'zh' | 'en';

/** A text in both languages, as process tables and rule packs hold them. */
export type Text = Readonly<Record<Language, string>>;

export type Parameters = Readonly<Record<string, string | number>>;
export type Say = (key: MessageKey, parameters?: Parameters) => string;

/** The catalogue in one language; `{name}` in a text is filled from the parameters. */
export function sayIn(language: Language): Say {
  return (key, parameters) => {
    const text = messages[key][language];
    return parameters === undefined
      ? text
      : text.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
  };
}
