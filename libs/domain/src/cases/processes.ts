import type { CaseKind } from './case-state';
import { matterProcess } from './matter.process';
import type { Process } from './process';

/** The process of each kind of case. Petitions get theirs with their law. */
const PROCESSES: Partial<Record<CaseKind, Process>> = { matter: matterProcess };

/** @throws when the kind has no process. */
export function processOf(kind: CaseKind): Process {
  const process = PROCESSES[kind];
  if (!process) throw new Error(`no process for ${kind}`);
  return process;
}

/** Every stage that a kind of case has. */
export const processStages = (): string[] => Object.values(PROCESSES).flatMap((process) => Object.keys(process.stages));
