import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

/** Node runs these files by leaving their types out, which does not work for enums and parameter properties. */
describe('a file of tools', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );

  it.each(files)('%s runs without being compiled', (file) => {
    const text = readFileSync(join(import.meta.dirname, file), 'utf8');
    expect(() => stripTypeScriptTypes(text)).not.toThrow();
  });
});
