import { performance } from 'node:perf_hooks';
import { type Measured, round } from './report.ts';

export interface Load {
  readonly inFlight: number;
  /** Ends after so many, or after `seconds`, whichever comes first. */
  readonly amount: number;
  readonly seconds: number;
}

/** Runs `one` again and again with so many in flight, and says how many a second and how long they took. */
export async function measure(load: Load, one: (index: number) => Promise<void>): Promise<Measured & { done: number }> {
  const took: number[] = [];
  let failed = 0;
  let next = 0;
  const begin = performance.now();
  const until = begin + load.seconds * 1000;
  async function loop(): Promise<void> {
    while (next < load.amount && performance.now() < until) {
      const index = next++;
      const from = performance.now();
      try {
        await one(index);
        took.push(performance.now() - from);
      } catch (error) {
        failed += 1;
        if (failed === 1) console.error('first failure:', error);
      }
    }
  }
  await Promise.all(Array.from({ length: load.inFlight }, loop));
  const seconds = (performance.now() - begin) / 1000;
  took.sort((a, b) => a - b);
  const percentile = (share: number) => round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0);
  return {
    perSecond: round(took.length / seconds),
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
    done: took.length,
    ...(failed > 0 ? { failed } : {}),
  };
}
