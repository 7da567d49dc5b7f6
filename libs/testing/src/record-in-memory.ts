import type { Calendar } from '@wangge/domain/calendar/calendar';
import type { Act, CaseState } from '@wangge/domain/cases/case-state';
import { startClock } from '@wangge/domain/cases/case-clocks';
import { refusalOf } from '@wangge/domain/cases/decide';
import { processOf } from '@wangge/domain/cases/processes';
import { CLOCK_MOMENT, type LawInForce, type Step, transition } from '@wangge/domain/cases/transition';

/** A case's record for workflow tests: the same rules as the database keeps, so that only the workflow is under test. */
export class RecordInMemory {
  state: CaseState;
  readonly steps: Step[] = [];

  constructor(
    private readonly law: LawInForce,
    given: Partial<CaseState> & Pick<CaseState, 'receivedAt'>,
    /** The unit above each unit, as dispatch would answer. */
    private readonly superiors: Readonly<Record<string, string>> = {},
  ) {
    const state: CaseState = {
      number: '20261123-0000001',
      kind: 'matter',
      matterItem: 'road-damage',
      gridCode: '410105002001',
      district: '410105',
      rulePack: { id: law.pack.id, version: law.pack.version },
      stage: 'received',
      step: 0,
      auditHash: '',
      jointHandlers: [],
      handledBy: [],
      objectedBy: [],
      reopenings: 0,
      reworks: 0,
      overdue: false,
      clocks: [],
      ...given,
    };
    this.state = { ...state, clocks: given.clocks ?? startClock('registration', [], state.receivedAt, law) };
  }

  /** Whether the acts are recorded, whether they were before, and the state of the record. */
  record(input: { state: CaseState; acts: readonly Act[]; at: string }) {
    const { acts } = input;
    if (this.steps.some((step) => step.commandId === acts[0]!.commandId))
      return { applied: true, again: true, state: this.state };
    if (input.state.step !== this.state.step) return { applied: false, again: false, state: this.state };
    const process = processOf(this.state.kind);
    for (const act of acts) {
      if (act.command !== CLOCK_MOMENT && act !== acts[0] && refusalOf(process, this.state, act)) continue;
      const next = transition(process, this.state, this.lookedUp(act), input.at, this.law);
      this.state = next.state;
      this.steps.push(next.step);
    }
    return { applied: true, again: false, state: this.state };
  }

  private lookedUp(act: Act): Act {
    const unit = processOf(this.state.kind).commands[act.command]?.superiorOf?.(this.state, act);
    const superior = unit === undefined ? undefined : this.superiors[unit];
    return superior === undefined ? act : { ...act, found: { superior } };
  }

  get commands(): string[] {
    return this.steps.map((step) => step.command);
  }
}

/** A calendar in which every year is unpublished: weekdays are working days. */
export const PLAIN_CALENDAR: Calendar = { version: 'plain', years: {} };
