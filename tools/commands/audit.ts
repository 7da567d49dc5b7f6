import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import pg from 'pg';
import type { BrokenEntry } from '@wangge/platform/audit/verify';
import { applicationUrl } from '../database/migrate.ts';
import { describeInstallation, services, type Service } from '../installation.ts';
import { Refusal } from '../repository.ts';
import { ensureSecrets, secretsFile } from '../secrets.ts';

interface Finding {
  service: Service;
  /** Null where the service keeps no audit trail. */
  rows: number | null;
  broken: readonly BrokenEntry[];
}

export function register(program: Command): void {
  const audit = program.command('audit').description('审计日志 / the audit log, append-only and chained by hash');
  audit
    .command('verify')
    .description('核对每个服务的审计链 / walks the hash chain of every service; exit 1 names the rows that do not fit')
    .option('--json', 'JSON')
    .action(async (options: { json?: true }) => {
      const findings = await verifyAll();
      if (options.json) console.log(JSON.stringify({ services: findings }));
      else for (const finding of findings) print(finding);
      if (findings.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
    });
}

async function verifyAll(): Promise<Finding[]> {
  const installation = describeInstallation();
  if (!existsSync(secretsFile(installation)))
    throw new Refusal(`There is no installation in ${installation.folders.data}. \`npm start\` makes one.`);
  const secrets = ensureSecrets(installation);
  const findings: Finding[] = [];
  for (const service of services)
    findings.push(await verifyService(service, applicationUrl(service, installation, secrets)));
  return findings;
}

async function verifyService(service: Service, connectionString: string): Promise<Finding> {
  const { default: verify } = await import('@wangge/platform/audit/verify');
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
  await client.connect().catch((error: Error) => {
    throw new Refusal(
      `The database of ${service} cannot be reached (${error.message}). \`npx wangge doctor\` says what is up.`,
    );
  });
  try {
    const { rows } = await client.query<{ audit: string | null }>(`SELECT to_regclass('audit') AS audit`);
    if (!rows[0]?.audit) return { service, rows: null, broken: [] };
    return { service, ...(await verify.verifyAudit(client)) };
  } finally {
    await client.end();
  }
}

function print({ service, rows, broken }: Finding): void {
  if (rows === null) return console.log(`${service}: no audit trail`);
  console.log(`${service}: ${rows} rows, ${broken.length === 0 ? 'unbroken' : `${broken.length} broken`}`);
  for (const { stream, step, reason } of broken) console.log(`  ${stream} step ${step}: ${reason}`);
}
