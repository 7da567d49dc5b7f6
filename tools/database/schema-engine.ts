import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { Refusal, root } from '../repository.ts';
import type { Service } from '../installation.ts';
import { connectAdapter, makeShadowDatabase } from './engine-adapter.ts';
import { migrationsFolder, migrationsOf, schemaFile } from './prisma-files.ts';

/** The same in the form the engine takes. */
export function migrationList(service: Service): MigrationList {
  const lockfile = join(migrationsFolder(service), 'migration_lock.toml');
  return {
    baseDir: migrationsFolder(service),
    lockfile: { path: 'migration_lock.toml', content: existsSync(lockfile) ? readFileSync(lockfile, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: migrationsOf(service).map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
    })),
  };
}

export const noFilters = { externalTables: [], externalEnums: [] };

/**
 * Runs `work` with Prisma's schema engine compiled to WebAssembly: the same engine `prisma migrate` uses, but from an npm
 * package and not from a download of its own.
 */
export async function withSchemaEngine<T>(
  service: Service,
  connectionString: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  // Loaded only when there is something to migrate: it would cost every start half a second.
  const { bindMigrationAwareSqlAdapterFactory } = await import('@prisma/driver-adapter-utils');
  const { SchemaEngine } = await withoutExperimentalWarning(() => import('@prisma/schema-engine-wasm'));
  const schema = readFileSync(schemaFile(service), 'utf8');
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connectAdapter(connectionString),
    connectToShadowDb: async () => connectAdapter(await makeShadowDatabase(connectionString)),
  });
  const datamodels: [string, string][] = [[relative(root, schemaFile(service)), schema]];
  const engine = await SchemaEngine.new({ datamodels }, () => undefined, factory);
  try {
    return await work(engine);
  } catch (error) {
    throw new Refusal(`${service}: ${engineMessage(error)}`);
  } finally {
    engine.free();
  }
}

/** Node says of every WebAssembly import that it is experimental; the person who starts the system need not read it. */
async function withoutExperimentalWarning<T>(work: () => Promise<T>): Promise<T> {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return await work();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** The engine throws its errors as JSON with the sentence inside. */
function engineMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  try {
    const parsed = JSON.parse(text) as { message?: string; meta?: { message?: string } };
    return parsed.meta?.message ?? parsed.message ?? text;
  } catch {
    return text;
  }
}
