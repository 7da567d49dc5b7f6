import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { Pool } from 'pg';

/** A worker of its own for the bare workflows, with the same settings as ours. Arguments: Temporal's address, database URL. */
const [address, databaseUrl] = process.argv.slice(2) as [string, string];
const logger = { trace() {}, debug() {}, info() {}, log() {}, warn: console.error, error: console.error };
const workflowBundle = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('./bare-workflows.ts', import.meta.url)),
  logger,
});
const pool = new Pool({ connectionString: databaseUrl, max: 10 });
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  namespace: 'wangge',
  taskQueue: 'bench',
  workflowBundle,
  workflowTaskPollerBehavior: { type: 'autoscaling' },
  maxConcurrentLocalActivityExecutions: 100,
  activities: {
    writeRow: async (id: string) =>
      void (await pool.query({
        name: 'row',
        text: 'insert into bench_row(id, content) values($1, $2) on conflict do nothing',
        values: [id, '{}'],
      })),
  },
});
process.once('SIGTERM', () => worker.shutdown());
const running = worker.run();
console.log('ready');
await running;
await connection.close();
await pool.end();
