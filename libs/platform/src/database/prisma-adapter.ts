import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';

/**
 * Prisma's PostgreSQL adapter with the limits every service has: a small pool, bounded waits, prepared statements by
 * name, so that a hot statement is parsed once per connection.
 */
export function createPrismaAdapter(databaseUrl: string, poolSize = 10): PrismaPg {
  return new PrismaPg(
    {
      connectionString: databaseUrl,
      max: poolSize,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      statement_timeout: 15_000,
      idle_in_transaction_session_timeout: 30_000,
    },
    {
      statementNameGenerator: (query) => createHash('sha1').update(query.sql).digest('base64url'),
      // As in `lastingPool`: a lost connection is replaced; an error that nobody hears would end the process.
      onPoolError: () => undefined,
      onConnectionError: () => undefined,
    },
  );
}
