import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../repository.ts';
import type { Report } from '../progress.ts';
import type { Folders } from '../installation.ts';
import { backOffMs, healthyAfterMs } from './back-off.ts';
import { lastLines, openLog } from './log-file.ts';
import { lowerPriority } from './priority.ts';
import type { ProcessPlan } from './process-plan.ts';
import { endRecorded, removeRecord, writeRecord, type ProcessRecord } from './records.ts';

export type ProcessState = 'stopped' | 'starting' | 'ready' | 'waiting to restart' | 'held';

/** During the first start a process that ends this often is broken, not unlucky. */
const attemptsAtStart = 3;

/** One process that is kept running: started, watched until ready, started again with growing waits when it ends. */
export class ManagedProcess {
  readonly plan: ProcessPlan;
  state: ProcessState = 'stopped';
  restarts = 0;
  since = new Date();
  private readonly folders: Pick<Folders, 'run' | 'logs'>;
  private readonly report: Report;
  private child: ChildProcess | undefined;
  private record: ProcessRecord | undefined;
  private failures = 0;
  private spawnedAt = 0;
  private restart: NodeJS.Timeout | undefined;

  constructor(plan: ProcessPlan, folders: Pick<Folders, 'run' | 'logs'>, report: Report) {
    this.plan = plan;
    this.folders = folders;
    this.report = report;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  get logFile(): string {
    return join(this.folders.logs, `${this.plan.name}.log`);
  }

  /** Starts the process and waits until it is ready; refuses with the end of its log when it does not get there. */
  async start(timeoutMs: number): Promise<void> {
    this.failures = 0;
    this.spawn();
    const deadline = performance.now() + timeoutMs;
    while (this.is('starting', 'waiting to restart')) {
      if (this.failures >= attemptsAtStart) throw this.refusal(`ended ${this.failures} times while starting`);
      if (performance.now() > deadline) throw this.refusal(`was not ready after ${timeoutMs / 1000} s`);
      await sleep(25);
    }
    if (this.state !== 'ready') throw new Refusal(`${this.plan.name} was stopped before it was ready.`);
    this.failures = 0;
  }

  async stop(): Promise<void> {
    this.setState('stopped');
    clearTimeout(this.restart);
    if (this.record) await endRecorded(this.record);
  }

  /** Ends the process and leaves it so until `release`: how a test takes a server away. */
  async hold(): Promise<void> {
    await this.stop();
    this.setState('held');
  }

  async release(timeoutMs: number): Promise<void> {
    if (this.state === 'held') await this.start(timeoutMs);
  }

  /** Whether the process says of itself that it works. */
  async isHealthy(): Promise<boolean> {
    return this.child !== undefined && (await this.plan.isReady().catch(() => false));
  }

  private is(...states: ProcessState[]): boolean {
    return states.includes(this.state);
  }

  private setState(state: ProcessState): void {
    this.state = state;
    this.since = new Date();
  }

  private refusal(what: string): Refusal {
    const log = lastLines(this.logFile, 15);
    return new Refusal(`${this.plan.name} ${what}. The end of ${this.logFile}:\n${log}`);
  }

  private spawn(): void {
    const { plan } = this;
    this.setState('starting');
    this.spawnedAt = performance.now();
    const log = openLog(this.logFile);
    // A group of its own, so that Ctrl-C in the terminal reaches the supervisor alone, which ends all in order. The log is
    // a file and not a pipe: a process outlives a killed supervisor until the next start or stop ends it properly.
    const child = spawn(plan.command, plan.args, {
      cwd: plan.cwd,
      env: plan.env,
      ...plan.user,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.child = child;
    child.once('error', (error) => this.ended(child, error.message));
    child.once('exit', (code, signal) => this.ended(child, signal ?? `exit code ${code}`));
    if (child.pid === undefined) return;
    this.record = writeRecord(this.folders.run, { ...pick(plan), pid: child.pid });
    void this.watchUntilReady(child);
  }

  private async watchUntilReady(child: ChildProcess): Promise<void> {
    while (this.child === child && this.state === 'starting') {
      if (await this.plan.isReady().catch(() => false)) {
        if (this.child !== child || this.state !== 'starting') return;
        this.setState('ready');
        // Only now: starting is work somebody waits for.
        if (child.pid) lowerPriority(child.pid, this.plan.nice);
        return;
      }
      await sleep(50);
    }
  }

  private ended(child: ChildProcess, how: string): void {
    if (this.child !== child) return;
    this.child = undefined;
    this.record = undefined;
    removeRecord(this.folders.run, this.plan.name);
    if (this.is('stopped', 'held')) return;
    this.failures = performance.now() - this.spawnedAt > healthyAfterMs ? 1 : this.failures + 1;
    const wait = backOffMs(this.failures);
    this.report(`${this.plan.name} ended (${how}); starting it again in ${wait / 1000} s`);
    this.setState('waiting to restart');
    this.restart = setTimeout(() => {
      this.restarts += 1;
      this.spawn();
    }, wait);
  }
}

const pick = ({ name, tier, stopSignal }: ProcessPlan) => ({ name, tier, stopSignal });
