import type { Target } from './mapping-rules.ts';
import { problemOf, type PublicApi } from './public-api.ts';
import { HANDLER, OFFICER } from './reference-data.ts';

/** What of a case's view decides the next command. */
export interface CaseView {
  readonly number: string;
  readonly stage: string;
  readonly step: number;
  readonly responsible: { readonly unit: string } | null;
  /** Set once the case was dispatched. */
  readonly firstReceiver: string | null;
  readonly reopenings: number;
  readonly reworks: number;
}

export interface Act {
  readonly command: string;
  readonly as: string;
  readonly body: Readonly<Record<string, string>>;
}

/** Who a case is for and how far it goes. */
export interface Aim {
  readonly unit: string;
  readonly target: Target;
  /** What the unit answers; may be empty. */
  readonly resolution: string;
}

/** The way of a matter that nobody disputes. */
const WAY = ['received', 'registered', 'assigned', 'handling', 'answered', 'verified', 'closed'];

/** Whether a case at this stage has nothing left to be done, judged by the stage alone. */
export const isThere = (stage: string, { target }: Pick<Aim, 'target'>): boolean =>
  !WAY.includes(stage) ? stage !== 'disputed' : WAY.indexOf(stage) >= WAY.indexOf(target);

/**
 * The next command on a case's way, `wait` while the system itself is to move, or `done`: the case is as far as its row,
 * or people have reopened it, ordered rework or given it to another unit since, which a replay never overrules.
 */
export function nextAct(view: CaseView, aim: Aim): Act | 'wait' | 'done' {
  const { stage, responsible } = view;
  const assign: Act = {
    command: 'assign',
    as: OFFICER,
    body: { unit: aim.unit, reason: '重放：按来源记录的部门派遣' },
  };
  const elsewhere = responsible !== null && responsible.unit !== aim.unit;
  if (view.reopenings + view.reworks > 0) return 'done';
  if (stage === 'assigned' && elsewhere)
    return { command: 'withdraw-assignment', as: OFFICER, body: { reason: '重放：来源记录的部门与职责清单不同' } };
  if (isThere(stage, aim)) return 'done';
  switch (stage) {
    case 'registered':
      return view.firstReceiver === null ? 'wait' : assign;
    case 'disputed':
      return assign;
    case 'assigned':
      return { command: 'accept', as: HANDLER, body: { reason: '重放：承办单位接单' } };
    case 'handling': {
      const result: Record<string, string> = aim.resolution === '' ? {} : { result: aim.resolution };
      return elsewhere
        ? 'done'
        : { command: 'feedback', as: HANDLER, body: { reason: '重放：按来源记录反馈', ...result } };
    }
    case 'answered':
      return { command: 'verify', as: OFFICER, body: { reason: '重放：核查来源记录的办理结果' } };
    case 'verified':
      return { command: 'close', as: OFFICER, body: { reason: '重放：来源记录已办结' } };
    default:
      return 'wait';
  }
}

/** How long a case may stay as it is before the replay gives it up. */
const STANDSTILL_MS = 10 * 60_000;
/** A registered case that nobody dispatched for so long is a gap of the responsibility matrix: an officer dispatches it. */
const GAP_MS = 15_000;
/** A refused command is decided anew from the case itself, and for so long. */
const REFUSED_MS = 90_000;

const FIRST_PAUSE_MS = 120;
const LONGEST_PAUSE_MS = 3_000;

/** The case could not be brought to its row's status; `stage` is where it stands. */
export class NotHandled extends Error {
  readonly stage: string;
  constructor(message: string, stage: string) {
    super(message);
    this.stage = stage;
  }
}

/**
 * Brings a case to its aim, command by command, from wherever it stands, and returns its stage. Every command has an
 * Idempotency-Key of case, step and command, so that one that was sent twice acts once.
 * @param isNew whether it was filed just now, so that the system has yet to register it
 */
export async function handleCase(api: PublicApi, number: string, aim: Aim, isNew: boolean): Promise<string> {
  let view: CaseView | undefined;
  let standing = { step: -1, since: performance.now(), pause: FIRST_PAUSE_MS };
  let refused: { why: string; since: number } | undefined;
  if (isNew) await api.pause(FIRST_PAUSE_MS);
  for (;;) {
    view ??= await read(api, number);
    if (view.step !== standing.step) {
      standing = { step: view.step, since: performance.now(), pause: FIRST_PAUSE_MS };
      refused = undefined;
    }
    const stood = performance.now() - standing.since;
    const decided = nextAct(view, aim);
    const isGap = decided === 'wait' && view.stage === 'registered' && stood > GAP_MS;
    const act = isGap ? nextAct({ ...view, firstReceiver: aim.unit }, aim) : decided;
    if (act === 'done') return view.stage;
    if (act !== 'wait') {
      const answer = await api.call<CaseView>({
        as: act.as,
        method: 'POST',
        path: `/api/v1/petitions/${number}/${act.command}`,
        body: act.body,
        idempotencyKey: `replay:${number}:${view.step}:${act.command}`,
      });
      if (answer.status === 200) {
        view = answer.body;
        continue;
      }
      refused = { why: `${act.command}: ${problemOf(answer)}`, since: refused?.since ?? performance.now() };
    }
    if (refused && performance.now() - refused.since > REFUSED_MS) throw new NotHandled(refused.why, view.stage);
    if (stood > STANDSTILL_MS) throw new NotHandled(`stays ${view.stage}`, view.stage);
    await api.pause(standing.pause);
    standing.pause = Math.min(standing.pause * 1.6, LONGEST_PAUSE_MS);
    view = undefined;
  }
}

async function read(api: PublicApi, number: string): Promise<CaseView> {
  const answer = await api.call<CaseView>({ as: OFFICER, method: 'GET', path: `/api/v1/petitions/${number}` });
  if (answer.status !== 200) throw new NotHandled(`cannot be read: ${problemOf(answer)}`, 'unknown');
  return answer.body;
}
