import { lastingPool } from '@wangge/platform/database/lasting-pool';
import type { Log } from '@wangge/platform/telemetry/log';
import type { Pool } from 'pg';
import { environment } from '../environment';

/**
 * Connections of one worker behind the API, so that none waits for another's.
 * @param max connections at once
 * @param limitMs how long one statement may take
 */
export function workerPool(max: number, log: Log, limitMs = 15_000): Pool {
  return lastingPool({ connectionString: environment().DATABASE_URL, max, statement_timeout: limitMs }, (error) =>
    log.warn({ err: error }, 'a database connection was lost'),
  );
}
