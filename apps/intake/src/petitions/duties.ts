import { Injectable } from '@nestjs/common';
import type { DutyAnswer, DutyQuestion } from '@wangge/contracts/questions';
import type { CaseState } from '@wangge/domain/cases/case-state';
import type { RungTarget } from '@wangge/domain/clocks/clock-rule';
import type { Role } from '@wangge/domain/people/actor';
import { Places } from './places';

/** Who is meant by a rung of the escalation ladder: a named person, or the deputy. */
@Injectable()
export class Duties {
  constructor(private readonly places: Places) {}

  /**
   * Empty while dispatch is silent or no post is filled; the rung is climbed all the same.
   * @param jointUnit the co-handling unit whose own clock ran out
   */
  async personFor(target: RungTarget, state: CaseState, jointUnit?: string): Promise<DutyAnswer> {
    for (const question of questionsFor(target, state, jointUnit)) {
      const answer = await this.places.duty(question);
      if (answer?.person !== undefined && !state.accused?.includes(answer.person)) return answer;
    }
    return {};
  }
}

/** Whom to look for, the next one where a post is not filled. */
function questionsFor(target: RungTarget, state: CaseState, jointUnit?: string): DutyQuestion[] {
  const unit = jointUnit ?? state.responsible?.unit ?? state.firstReceiver;
  const holding = (role: Role, of: string | undefined): DutyQuestion[] =>
    of === undefined || state.accused?.includes(of) ? [] : [{ role, unit: of }];
  const office: DutyQuestion = { role: 'petition-officer', gridCode: state.gridCode };
  const person = jointUnit === undefined ? state.responsible?.person : undefined;
  switch (target) {
    case 'person':
      // Who works on the case, or the deputy on that post; before anybody has taken it, the post.
      return [
        ...holding('unit-handler', unit).map((question) => (person === undefined ? question : { ...question, person })),
        ...holding('unit-head', unit),
        office,
      ];
    case 'unit-head':
      return [...holding('unit-head', unit), office];
    case 'supervising-unit':
    case 'joint-committee':
    case 'superior-organ':
      return [...holding('unit-head', state.supervisingUnit), office];
    case 'petition-office-head':
      return [office];
  }
}
