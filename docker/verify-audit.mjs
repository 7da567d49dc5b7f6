/**
 * Walks the audit chains of the service in whose container it runs; exit 1 names the entries that do not fit. What
 * `npx wangge audit verify` is to an installation of `npm start`.
 *   docker compose --env-file docker/.env exec intake node docker/verify-audit.mjs
 */
import pg from 'pg';
import audit from '@wangge/platform/audit/verify';
import { runMain } from '../tools/repository.ts';

runMain(async () => {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const { rows, broken } = await audit.verifyAudit(client);
    console.log(`${rows} rows, ${broken.length === 0 ? 'unbroken' : `${broken.length} broken`}`);
    for (const { stream, step, reason } of broken) console.log(`  ${stream} step ${step}: ${reason}`);
    if (broken.length > 0) process.exitCode = 1;
  } finally {
    await client.end();
  }
});
