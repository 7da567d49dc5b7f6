import { readdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * Gives a process less of the processor. On Linux a nice value belongs to each thread, so every one is set; and where
 * the kernel groups tasks by session (autogroup; each of our processes leads a session) the group's value is what counts.
 */
export function lowerPriority(pid: number, nice: number): void {
  if (nice === 0) return;
  for (const thread of threadsOf(pid)) {
    try {
      setPriority(thread, nice);
    } catch {
      // The thread ended meanwhile.
    }
  }
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(nice));
  } catch {
    // No autogroups on this system: the nice values alone count.
  }
}

function threadsOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [pid];
  }
}
