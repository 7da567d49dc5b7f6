/** A process that ran this long before it ended counts as healthy: its next restart is immediate again. */
export const healthyAfterMs = 30_000;

/** How long to wait before restart number `failures` (1 = first) of a process that keeps ending: 0.25 s doubling to 15 s. */
export function backOffMs(failures: number): number {
  return Math.min(250 * 2 ** Math.max(0, failures - 1), 15_000);
}
