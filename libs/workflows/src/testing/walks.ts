import { READ_RECORD } from '@wangge/contracts/task-queues';
import { PETITIONER } from '@wangge/domain/cases/case-state';
import { replan } from '@wangge/domain/cases/replan';
import type { Actor } from '@wangge/domain/people/actor';
import type { CaseAtWork } from '@wangge/testing/cases-in-time';
import { drillPack } from '@wangge/testing/drill-pack';
import { GRID_WORKER, HANDLER_A, HANDLER_B, HANDLER_C, HEAD_A, OFFICER, SUPERVISOR } from '@wangge/testing/people';
import { PLAIN_CALENDAR } from '@wangge/testing/record-in-memory';
import type { CaseOptions } from './run-case';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** One path of a matter from filing on: what people do and how long they wait. */
export interface Walk {
  readonly options: CaseOptions;
  readonly walk: (the: CaseAtWork) => Promise<void>;
}

type Act = readonly [command: string, actor: Actor, data?: object];

/** Acts one after the other; a number is a wait in milliseconds. */
const steps = (...all: readonly (Act | number)[]): Walk => along({}, ...all);
export const along = (options: CaseOptions, ...all: readonly (Act | number)[]): Walk => ({
  options,
  async walk({ act, sleep }) {
    for (const step of all) await (typeof step === 'number' ? sleep(step) : act(...step));
  },
});

/** Moves the record behind the case's back, as a retroactive version of the pack does, and tells it. */
async function planAnew({ record, handle }: CaseAtWork): Promise<void> {
  const clocks = drillPack.clocks.map((clock) => (clock.id === 'handling' ? { ...clock, amount: 'P7D' } : clock));
  const law = {
    before: { pack: drillPack, calendar: PLAIN_CALENDAR },
    after: { pack: { ...drillPack, version: drillPack.version + 1, clocks }, calendar: PLAIN_CALENDAR },
  };
  const at = record.steps.at(-1)!.at;
  const planned = replan(record.state, { law, at, commandId: 'replan:rule-pack:hotline', reason: '公布' })!;
  record.state = planned.state;
  record.steps.push(planned.step);
  await handle.executeUpdate(READ_RECORD);
}

const ACCEPT: Act = ['accept', HANDLER_A];
const TO_CLOSE: readonly Act[] = [
  ['feedback', HANDLER_A, { result: '已修复' }],
  ['verify', GRID_WORKER],
  ['close', OFFICER],
];
const ON_HANDLING = { clockId: 'handling' };

/**
 * Every path of the seven steps, unit-a being the unit of the matrix and unit-s the joint supervisor. The clocks are those
 * of the drill pack. Histories of these walks are kept and replayed.
 */
export const WALKS = {
  'main-line': steps(ACCEPT, ...TO_CLOSE),
  'dispatched-by-hand': along(
    { route: {} },
    ['assign', OFFICER, { unit: 'unit-b', supervisingUnit: 'unit-s' }],
    ['accept', HANDLER_B],
    ['feedback', HANDLER_B],
    ['verify', OFFICER],
    ['close', OFFICER],
  ),
  /** Five days to handle it, a warning a day before, rungs a day and three days after. */
  'left-alone': steps(ACCEPT, 9 * DAY, ...TO_CLOSE),
  'planned-anew': {
    options: {},
    walk: async (the: CaseAtWork) => {
      await steps(ACCEPT).walk(the);
      await planAnew(the);
      await steps(6 * DAY, ...TO_CLOSE).walk(the);
    },
  },
  'never-accepted': steps(5 * HOUR, ACCEPT, ...TO_CLOSE),
  'suspended-and-resumed': steps(
    ACCEPT,
    DAY,
    ['suspend', HEAD_A, ON_HANDLING],
    10 * DAY,
    ['resume', HEAD_A, ON_HANDLING],
    3 * DAY,
    ...TO_CLOSE,
  ),
  'extension-approved': steps(
    ACCEPT,
    ['request-extension', HANDLER_A, { days: 2 }],
    ['approve-extension', HEAD_A],
    6 * DAY,
    ...TO_CLOSE,
  ),
  'extension-rejected': steps(
    ACCEPT,
    ['request-extension', HANDLER_A, { days: 2 }],
    ['reject-extension', OFFICER],
    6 * DAY,
    ...TO_CLOSE,
  ),
  'objected-and-disputed': steps(
    ['object', HANDLER_A],
    ['assign', OFFICER, { unit: 'unit-b' }],
    ['object', HANDLER_B],
    ['assign', SUPERVISOR, { unit: 'unit-b' }],
    ['accept', HANDLER_B],
    ['feedback', HANDLER_B],
    ['verify', OFFICER],
    ['close', OFFICER],
  ),
  /** Two units help; unit-c never answers, and neither unit-b nor the lead loses anything by it. */
  'joint-handling': steps(
    ACCEPT,
    ['add-handler', HEAD_A, { unit: 'unit-b' }],
    ['add-handler', OFFICER, { unit: 'unit-c' }],
    DAY,
    ['feedback', HANDLER_A],
    20 * HOUR,
    ['reply', HANDLER_B, { result: '已配合' }],
    ['verify', GRID_WORKER],
    // The three days of unit-c end while the case waits to be closed.
    29 * HOUR,
    ['close', OFFICER],
  ),
  'given-to-another': steps(
    ACCEPT,
    ['assign', OFFICER, { unit: 'unit-b' }],
    ['object', HANDLER_B],
    ['assign', OFFICER, { unit: 'unit-c' }],
    ['accept', HANDLER_C],
    ['feedback', HANDLER_C],
    ['verify', OFFICER],
    ['close', OFFICER],
  ),
  'urged-and-supervised': steps(['urge', PETITIONER], ACCEPT, ['urge', HEAD_A], ['supervise', SUPERVISOR], ...TO_CLOSE),
  reworked: steps(
    ACCEPT,
    ['feedback', HANDLER_A],
    ['rework', GRID_WORKER],
    ['feedback', HANDLER_A],
    ['verify', GRID_WORKER],
    ['rework', OFFICER],
    ...TO_CLOSE,
  ),
  'late-and-tolerated': steps(
    ACCEPT,
    6 * DAY,
    ['tolerate', SUPERVISOR],
    ['mediate', HANDLER_A, { agreement: '双方同意' }],
    ...TO_CLOSE,
  ),
  'taken-back': steps(['withdraw-assignment', OFFICER], ['assign', OFFICER, { unit: 'unit-b' }], ['accept', HANDLER_B]),
  reopened: steps(
    ACCEPT,
    ...TO_CLOSE,
    ['call-back', OFFICER, { satisfied: false }],
    ['reopen', PETITIONER],
    ['assign', OFFICER, { unit: 'unit-a' }],
    ACCEPT,
    ...TO_CLOSE,
  ),
  withdrawn: steps(ACCEPT, ['withdraw', PETITIONER]),
  merged: steps(['withdraw-assignment', OFFICER], ['merge', OFFICER, { into: '20261123-0000009' }]),
  transferred: along({ route: {} }, ['transfer', OFFICER, { to: '市水务集团' }]),
  refused: along({ route: {} }, ['refuse', OFFICER]),
} as const satisfies Record<string, Walk>;

/** Events in a history after which the server of `LONG_WALK` suggests a new run. */
export const CONTINUES_AT = 60;
export const URGES = 20;

/** So many acts that the case goes on in a new run. */
export const LONG_WALK: Walk = steps(
  ACCEPT,
  ...Array.from({ length: URGES }, (): Act => ['urge', PETITIONER]),
  ...TO_CLOSE,
);

export type WalkName = keyof typeof WALKS;
