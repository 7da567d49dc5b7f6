/** Tells the person what happens, each line with the seconds since the command began. */
export type Report = (line: string) => void;

const began = performance.now();

export const printProgress: Report = (line) => {
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${line}\n`);
};
