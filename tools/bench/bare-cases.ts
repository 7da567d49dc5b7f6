import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import pg from 'pg';
import type { Installation } from '../installation.ts';
import { ensureSecrets } from '../secrets.ts';
import { superuserUrl } from '../servers/postgres.ts';
import { startChild, stopChild } from './child.ts';

/** Where the rows of the bare handlers and workflows go: beside our own databases, on the same server. */
export const benchUrl = (described: Installation): string =>
  superuserUrl(described, ensureSecrets(described).postgresPassword, 'bench');

export async function createBenchDatabase(described: Installation): Promise<void> {
  const admin = new pg.Client(superuserUrl(described, ensureSecrets(described).postgresPassword));
  await admin.connect();
  await admin.query('create database bench');
  await admin.end();
  const bench = new pg.Client(benchUrl(described));
  await bench.connect();
  await bench.query('create table bench_row(id text primary key, content jsonb not null)');
  await bench.end();
}

export interface BareWorkflows {
  /** Process id of their worker. */
  readonly worker: number;
  /** Starts the two-line workflow with its one update. */
  readonly bare: (id: string) => Promise<void>;
  /** Starts a workflow that writes a row, and sends it so many updates, each writing one. */
  readonly bareCase: (id: string, updates: number) => Promise<void>;
}

/** The bare workflows on the installation's Temporal, by a worker of their own that has the priority of ours. */
export async function withBareWorkflows<T>(
  described: Installation,
  work: (workflows: BareWorkflows) => Promise<T>,
): Promise<T> {
  const address = `127.0.0.1:${described.ports.temporal}`;
  const child = await startChild('bare-worker.ts', [address, benchUrl(described)], 5);
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection, namespace: 'wangge' });
  const taskQueue = 'bench';
  try {
    return await work({
      worker: child.pid!,
      async bare(workflowId) {
        const startWorkflowOperation = new WithStartWorkflowOperation('bare', {
          workflowId,
          taskQueue,
          workflowIdConflictPolicy: 'USE_EXISTING',
        });
        await workflow.executeUpdateWithStart('act', { startWorkflowOperation });
      },
      async bareCase(workflowId, updates) {
        const handle = await workflow.start('bareCase', { workflowId, taskQueue, args: [workflowId, updates] });
        for (let update = 0; update < updates; update++) await handle.executeUpdate('act');
      },
    });
  } finally {
    await connection.close();
    await stopChild(child);
  }
}
