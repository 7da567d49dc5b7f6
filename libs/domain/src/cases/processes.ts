import type { CaseKind } from './case-state';
import { matterProcess } from './matter.process';
import { petitionProcess } from './petition.process';
import type { Process } from './process';

/** The process of each kind of case. */
export const PROCESSES: Readonly<Record<CaseKind, Process>> = { matter: matterProcess, petition: petitionProcess };

/** @throws when the kind has no process. */
export function processOf(kind: CaseKind): Process {
  const process = PROCESSES[kind] as Process | undefined;
  if (!process) throw new Error(`no process for ${kind}`);
  return process;
}

/** Every stage that a kind of case has. */
export const processStages = (): string[] => Object.values(PROCESSES).flatMap((process) => Object.keys(process.stages));
