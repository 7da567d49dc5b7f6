import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Act, CaseState } from '@wangge/domain/cases/case-state';
import { matterProcess } from '@wangge/domain/cases/matter.process';
import { PETITION_ROUTES } from '@wangge/domain/cases/petition-file';
import type { Process } from '@wangge/domain/cases/process';
import { PROCESSES } from '@wangge/domain/cases/processes';
import { SAMPLE_ACCOUNTS } from '../apps/gateway/src/sign-in/sample-accounts';
import { serviceProcesses } from '../tools/installation.ts';

const root = join(__dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })];
const architecture = () => read('docs/architecture/README.md');
const operations = () => read('docs/operations/README.md');

/** Cases and what comes with an act, by which a move that depends on them shows where it may lead. */
const probes: { state: CaseState; act: Pick<Act, 'data'> }[] = [[], ['unit-a'], ['unit-a', 'unit-b']].flatMap(
  (objectedBy) =>
    [undefined, 'supported'].flatMap((outcome) =>
      [{}, { agreement: '……' }, ...PETITION_ROUTES.map((route) => ({ route }))].map((data) => ({
        state: { objectedBy, petition: { opinions: outcome ? [{ outcome }] : [] } } as unknown as CaseState,
        act: { data },
      })),
    ),
);

interface Move {
  from: string;
  command: string;
  to: string;
}

function movesOf(process: Process): Move[] {
  return Object.entries(process.stages).flatMap(([from, { on, expiry = {} }]) =>
    [...Object.entries(on), ...Object.entries(expiry)].flatMap(([command, to]) => {
      const destinations = typeof to === 'function' ? new Set(probes.map(({ state, act }) => to(state, act))) : [to!];
      return [...destinations].map((destination) => ({ from, command, to: destination }));
    }),
  );
}

/** A process as the documentation shows it: what leads to another stage as a diagram, everything else as two tables. */
function describeProcess(process: Process): string {
  // What is no command is a clock whose expiry moves the case.
  const zh = (command: string) => process.commands[command]?.text.zh ?? '到期';
  // Mermaid knows no hyphens in the names of states.
  const id = (stage: string) => stage.replaceAll('-', '_');
  const moves = movesOf(process);
  const arrows = moves
    .filter(({ from, to }) => from !== to)
    .map(({ from, command, to }) => `  ${id(from)} --> ${id(to)}: ${command} ${zh(command)}`);
  const ends = Object.entries(process.stages).filter(([, { final }]) => final);
  const stages = Object.entries(process.stages).map(([stage, { text, clocks }]) => {
    const staying = moves.filter(({ from, to }) => from === stage && to === stage).map(({ command }) => command);
    return `| \`${stage}\` | ${text.zh} | ${clocks.join(', ') || '–'} | ${staying.join(', ') || '–'} |`;
  });
  const commands = Object.entries(process.commands).map(
    ([command, { text, by }]) => `| \`${command}\` | ${text.zh} | ${text.en} | ${by.join(', ')} |`,
  );
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...Object.entries(process.stages).map(([stage, { text }]) => `  state "${text.zh} ${stage}" as ${id(stage)}`),
    `  [*] --> ${id(process.first)}`,
    ...arrows,
    ...ends.map(([stage]) => `  ${id(stage)} --> [*]`),
    '```',
    '',
    '| Stage | 环节 | Clocks that run in it | Commands that do not leave it |',
    '|---|---|---|---|',
    ...stages,
    '',
    '| Command | 操作 | | Who |',
    '|---|---|---|---|',
    ...commands,
  ].join('\n');
}

/** What stands between `<!-- name -->` and `<!-- /name -->`. */
const blockOf = (page: string, name: string) =>
  page.split(`<!-- ${name} -->\n`)[1]?.split(`\n<!-- /${name} -->`)[0]?.trim() ?? `no block ${name}`;

describe('the documentation', () => {
  it('shows the process of a matter as libs/domain/src/cases/matter.process.ts has it', () => {
    expect(blockOf(architecture(), 'matterProcess')).toBe(describeProcess(matterProcess as unknown as Process));
  });

  it('shows the process of a petition as libs/domain/src/cases/petition.process.ts has it', () => {
    expect(blockOf(architecture(), 'petitionProcess')).toBe(describeProcess(PROCESSES.petition));
  });

  it('names the processes of an installation with their ports', () => {
    for (const { name, app, role, port } of serviceProcesses)
      expect(architecture()).toMatch(
        new RegExp(`^\\| \`${name}\` \\| \`apps/${app}\` as \`${role}\` .*\\| ${port} `, 'm'),
      );
  });

  it('says of every table what it holds', () => {
    const page = architecture();
    for (const schema of globSync('apps/*/prisma/schema.prisma', { cwd: root }))
      for (const [, table] of read(schema).matchAll(/@@map\("(\w+)"\)/g))
        if (!page.includes(`\`${table}\``))
          throw new Error(`docs/architecture/README.md, “Data model”, says nothing of ${table}`);
  });

  it('says of every variable what it sets', () => {
    const page = operations();
    const sources = [
      ...globSync('apps/*/src/{,configuration/}*environment.ts', { cwd: root }),
      ...globSync('libs/platform/src/*/*environment.ts', { cwd: root }),
    ];
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources)
      for (const [, name] of read(source).matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm))
        if (!page.includes(`| \`${name}\` |`))
          throw new Error(`docs/operations/README.md, “Configuration”, says nothing of ${name} (${source})`);
  });

  it('names the sample accounts', () => {
    const accounts = [...blockOf(read('README.md'), 'accounts').matchAll(/^\| ([^|]+) \|/gm)]
      .slice(1)
      .flatMap(([, cell]) => [...cell!.matchAll(/`([\w-]+)`/g)].map(([, account]) => account!));
    expect(accounts.sort()).toEqual([...SAMPLE_ACCOUNTS].sort());
  });

  it.each(pages)('%s leads only to files that are there', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)]*)?\)/g)].map(
      ([, target]) => target!,
    );
    const missing = links.filter((target) => !existsSync(join(root, dirname(page), target)));
    expect(missing).toEqual([]);
  });

  it.each(pages)('%s names only commands of the operator’s tool that there are', (page) => {
    const commands = [...read(page).matchAll(/npx wangge ([a-z]+)/g)].map(([, command]) => command!);
    const there = globSync('tools/commands/*.ts', { cwd: root }).map((file) => relative('tools/commands', file));
    for (const command of commands) expect(there).toContain(`${command}.ts`);
  });
});
