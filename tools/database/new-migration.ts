import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { services, type Service } from '../installation.ts';
import { Refusal, root, runMain } from '../repository.ts';
import { startTemporaryServers } from '../testing/temporary-servers.ts';
import { hasSchema, migrationsFolder, schemaFile } from './prisma-files.ts';
import { migrationList, noFilters, withSchemaEngine } from './schema-engine.ts';

/**
 * `node tools/database/new-migration.ts <app> <name>`: writes what schema.prisma has over the migrations as a new one.
 * The migrations are replayed on a PostgreSQL of its own that lives as long as the command.
 */
runMain(async () => {
  const [app, name] = process.argv.slice(2);
  const service = services.find((candidate) => candidate === app);
  if (!service || !name || !/^[a-z0-9_]{1,80}$/.test(name))
    throw new Refusal(`node tools/database/new-migration.ts <${services.join('|')}> <name_in_small_letters>`);
  if (!hasSchema(service)) throw new Refusal(`apps/${service} has no prisma/schema.prisma.`);
  const servers = await startTemporaryServers(['postgres'], () => undefined);
  try {
    const script = await scriptOf(service, servers.environment.WANGGE_TEST_POSTGRES_URL!);
    if (!script.trim() || /^-- This is an empty migration/.test(script))
      return console.log(`${service}: the migrations already make what schema.prisma says`);
    console.log(`wrote ${relative(root, write(service, name, script))}`);
  } finally {
    await servers.stop();
  }
});

async function scriptOf(service: Service, url: string): Promise<string> {
  const schema = { path: 'schema.prisma', content: readFileSync(schemaFile(service), 'utf8') };
  const { stdout } = await withSchemaEngine(service, url, (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...migrationList(service) },
      to: { tag: 'schemaDatamodel', files: [schema] },
      script: true,
      exitCode: null,
      filters: noFilters,
    }),
  );
  return stdout ?? '';
}

function write(service: Service, name: string, script: string): string {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(migrationsFolder(service), `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(migrationsFolder(service), 'migration_lock.toml'), 'provider = "postgresql"\n');
  const file = join(folder, 'migration.sql');
  writeFileSync(file, script);
  return file;
}
