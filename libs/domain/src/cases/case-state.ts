import type { RungTarget } from '../clocks/clock-rule';
import type { ExactUnit } from '../clocks/measures';
import type { Actor } from '../people/actor';
import type { PetitionFile } from './petition-file';

export type CaseKind = 'petition' | 'matter';

/** A suspension (挂账) in the ledger of one clock. `to` is null while it is open. */
export interface Suspension {
  readonly from: string;
  readonly to: string | null;
  readonly reason: string;
  readonly by: string;
}

export type ClockStatus = 'running' | 'suspended' | 'met' | 'missed' | 'cancelled';

/** What a running clock does next, and when: a warning, its expiry, or a rung of the escalation ladder. */
export interface ClockMoment {
  readonly kind: 'warn' | 'expire' | 'escalate';
  /** Id of the rung for `escalate`. */
  readonly rung?: string;
  /** Whom the rung turns to, as the pack says. */
  readonly to?: RungTarget;
  /** Whether the rung opens an accountability record. */
  readonly accountability?: boolean;
  /** ISO 8601 duration within which the person on the rung acts. */
  readonly within?: string;
  /** ISO instant with offset. */
  readonly at: string;
}

/** One statutory or local time limit of a case. Instants are ISO 8601 with offset, dates are local dates in Asia/Shanghai. */
export interface ClockState {
  /** Unique in the case: the kind, with a number from the second run on (`handling`, `handling-2`). */
  readonly id: string;
  /** Id of the clock in the rule pack. */
  readonly kind: string;
  /** Statute and article, or the local rule. */
  readonly article: string;
  /** What the clock limits, for people. */
  readonly label: string;
  /** What it counts, where that is exact time: such a clock may be extended by an ISO 8601 duration too. */
  readonly counts?: ExactUnit;
  /** The unit whose clock it is, for joint handlers. */
  readonly unit?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly dueDate: string | null;
  readonly dueAt: string | null;
  readonly provisional: boolean;
  readonly calendarVersion: string;
  /** Days granted, or an ISO 8601 duration for clocks that count exact time; 0 when not extended. */
  readonly extensionDays: number | string;
  /** The most the pack lets it be extended by; absent where the pack says nothing. */
  readonly extensionMax?: number | string;
  readonly status: ClockStatus;
  readonly suspensions: readonly Suspension[];
  /** How many of the clock's moments have come already. */
  readonly fired: number;
  /** Its due instant has passed while it ran. */
  readonly expired: boolean;
  /** Absent when nothing more comes or while suspended. */
  readonly next?: ClockMoment;
}

/** A co-handling unit (联办) with its own part of the case; `reviewed` is one whose opinion was taken to the organ above it. */
export interface JointHandler {
  readonly unit: string;
  /** `unanswered` when the case went on without its answer. */
  readonly status: 'asked' | 'answered' | 'unanswered' | 'reviewed';
}

/** Everything a running case decides by. It is small, it travels whole, and the row in PostgreSQL holds the same. */
export interface CaseState {
  readonly number: string;
  readonly kind: CaseKind;
  readonly matterItem: string;
  readonly gridCode: string;
  readonly district: string;
  readonly rulePack: { readonly id: string; readonly version: number };
  readonly receivedAt: string;
  readonly stage: string;
  /** Counts up by one with every recorded act; the filing is step 0. */
  readonly step: number;
  /** Hash (hex) of the latest entry of the audit trail, which the next entry is chained to. */
  readonly auditHash: string;
  readonly responsible?: { readonly unit: string; readonly person?: string };
  /** The unit that decides a dispute about responsibility; for a petition the organ one level above who holds it. */
  readonly supervisingUnit?: string;
  /** First receiver (首接负责): stays responsible until another has accepted. */
  readonly firstReceiver?: string;
  readonly jointHandlers: readonly JointHandler[];
  /** Accounts that worked on the case; none of them verifies it. */
  readonly handledBy: readonly string[];
  /** Units that sent the case back; none may send it back again. */
  readonly objectedBy: readonly string[];
  /** Codes of the units and accounts that the case accuses: it is not there for them (信访工作条例 第30条). Absent: nobody. */
  readonly accused?: readonly string[];
  /** Accounts that withdrew for an interest of their own (回避); they do nothing more on the case. */
  readonly recused?: readonly string[];
  /** What a petition has besides what every case has. */
  readonly petition?: PetitionFile;
  /** An extension asked for and not decided yet. */
  readonly extensionRequest?: { readonly clockId: string; readonly days: number | string; readonly by: string };
  /** The case that this one became part of (并案). */
  readonly mergedInto?: string;
  /** The authority that it was handed to (转送), in words. */
  readonly transferredTo?: string;
  /** How often it was taken to a higher organ (上交); absent: never. */
  readonly transfersUp?: number;
  /** By the catalogue rather a matter of self-governance (群众自治) than of enforcement; whoever dispatches decides. */
  readonly selfGovernance?: true;
  /** A person decided that being late or reworked is not held against the unit (容错). */
  readonly tolerated?: boolean;
  /** What the petitioner said of the outcome; absent while nobody asked or answered. */
  readonly satisfied?: boolean;
  readonly reopenings: number;
  readonly reworks: number;
  readonly overdue: boolean;
  readonly clocks: readonly ClockState[];
}

/** One thing somebody does to a case. */
export interface Act {
  /** The same id never acts twice. */
  readonly commandId: string;
  readonly command: string;
  readonly actor: Actor;
  readonly reason: string;
  /** What the command needs besides the reason, valid by the command's schema. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** What the record looked up for the act: the unit above the one that gets the case. */
  readonly found?: { readonly superior?: string };
  /** Step of the record that the act was decided by; a running case that is behind it reads the record first. */
  readonly seen?: number;
}

/** The platform itself: registers, dispatches by the matrix, lets clocks expire. */
export const SYSTEM: Actor = { id: 'system', grants: [] };

/** Who filed the case, known by number and query code. */
export const PETITIONER: Actor = { id: 'petitioner', grants: [] };

/** The nearest due instant among the running clocks, or undefined when none runs. */
export function nearestDue(state: Pick<CaseState, 'clocks'>): string | undefined {
  let nearest: string | undefined;
  for (const clock of state.clocks)
    if (
      clock.status === 'running' &&
      clock.dueAt !== null &&
      (nearest === undefined || Date.parse(clock.dueAt) < Date.parse(nearest))
    )
      nearest = clock.dueAt;
  return nearest;
}
