import { copyFileSync, existsSync, openSync, readFileSync, renameSync, statSync, truncateSync } from 'node:fs';

const largestMiB = 20;

const isLarge = (file: string) => existsSync(file) && statSync(file).size > largestMiB * 1024 * 1024;

/** Opens a log for appending; a large one becomes `….1` first, so a process's logs never take more than two times 20 MiB. */
export function openLog(file: string): number {
  if (isLarge(file)) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** The same for a log that a running process holds open: its content is moved, the file emptied in place. */
export function limitOpenLog(file: string): void {
  if (!isLarge(file)) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file, 0);
}

/** The last lines of a log, for the message that says why a process did not start. */
export function lastLines(file: string, count: number): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}
