import type { Log } from '../telemetry/log';

const IDLE_MS = 200;
const FAILED_MS = 1_000;

/**
 * Runs a step again and again: at once while there is more, after a pause when idle, after a longer one when it failed.
 * A relay looks at its table instead of listening to NOTIFY, which would make every filing's commit wait for one lock.
 */
export class Pump {
  private running: Promise<void> | undefined;
  private stopping = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly name: string,
    /** @returns whether there may be more at once */
    private readonly step: () => Promise<boolean>,
    private readonly log: Log,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Lets the step in progress finish. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    let failing = false;
    while (!this.stopping) {
      try {
        const more = await this.step();
        if (failing) this.log.info(`${this.name} works again`);
        failing = false;
        if (!more) await this.pause(IDLE_MS);
      } catch (error) {
        if (!failing) this.log.warn({ err: error }, `${this.name} failed; it goes on trying`);
        failing = true;
        await this.pause(FAILED_MS);
      }
    }
  }

  private pause(ms: number): Promise<void> {
    if (this.stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
