import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateAndBuild } from './build.ts';
import type { Bench } from './bench/report.ts';
import { printReport } from './bench/report.ts';

/** `npm run bench [-- NAME] [--json]`: measures on this machine, all of a bench in one run, so that its ratios carry over. */
const folder = join(import.meta.dirname, 'bench');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length));
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const json = process.argv.includes('--json');
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`no bench ${unknown.join(', ')}; there are: ${names.join(', ')}`);
  process.exit(2);
}

const say = (line: string) => console.error(line);
await generateAndBuild(say);
for (const name of asked.length > 0 ? asked : names) {
  const bench = (await import(join(folder, `${name}.bench.ts`))) as Bench;
  printReport(name, await bench.run(say), json);
}
