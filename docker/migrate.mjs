/**
 * Databases, roles, rights and migrations of every service, as `npm start` makes them: the same code, which expects
 * PostgreSQL on the loopback address. The container therefore shares PostgreSQL's network. May be run again.
 */
import { migrateAll } from '../tools/database/migrate.ts';
import { describeInstallation, services } from '../tools/installation.ts';
import { printProgress } from '../tools/progress.ts';
import { runMain } from '../tools/repository.ts';

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing`);
  return value;
}

const passwordsOf = (service) => ({
  owner: needed(`WANGGE_${service.toUpperCase()}_OWNER_PASSWORD`),
  application: needed(`WANGGE_${service.toUpperCase()}_DATABASE_PASSWORD`),
});

runMain(async () => {
  const installation = describeInstallation({});
  const secrets = {
    postgresPassword: needed('POSTGRES_PASSWORD'),
    databases: Object.fromEntries(services.map((service) => [service, passwordsOf(service)])),
  };
  const ports = { ...installation.ports, postgres: Number(process.env.POSTGRES_PORT ?? 5432) };
  await migrateAll({ ...installation, ports }, secrets, printProgress);
  printProgress('the databases are up to date');
});
