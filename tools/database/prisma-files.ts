import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../repository.ts';
import type { Service } from '../installation.ts';

/** Where an app keeps its schema and, in Prisma's own folder format, its migrations. */
export const prismaFolder = (service: Service): string => join(root, 'apps', service, 'prisma');
export const schemaFile = (service: Service): string => join(prismaFolder(service), 'schema.prisma');
export const migrationsFolder = (service: Service): string => join(prismaFolder(service), 'migrations');
export const hasSchema = (service: Service): boolean => existsSync(schemaFile(service));

export interface Migration {
  name: string;
  script: string;
}

/** An app's migrations in the order of their names. */
export function migrationsOf(service: Service): Migration[] {
  const folder = migrationsFolder(service);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, script: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
