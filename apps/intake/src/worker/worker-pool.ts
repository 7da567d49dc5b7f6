import type { Log } from '@wangge/platform/telemetry/log';
import { Pool } from 'pg';
import { environment } from '../environment';

/**
 * Connections of one worker behind the API, so that none waits for another's.
 * @param max connections at once
 * @param limitMs how long one statement may take
 */
export function workerPool(max: number, log: Log, limitMs = 15_000): Pool {
  const pool = new Pool({
    connectionString: environment().DATABASE_URL,
    max,
    keepAlive: true,
    statement_timeout: limitMs,
  });
  // A lost idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  return pool;
}
