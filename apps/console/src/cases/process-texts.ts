import type { CaseKind, CaseState } from '@wangge/domain/cases/case-state';
import type { Process } from '@wangge/domain/cases/process';
import { processOf } from '@wangge/domain/cases/processes';
import type { Text } from '../language/say';

/** The kinds of cases, those first that most people meet. */
export const CASE_KINDS: readonly CaseKind[] = ['matter', 'petition'];

/** The process of a kind; undefined where the kind has none (yet). */
export function knownProcess(kind: string): Process | undefined {
  try {
    return processOf(kind as CaseKind);
  } catch {
    return undefined;
  }
}

const asItIs = (word: string): Text => ({ zh: word, en: word });

/** Name of a stage as the process table has it; the bare word where the table has none. */
export const stageText = (kind: string, stage: string): Text =>
  knownProcess(kind)?.stages[stage]?.text ?? asItIs(stage);

/** Stages in the order of the tables. */
export const stageOrder = (a: string, b: string): number =>
  ALL_STAGES.findIndex(({ stage }) => stage === a) - ALL_STAGES.findIndex(({ stage }) => stage === b);

/** Name of a stage where the kind is not told: the first table that has it. */
export const stageTextOfAny = (stage: string): Text =>
  ALL_STAGES.find((one) => one.stage === stage)?.text ?? asItIs(stage);

/** Name of a command as the process table has it; undefined for what is no command of a person. */
export const commandText = (kind: string, command: string): Text | undefined =>
  knownProcess(kind)?.commands[command]?.text;

/** Whether the case is over at this stage. */
export const isOver = (kind: string, stage: string): boolean => knownProcess(kind)?.stages[stage]?.final === true;

const STAGES_OF_ALL = CASE_KINDS.flatMap((kind) =>
  Object.entries(knownProcess(kind)?.stages ?? {}).map(([stage, { text }]) => ({ stage, text })),
);

/** Every stage of every kind once, in the order of the tables. */
export const ALL_STAGES: readonly { readonly stage: string; readonly text: Text }[] = STAGES_OF_ALL.filter(
  ({ stage }, index) => STAGES_OF_ALL.findIndex((one) => one.stage === stage) === index,
);

/** A case of which nothing is known yet: a choice that depends on the case leads it where it ordinarily goes. */
const ORDINARY = { objectedBy: [], jointHandlers: [], handledBy: [], clocks: [] } as unknown as CaseState;

/** Where a command ordinarily leads from a stage. */
function destination(process: Process, stage: string, command: string): string | undefined {
  const to = process.stages[stage]?.on[command];
  return typeof to === 'function' ? to(ORDINARY, {}) : to;
}

/** The command that moves a stage on in the ordinary course: the first one of its row in the table. */
export function commandOnward(kind: string, stage: string): string | undefined {
  const process = knownProcess(kind);
  const [command] = Object.keys(process?.stages[stage]?.on ?? {});
  return process && command && destination(process, stage, command) !== stage ? command : undefined;
}

/** The stages of the ordinary course, from filing to closing: the seven steps of 数字城管 for a matter. */
export function ordinaryCourse(kind: string): string[] {
  const process = knownProcess(kind);
  const course: string[] = [];
  for (let at = process?.first; process && at !== undefined && !course.includes(at);) {
    course.push(at);
    const command: string | undefined = commandOnward(kind, at);
    at = command === undefined ? undefined : destination(process, at, command);
  }
  return course;
}

/**
 * The steps to show of a case: the ordinary course, of a petition without the instances above that nobody asked for, and
 * with the carrying out of an opinion that a case came to before its end.
 * @param reached stages that the case came to, in any order
 */
export function courseOf(kind: string, reached: readonly string[]): string[] {
  const stages = knownProcess(kind)?.stages ?? {};
  const instances = new Set(['handling', ...reached.flatMap((stage) => stages[stage]?.instance ?? [])]);
  // Who asks for the third instance had the second.
  if (instances.has('re-review')) instances.add('review');
  const course = ordinaryCourse(kind).filter((stage) => instances.has(stages[stage]?.instance ?? 'handling'));
  const detour = reached
    .map((stage) => stepsToEnd(kind, stage, course))
    .reduce((longest, steps) => (steps.length > longest.length ? steps : longest), []);
  return [...course.slice(0, -1), ...detour, ...course.slice(-1)];
}

/** Steps from a stage beside the course to the course's end; none where it leads elsewhere. */
function stepsToEnd(kind: string, stage: string, course: readonly string[]): string[] {
  const process = knownProcess(kind);
  const steps: string[] = [];
  for (let at: string | undefined = stage; process && at !== undefined && !steps.includes(at);) {
    if (course.includes(at)) return at === course.at(-1) ? steps : [];
    steps.push(at);
    const command = commandOnward(kind, at);
    at = command === undefined ? undefined : destination(process, at, command);
  }
  return [];
}

/** Whether a command ends the case outside of the ordinary course: refused, withdrawn, merged, sent elsewhere. */
export function endsCase(kind: string, stage: string, command: string): boolean {
  const process = knownProcess(kind);
  const to = process && destination(process, stage, command);
  return to !== undefined && isOver(kind, to) && !ordinaryCourse(kind).includes(to);
}
