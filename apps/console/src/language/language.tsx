import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type Language, type Say, sayIn, type Text } from './say';

interface Spoken {
  readonly language: Language;
  readonly say: Say;
  /** The text in the language of the page. */
  readonly of: (text: Text) => string;
  readonly switchTo: (language: Language) => void;
}

const SpokenContext = createContext<Spoken | undefined>(undefined);
const KEPT = 'wangge-language';
const TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

/** The language of the page, as a language tag: what requests ask for too. */
export const languageTag = (): string => document.documentElement.lang || TAGS.zh;

/** Chinese unless the person chose English before; a browser without storage starts in Chinese each time. */
function keptLanguage(): Language {
  try {
    return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

function keep(language: Language): void {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // It holds for this page then.
  }
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(keptLanguage);
  // Before the first request is sent, which asks for this language.
  document.documentElement.lang = TAGS[language];
  useEffect(() => keep(language), [language]);
  const spoken = useMemo<Spoken>(
    () => ({ language, say: sayIn(language), of: (text) => text[language], switchTo: setLanguage }),
    [language],
  );
  return <SpokenContext.Provider value={spoken}>{children}</SpokenContext.Provider>;
}

/** The language of the page, and what it says. */
export function useLanguage(): Spoken {
  const spoken = useContext(SpokenContext);
  if (!spoken) throw new Error('outside of LanguageProvider');
  return spoken;
}
