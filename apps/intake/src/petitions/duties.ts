import { Injectable } from '@nestjs/common';
import type { DutyAnswer, DutyQuestion } from '@wangge/contracts/questions';
import type { CaseState } from '@wangge/domain/cases/case-state';
import type { RungTarget } from '@wangge/domain/clocks/clock-rule';
import { Places } from './places';

/** Who is meant by a rung of the escalation ladder: a named person, or the deputy. */
@Injectable()
export class Duties {
  constructor(private readonly places: Places) {}

  /** Empty while dispatch is silent or no post is filled; the rung is climbed all the same. */
  async personFor(target: RungTarget, state: CaseState): Promise<DutyAnswer> {
    if (target === 'person' && state.responsible?.person) return { person: state.responsible.person };
    for (const question of questionsFor(target, state)) {
      const answer = await this.places.duty(question);
      if (answer?.person !== undefined && !state.accused?.includes(answer.person)) return answer;
    }
    return {};
  }
}

/** Whom to look for, the next one where a post is not filled. */
function questionsFor(target: RungTarget, state: CaseState): DutyQuestion[] {
  const headOf = (unit: string | undefined): DutyQuestion[] =>
    unit === undefined || state.accused?.includes(unit) ? [] : [{ role: 'unit-head', unit }];
  const office: DutyQuestion = { role: 'petition-officer', gridCode: state.gridCode };
  switch (target) {
    case 'person':
    case 'unit-head':
      return [...headOf(state.responsible?.unit ?? state.firstReceiver), office];
    case 'supervising-unit':
    case 'joint-committee':
    case 'superior-organ':
      return [...headOf(state.supervisingUnit), office];
    case 'petition-office-head':
      return [office];
  }
}
