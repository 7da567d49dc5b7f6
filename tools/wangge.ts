import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { generateAndBuild } from './build.ts';
import { Refusal, root } from './repository.ts';

/**
 * `wangge`: the operator's tool. A command is a file of commands/ that exports `register(program)`; only the one asked
 * for is loaded, all of them for the list of commands. Exit codes: 0 done, 1 refused or failed, 2 called wrongly.
 */
const folder = join(import.meta.dirname, 'commands');
const program = new Command('wangge')
  .description('网格 / the operator’s tool of a Wangge installation (WANGGE_PORT, WANGGE_DATA say which)')
  .showHelpAfterError()
  .exitOverride();

async function register(name: string): Promise<void> {
  const command = (await import(join(folder, `${name}.ts`))) as { register: (program: Command) => void };
  command.register(program);
}

try {
  const asked = process.argv[2] ?? '';
  // In a clone where nothing was started yet, what the commands share with the services is not built.
  if (!existsSync(join(root, 'libs', 'domain', 'dist'))) await generateAndBuild((line) => console.error(line));
  const all = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.includes('spec.'))
    .map((file) => file.slice(0, -'.ts'.length));
  for (const name of all.includes(asked) ? [asked] : all) await register(name);
  for (const command of program.commands) command.copyInheritedSettings(program);
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(error instanceof Refusal ? error.message : error);
    process.exitCode = 1;
  }
}
