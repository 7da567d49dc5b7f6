/** One thing measured: how many a second, and how long one took. */
export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed?: number;
}

export interface Goal {
  readonly name: string;
  readonly ratio: number;
  readonly goal: number;
  readonly met: boolean;
}

export interface BenchReport {
  /** Letter → what it measures, in words. */
  readonly legend: Readonly<Record<string, string>>;
  readonly measured: Readonly<Record<string, Measured>>;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly goals: readonly Goal[];
}

export interface Bench {
  run(say: (line: string) => void): Promise<BenchReport>;
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

export const atLeast = (name: string, ratio: number, goal: number): Goal => ({
  name,
  ratio: round(ratio, 2),
  goal,
  met: ratio >= goal,
});
export const atMost = (name: string, ratio: number, goal: number): Goal => ({
  name,
  ratio: round(ratio, 2),
  goal,
  met: ratio <= goal,
});

/** A table for people; with `json` also one last line for programs. */
export function printReport(name: string, report: BenchReport, json: boolean): void {
  console.log(`\n${name}`);
  for (const [letter, words] of Object.entries(report.legend)) {
    const one = report.measured[letter];
    if (!one) continue;
    const failed = one.failed ? `  failed ${one.failed}` : '';
    console.log(
      `  ${letter}  ${words.padEnd(58)} ${String(one.perSecond).padStart(8)}/s  p50 ${one.p50Ms} ms  p99 ${one.p99Ms} ms${failed}`,
    );
  }
  for (const [fact, value] of Object.entries(report.facts)) console.log(`  ${fact}: ${JSON.stringify(value)}`);
  for (const goal of report.goals)
    console.log(`  ${goal.met ? 'met   ' : 'MISSED'}  ${goal.name}: ${goal.ratio} (goal ${goal.goal})`);
  if (json) console.log(JSON.stringify({ bench: name, ...report.measured, ...report.facts, goals: report.goals }));
}
