import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loopback, serviceProcesses, services, type Service, type ServiceProcess } from './installation.ts';
import type { Report } from './progress.ts';
import { Refusal, root } from './repository.ts';
import { runStepWith } from './run-step.ts';
import { serviceEnvironment, type ServiceContext } from './service-environment.ts';
import type { ProcessPlan } from './supervisor/process-plan.ts';

/** What a request makes is gone before the young generation is full: it is never moved to the old one, whose sweeping costs far more. */
export const NODE_FLAGS = ['--min-semi-space-size=16', '--max-semi-space-size=32'];

const appFile = (service: Service, file: string) => join(root, 'apps', service, file);

/** How each of our own processes is started. */
export function servicePlans(context: ServiceContext, report: Report): ProcessPlan[] {
  for (const service of services)
    if (!existsSync(appFile(service, 'src/main.ts')))
      report(`${service}: apps/${service} has no src/main.ts; not started`);
  return serviceProcesses
    .filter(({ app }) => existsSync(appFile(app, 'src/main.ts')))
    .map((description) => servicePlan(description, context));
}

function servicePlan(description: ServiceProcess, context: ServiceContext): ProcessPlan {
  const { name, app, role, tier, nice, heapMiB } = description;
  const main = appFile(app, 'dist/main.js');
  if (!existsSync(main)) throw new Refusal(`apps/${app}/dist/main.js is missing: the build made none.`);
  const port = context.installation.ports[description.port];
  return {
    name,
    kind: 'service',
    tier,
    command: process.execPath,
    args: [...NODE_FLAGS, `--max-old-space-size=${heapMiB}`, main],
    cwd: root,
    env: serviceEnvironment(app, role, port, context),
    nice,
    port,
    isReady: async () => {
      const answer = await fetch(`http://${loopback}:${port}/health/ready`, { signal: AbortSignal.timeout(2000) });
      await answer.body?.cancel();
      return answer.ok;
    },
    stopSignal: 'SIGTERM',
  };
}

/** Runs apps/<app>/dist/seed.js with the app's environment, again only after the file changed. Seeds may be repeated. */
export async function seedAll(context: ServiceContext, report: Report): Promise<void> {
  for (const service of services) await seed(service, context, report);
}

async function seed(service: Service, context: ServiceContext, report: Report): Promise<void> {
  const file = appFile(service, 'dist/seed.js');
  if (!existsSync(file)) return;
  const stampFolder = join(context.installation.folders.data, 'seeded');
  const stampFile = join(stampFolder, service);
  const stamp = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const env = serviceEnvironment(service, 'all', context.installation.ports[service], context);
  await runStepWith(process.execPath, [file], env);
  mkdirSync(stampFolder, { recursive: true });
  writeFileSync(stampFile, stamp);
  report(`${service}: seeded`);
}
