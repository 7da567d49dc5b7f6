const RUN = /[\p{Alphabetic}0-9]+/gu;
/** So much of a case's title and claims is searched, in characters. */
const MOST_CHARACTERS = 4_000;

/** What of a text is searched for: runs of letters and digits, in small letters, ten at most. */
export const runsOf = (text: string): string[] => [...new Set(text.toLowerCase().match(RUN)?.slice(0, 10) ?? [])];

/**
 * The words that a case is found by: every pair of neighbouring characters and the last character of each run. The same as
 * the database's `search_words`, which costs a filing ten times as much.
 */
export function wordsOf(title: string, claims: readonly string[]): string[] {
  const text = Array.from(`${title} ${JSON.stringify(claims)}`.slice(0, 2 * MOST_CHARACTERS)).slice(0, MOST_CHARACTERS);
  const words = new Set<string>();
  for (const run of text.join('').toLowerCase().match(RUN) ?? []) {
    const characters = Array.from(run);
    characters.forEach((character, at) => words.add(`${character}${characters[at + 1] ?? ''}`));
  }
  return [...words];
}

const quoted = (word: string): string => `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;

/** The runs as a tsquery over pairs of characters; a single character is the beginning of a pair. */
export const wordQueryOf = (runs: readonly string[]): string =>
  runs
    .flatMap((run) => {
      const characters = Array.from(run);
      return characters.length === 1
        ? [`${quoted(run)}:*`]
        : characters.slice(1).map((second, index) => quoted(`${characters[index]}${second}`));
    })
    .join(' & ');
