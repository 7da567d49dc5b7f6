import type { Folders } from '../installation.ts';
import type { Report } from '../progress.ts';
import { Refusal } from '../repository.ts';
import { limitOpenLog } from './log-file.ts';
import { ManagedProcess } from './managed-process.ts';
import type { ProcessPlan } from './process-plan.ts';

export const startTimeoutMs = 90_000;
const logCheckMs = 60_000;

/** Keeps the processes of one installation running and ends them in order. */
export class Supervisor {
  readonly processes = new Map<string, ManagedProcess>();
  private stopping = false;
  private readonly logCheck: NodeJS.Timeout;

  private readonly folders: Pick<Folders, 'run' | 'logs'>;
  private readonly report: Report;

  constructor(folders: Pick<Folders, 'run' | 'logs'>, report: Report) {
    this.folders = folders;
    this.report = report;
    this.logCheck = setInterval(() => this.limitLogs(), logCheckMs).unref();
  }

  /** Starts these processes together; resolves when every one is ready. */
  async start(plans: ProcessPlan[]): Promise<void> {
    await Promise.all(
      plans.map(async (plan) => {
        if (this.stopping) throw new Refusal('told to stop');
        const managed = new ManagedProcess(plan, this.folders, this.report);
        this.processes.set(plan.name, managed);
        await managed.start(startTimeoutMs);
        this.report(`${plan.name} ready (${plan.port})`);
      }),
    );
  }

  process(name: string): ManagedProcess | undefined {
    return this.processes.get(name);
  }

  /** Ends everything: first what takes requests from outside, last the servers. Nothing is left. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.logCheck);
    const all = [...this.processes.values()];
    for (const tier of [...new Set(all.map(({ plan }) => plan.tier))].sort((a, b) => b - a))
      await Promise.all(all.filter(({ plan }) => plan.tier === tier).map((managed) => managed.stop()));
  }

  private limitLogs(): void {
    for (const managed of this.processes.values()) limitOpenLog(managed.logFile);
  }
}
