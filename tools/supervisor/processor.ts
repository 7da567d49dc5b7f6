import { family, readOrEmpty } from './memory.ts';

/**
 * Processor time in ms that a process has used by now, with its descendants, those that ended included. From /proc/PID/stat
 * (proc(5): utime, stime, cutime, cstime in hundredths of a second); 0 where the system has no /proc.
 */
export function processorMs(pid: number): number {
  return family(pid).reduce((sum, member) => {
    const stat = readOrEmpty(`/proc/${member}/stat`);
    const times = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 15);
    return sum + 10 * times.reduce((total, time) => total + Number(time), 0);
  }, 0);
}
