import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { PayloadCodec } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Log } from '../telemetry/log';
import type { TemporalSettings } from './temporal-client';
import { workerTracing } from './temporal-tracing';

export interface WorkerSettings extends TemporalSettings {
  readonly taskQueue: string;
  readonly buildId: string;
  /** Name of the worker deployment whose versions share the task queue. */
  readonly deployment: string;
  /** In development a starting worker makes its version the current one; in production the rollout does. */
  readonly makeCurrent: boolean;
}

/**
 * Runs one Temporal worker for the life of the process: waits for the server, keeps the promise of `run()`, drains on
 * stop, and ends the process when the worker fails, so that its supervisor starts a fresh one.
 */
export class WorkerHost {
  private worker: Worker | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;
  private lastError: string | undefined;

  constructor(
    private readonly settings: WorkerSettings,
    private readonly parts: {
      codec: PayloadCodec;
      activities: object;
      /** Folder of the bundles that libs/workflows builds: with and without interceptors for tracing. */
      workflowBundles: string;
      client: Client;
    },
    private readonly log: Log,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** For readiness: throws while the worker does not poll. */
  check(): void {
    const state = this.worker?.getState();
    if (state !== 'RUNNING') throw new Error(this.lastError ?? `worker is ${state ?? 'connecting'}`);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.worker?.getState() === 'RUNNING') this.worker.shutdown();
    await this.running;
  }

  private async run(): Promise<void> {
    const connection = await this.connect();
    if (!connection) return;
    const tracing = await workerTracing();
    try {
      this.worker = await Worker.create({
        connection,
        namespace: this.settings.namespace,
        taskQueue: this.settings.taskQueue,
        activities: this.parts.activities,
        workflowBundle: {
          codePath: join(this.parts.workflowBundles, tracing ? 'workflow-bundle.traced.js' : 'workflow-bundle.js'),
        },
        ...tracing,
        dataConverter: { payloadCodecs: [this.parts.codec] },
        workerDeploymentOptions: {
          version: { deploymentName: this.settings.deployment, buildId: this.settings.buildId },
          useWorkerVersioning: true,
          defaultVersioningBehavior: 'AUTO_UPGRADE',
        },
        workflowTaskPollerBehavior: { type: 'autoscaling' },
        maxConcurrentLocalActivityExecutions: 100,
        // A cached case costs about half a MiB; one that is not cached is replayed from its history.
        maxCachedWorkflows: 250,
        shutdownGraceTime: '5s',
        shutdownForceTime: '8s',
      });
      const run = this.worker.run();
      if (this.settings.makeCurrent) void this.makeCurrent();
      if (this.stopping) this.worker.shutdown();
      await run;
    } catch (error) {
      this.onFailure(error);
    } finally {
      await connection.close();
    }
  }

  private async connect(): Promise<NativeConnection | undefined> {
    while (!this.stopping) {
      try {
        const connection = await NativeConnection.connect({ address: this.settings.address });
        await connection.workflowService.describeNamespace({ namespace: this.settings.namespace });
        return connection;
      } catch (error) {
        this.lastError = `Temporal does not answer: ${String(error)}`;
        this.log.warn(this.lastError);
        await pause(1_000);
      }
    }
    return undefined;
  }

  /** New executions and auto-upgrading ones go to this version from now on. */
  private async makeCurrent(): Promise<void> {
    const { namespace, deployment, buildId } = this.settings;
    while (!this.stopping) {
      try {
        await this.parts.client.workflowService.setWorkerDeploymentCurrentVersion({
          namespace,
          deploymentName: deployment,
          buildId,
          identity: 'wangge',
          ignoreMissingTaskQueues: true,
        });
        this.log.info({ deployment, buildId }, 'worker version is current');
        return;
      } catch {
        await pause(300);
      }
    }
  }
}
