import { dirname } from 'node:path';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Client } from '@temporalio/client';
import { TASK_QUEUES } from '@wangge/contracts/task-queues';
import { HealthRegistry } from '@wangge/platform/health/health-registry';
import { OutboxRelay } from '@wangge/platform/outbox/outbox-relay';
import { LOG, type Log } from '@wangge/platform/telemetry/log';
import { exposeQueues } from '@wangge/platform/telemetry/queues';
import { EncryptionCodec } from '@wangge/platform/temporal/payload-codec';
import { WorkerHost } from '@wangge/platform/temporal/worker-host';
import { WorkflowStartRelay } from '@wangge/platform/temporal/workflow-start-relay';
import type { Pool } from 'pg';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import { createCaseActivities } from '../petitions/case.activities';
import { Places } from '../petitions/places';
import { RecordActs } from '../petitions/record-acts';
import { ReplanCases } from '../publications/replan-cases';
import { createReplanActivities } from '../publications/replan.activities';
import { TellCases } from '../publications/tell-cases';
import { LawBook } from '../rules/law-book';
import { Facts } from './facts';
import { QUEUES } from './queues';
import { workerPool } from './worker-pool';

/** What works behind the API: the Temporal worker, the relay that starts workflows and the one that publishes facts. */
@Injectable()
export class CaseWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly pool: Pool;
  private readonly worker: WorkerHost;
  private readonly starts: WorkflowStartRelay;
  private relay: OutboxRelay | undefined;

  constructor(
    database: IntakeDatabase,
    recordActs: RecordActs,
    places: Places,
    laws: LawBook,
    client: Client,
    health: HealthRegistry,
    private readonly facts: Facts,
    @Inject(LOG) private readonly log: Log,
  ) {
    const settings = environment();
    this.pool = workerPool(4, log);
    this.starts = new WorkflowStartRelay(this.pool, client, settings.WANGGE_TUNE_START_CONCURRENCY, log);
    this.worker = new WorkerHost(
      {
        address: settings.TEMPORAL_ADDRESS,
        namespace: settings.TEMPORAL_NAMESPACE,
        taskQueue: TASK_QUEUES.intake,
        deployment: 'intake',
        buildId: settings.WANGGE_BUILD_ID,
        makeCurrent: settings.WANGGE_ENV === 'development',
      },
      {
        client,
        codec: new EncryptionCodec(settings.WANGGE_PAYLOAD_KEYS),
        activities: {
          ...createCaseActivities(database, recordActs, places),
          ...createReplanActivities(
            this.pool,
            new ReplanCases(this.pool, laws, log),
            new TellCases(this.pool, client, log),
          ),
        },
        workflowBundles: dirname(require.resolve('@wangge/workflows/workflows')),
      },
      log,
      (error) => {
        log.error({ err: error }, 'the worker failed; the process ends so that a fresh one starts');
        process.exit(1);
      },
    );
    exposeQueues(this.pool, QUEUES);
    health.register('temporal worker', () => this.worker.check());
  }

  onApplicationBootstrap(): void {
    this.worker.start();
    this.starts.start();
    this.facts.whenOpen((stream) => {
      this.relay = new OutboxRelay(this.pool, stream, 'intake', this.log);
      this.relay.start();
    });
  }

  /** Lets work in progress finish before connections close. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled([this.worker.stop(), this.starts.stop(), this.relay?.stop()]);
    await this.pool.end();
  }
}
