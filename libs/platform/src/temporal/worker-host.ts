import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import type { PayloadCodec } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Log } from '../telemetry/log';
import type { TemporalSettings } from './temporal-client';
import { workerTracing } from './temporal-tracing';

const GRPC_NOT_FOUND = 5;
/** How often a worker that made itself current looks whether the server still knows. */
const LOOK_MS = 10_000;

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
  private readonly ending = new AbortController();
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
    this.ending.abort();
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
      if (this.settings.makeCurrent) void this.keepCurrent();
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

  /**
   * New executions and auto-upgrading ones go to this version from now on. A server that lost its data knows no current
   * version any more, and without one no task reaches a worker: then this one is made current again.
   */
  private async keepCurrent(): Promise<void> {
    const { deployment, buildId } = this.settings;
    let known = false;
    while (!this.stopping) {
      try {
        if (!known || !(await this.hasCurrent())) {
          await this.makeCurrent();
          this.log.info({ deployment, buildId }, 'worker version is current');
        }
        known = true;
        await this.rest(LOOK_MS);
      } catch {
        await this.rest(300);
      }
    }
  }

  private async makeCurrent(): Promise<void> {
    const { namespace, deployment, buildId } = this.settings;
    await this.parts.client.workflowService.setWorkerDeploymentCurrentVersion({
      namespace,
      deploymentName: deployment,
      buildId,
      identity: 'wangge',
      ignoreMissingTaskQueues: true,
    });
  }

  /** Whether any version is the current one; another worker's is left alone. A deployment that is not known has none. */
  private async hasCurrent(): Promise<boolean> {
    const { namespace, deployment } = this.settings;
    try {
      const { workerDeploymentInfo } = await this.parts.client.workflowService.describeWorkerDeployment({
        namespace,
        deploymentName: deployment,
      });
      return Boolean(workerDeploymentInfo?.routingConfig?.currentDeploymentVersion);
    } catch (error) {
      if (isGrpcServiceError(error) && (error.code as number) === GRPC_NOT_FOUND) return false;
      throw error;
    }
  }

  /** Until the time is over or the worker is to stop. */
  private rest(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.ending.signal }).catch(() => undefined);
  }
}
