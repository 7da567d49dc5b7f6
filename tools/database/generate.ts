import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, packageBinary, root } from '../repository.ts';
import { services, type Service } from '../installation.ts';
import { printProgress, type Report } from '../progress.ts';
import { runStep } from '../run-step.ts';
import { hasSchema, schemaFile } from './prisma-files.ts';

/** Writes each app's database client (apps/<app>/src/generated/prisma) where its schema changed since it was last written. */
export async function generateAll(report: Report): Promise<void> {
  for (const service of services) if (hasSchema(service) && wantsClient(service)) await generate(service, report);
}

/** A service that writes its own SQL has a schema for its migrations but no generator in it. */
const wantsClient = (service: Service) => /^generator\s/m.test(readFileSync(schemaFile(service), 'utf8'));

async function generate(service: Service, report: Report): Promise<void> {
  const stampFile = join(cacheFolder, 'generated', service);
  const stamp = stampOf(service);
  const generated = join(root, 'apps', service, 'src', 'generated', 'prisma');
  if (existsSync(generated) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  report(`${service}: generating the database client`);
  await runStep(packageBinary('prisma'), ['generate', '--schema', schemaFile(service)], {
    // The command would fetch an engine that generating does not use: any program stands in for it.
    PRISMA_SCHEMA_ENGINE_BINARY: existsSync('/bin/true') ? '/bin/true' : '/usr/bin/true',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });
  mkdirSync(join(cacheFolder, 'generated'), { recursive: true });
  writeFileSync(stampFile, stamp);
}

function stampOf(service: Service): string {
  const prisma = readFileSync(join(root, 'node_modules', 'prisma', 'package.json'), 'utf8');
  return createHash('sha256')
    .update(prisma)
    .update(readFileSync(schemaFile(service)))
    .digest('hex');
}

if (import.meta.main) await generateAll(printProgress);
