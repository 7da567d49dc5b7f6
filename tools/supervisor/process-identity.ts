import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When the process with this id began, as a text to compare; undefined when there is none (or only a zombie).
 * A process id comes back for another process after a while; together with the start it means one process only.
 */
export function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') {
    const ps = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return ps.stdout?.trim() || undefined;
  }
  try {
    return startFromStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Field 22 of /proc/<pid>/stat. The command name in field 2 may itself hold blanks and brackets: count after the last
 * bracket. A zombie with further threads (field 20) is still ending and holds its ports.
 */
export function startFromStat(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, threads, start] = [fields[0], Number(fields[17]), fields[19]];
  const isOver = state === 'X' || (state === 'Z' && threads <= 1);
  return isOver ? undefined : start;
}

/** True while exactly the process that was recorded lives. */
export function isAlive(recorded: { pid: number; start: string }): boolean {
  return startOf(recorded.pid) === recorded.start;
}

/** Signals a process or, with a negative id, its group; one that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
