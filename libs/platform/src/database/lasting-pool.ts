import { Pool, type PoolConfig } from 'pg';

/**
 * A pool that outlives its connections: a lost one is replaced, and whatever is asked of it fails. Both listeners are
 * needed, for an error that nobody hears ends the process: the pool's for idle connections, the connection's own for one
 * that is in the midst of a transaction, between two statements.
 */
export function lastingPool(config: PoolConfig, onLoss: (error: Error) => void = () => undefined): Pool {
  const pool = new Pool({ keepAlive: true, ...config });
  pool.on('error', onLoss);
  pool.on('connect', (client) => client.on('error', onLoss));
  return pool;
}
