/** A call that took longer was slowed by too many at once, in ms; a workflow task is lost after 10 s and done again. */
const LATE_MS = 4_000;
/** A cut shows only in calls made after it: until then it is not repeated. */
const CUT_EVERY_MS = 2_000;

/**
 * How many calls are under way at once: as many as allowed while they are answered in time, half as many after one that
 * came late or failed, and slowly more again. So a system that is short of processor is not asked faster than it works.
 */
export class AdaptiveGate {
  private readonly most: number;
  private readonly now: () => number;
  private readonly waiting: (() => void)[] = [];
  private allowed: number;
  private busy = 0;
  private cutAt = -Infinity;

  constructor(most: number, now: () => number = () => performance.now()) {
    this.most = most;
    this.allowed = most;
    this.now = now;
  }

  /** How many may be under way now. */
  get width(): number {
    return Math.floor(this.allowed);
  }

  /**
   * Runs the call when its turn comes.
   * @param isTrouble tells from the answer whether the system was in trouble
   */
  async pass<T>(call: () => Promise<T>, isTrouble: (answer: T) => boolean): Promise<T> {
    if (this.busy < this.width) this.busy++;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    const began = this.now();
    try {
      const answer = await call();
      this.learn(isTrouble(answer) || this.now() - began > LATE_MS);
      return answer;
    } finally {
      this.busy--;
      this.letIn();
    }
  }

  /** Whoever is let in counts as busy at once, before it goes on. */
  private letIn(): void {
    while (this.busy < this.width && this.waiting.length > 0) {
      this.busy++;
      this.waiting.shift()!();
    }
  }

  private learn(trouble: boolean): void {
    if (!trouble) this.allowed = Math.min(this.most, this.allowed + 1 / this.allowed);
    else if (this.now() - this.cutAt > CUT_EVERY_MS) {
      this.cutAt = this.now();
      this.allowed = Math.max(1, this.allowed / 2);
    }
  }
}
