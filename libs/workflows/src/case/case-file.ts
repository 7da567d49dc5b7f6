import {
  ApplicationFailure,
  CancellationScope,
  defineUpdate,
  isCancellation,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  condition,
  upsertSearchAttributes,
  allHandlersFinished,
  workflowInfo,
} from '@temporalio/workflow';
import { READ_RECORD } from '@wangge/contracts/task-queues';
import { type Act, type CaseState, type ClockState, SYSTEM } from '@wangge/domain/cases/case-state';
import { isFinal, refusalOf } from '@wangge/domain/cases/decide';
import type { Process, Refused } from '@wangge/domain/cases/process';
import { CLOCK_MOMENT } from '@wangge/domain/cases/transition';
import { type CaseActivities, stateAfter } from './case-activities';
import { caseDetails, clockSummary, recordSummary } from './case-details';
import { attributeChanges } from './search-attributes';

/** Short answers to a command; the caller reads the case from the record. */
export interface CommandAnswer {
  readonly stage: string;
  readonly step: number;
}

/** What goes with the failure of a command that is refused; its type is the code. */
export interface RefusalDetails {
  readonly stage: string;
  readonly step: number;
  readonly message: Refused['message'];
}

/** A transaction on our own database: tried again until it is there, since nothing else can go on without it. */
const record = proxyLocalActivities<CaseActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '100ms', maximumInterval: '5s' },
});

function letGo(error: unknown): void {
  if (!isCancellation(error)) throw error;
}

const now = () => new Date(Date.now()).toISOString();

/**
 * The running file of one case: its state, its commands and its clocks. Every command of the process is an Update of
 * the same name. Acts are taken one at a time, in the order in which they come; of two that exclude one another the
 * first wins. What is true is what the record says: the file goes on from the state that recording returned.
 */
export function openCaseFile(process: Process, number: string) {
  let state: CaseState | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const timers = new Map<string, { at: string; scope: CancellationScope }>();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine;
    return mine;
  };

  function refuse(act: Act): void {
    const refused = state && refusalOf(process, state, act);
    if (refused)
      throw ApplicationFailure.nonRetryable(refused.message.zh, refused.code, {
        stage: state!.stage,
        step: state!.step,
        message: refused.message,
      } satisfies RefusalDetails);
  }

  function goOn(next: CaseState): void {
    state = next;
    show(next);
    keepTime(next.clocks);
  }

  /** What an administrator sees of the case in the Temporal UI. */
  function show(shown: CaseState): void {
    const changes = attributeChanges(workflowInfo().typedSearchAttributes, shown);
    if (changes.length > 0) upsertSearchAttributes(changes);
    setCurrentDetails(caseDetails(process, shown));
  }

  /** Answers whether the acts were recorded; the file is as the record is either way. */
  async function write(acts: readonly Act[]): Promise<boolean> {
    const recorded = await record.recordActs.executeWithOptions({ summary: recordSummary(process, acts) }, [
      { state: state!, acts, at: now() },
    ]);
    goOn(stateAfter(state!, recorded));
    return recorded.applied;
  }

  /**
   * A workflow task that is lost after it recorded an act (a worker that was killed, a machine that was too slow) leaves
   * the record a step further than the file, and nobody sends that act again: it shows in the next act's `seen`.
   */
  const isBehind = (act: Act): boolean => state !== undefined && act.seen !== undefined && act.seen > state.step;

  const read = () => record.openCase.executeWithOptions({ summary: '读取案卷' }, [{ number }]);

  /**
   * Takes acts in their turn: refused as a whole when the first is refused. Where the record had moved on without the file (it
   * was planned anew), the acts are decided once more by what the record says.
   */
  const take = (acts: readonly [Act, ...Act[]]): Promise<CommandAnswer> =>
    inTurn(async () => {
      if (isBehind(acts[0])) goOn((await read()).state);
      do refuse(acts[0]);
      while (!(await write(acts)));
      return answer();
    });

  const answer = (): CommandAnswer => ({ stage: state!.stage, step: state!.step });

  /** One durable timer for each running clock, up to the next thing that clock does. */
  function keepTime(clocks: readonly ClockState[]): void {
    for (const clock of clocks) {
      const known = timers.get(clock.id);
      if (known?.at === clock.next?.at) continue;
      timers.delete(clock.id);
      known?.scope.cancel();
      if (clock.next) startTimer(clock, clock.next.at);
    }
  }

  function startTimer(clock: ClockState, at: string): void {
    const scope = new CancellationScope();
    timers.set(clock.id, { at, scope });
    scope
      .run(() => sleep(Math.max(Date.parse(at) - Date.now(), 1), { summary: clockSummary(clock) }))
      .then(() => inTurn(() => momentComes(clock.id, at)), letGo);
  }

  async function momentComes(clockId: string, at: string): Promise<void> {
    const clock = state!.clocks.find((one) => one.id === clockId);
    if (clock?.next?.at !== at) return;
    timers.delete(clockId);
    // Where the record had moved on, the file has caught up with it, and the timers with the file.
    const commandId = `clock:${clockId}:${clock.fired}:${at}`;
    await write([{ commandId, command: CLOCK_MOMENT, actor: SYSTEM, reason: clockSummary(clock), data: { clockId } }]);
  }

  for (const command of Object.keys(process.commands))
    setHandler(
      defineUpdate<CommandAnswer, [Act]>(command),
      async (act) => {
        if (!state) await condition(() => state !== undefined);
        return take([act]);
      },
      {
        validator: (act: Act) => (isBehind(act) ? undefined : refuse(act)),
        description: process.commands[command]!.text.zh,
      },
    );

  setHandler(
    defineUpdate<CommandAnswer, []>(READ_RECORD),
    async () => {
      if (!state) await condition(() => state !== undefined);
      return inTurn(async () => {
        goOn((await read()).state);
        return answer();
      });
    },
    { description: '案卷有变，重新读取' },
  );

  return {
    take,
    /** Takes acts of the platform itself; lets go when somebody was quicker and they are not possible any more. */
    async attempt(acts: readonly [Act, ...Act[]]): Promise<void> {
      await take(acts).catch((error: unknown) => {
        if (!(error instanceof ApplicationFailure && error.type?.startsWith('PETITION.'))) throw error;
      });
    },
    /**
     * Reads the case from the record. A new one is shown with what the platform itself does next; at once where that waits
     * for an answer.
     * @returns where the matrix sends a new case, `null` while nobody answers
     */
    async open() {
      const opened = await read();
      state = opened.state;
      if (state.stage !== process.first || opened.route === null) show(state);
      keepTime(state.clocks);
      return opened;
    },
    get state(): CaseState {
      return state!;
    },
    /**
     * Commands and clocks move the case from here on. Returns when it is over, or when its history is long enough to be
     * continued as a new one; never in the midst of a command.
     * @returns whether the case is over
     */
    async untilOver(): Promise<boolean> {
      show(state!);
      const isOver = () => isFinal(process, state!);
      await condition(() => (isOver() || workflowInfo().continueAsNewSuggested) && allHandlersFinished());
      return isOver();
    },
  };
}
