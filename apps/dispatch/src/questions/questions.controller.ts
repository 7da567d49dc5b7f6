import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  QUESTIONS,
  type AccessAnswer,
  type AccusedAnswer,
  type DutyAnswer,
  type LocationAnswer,
  type MatterItemsAnswer,
  type ResponsibilityAnswer,
  type SuperiorAnswer,
  type UnitNamesAnswer,
} from '@wangge/contracts/questions';
import { ROLES } from '@wangge/domain/people/actor';
import { Refusal } from '@wangge/platform/http/problem';
import { z } from 'zod';
import { ReferenceSnapshot } from '../reference/reference-snapshot';

const code = z.string().max(200);
const responsibilityQuestion = z.object({ matterItem: code, gridCode: code });
const locationQuestion = z.union([
  z.object({ gridCode: code }),
  z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }),
]);
const dutyQuestion = z.object({
  role: z.enum(ROLES),
  unit: code.optional(),
  gridCode: code.optional(),
  person: code.optional(),
});
const accessQuestion = z.object({ account: code });
const matterItemsQuestion = z.object({ after: code.optional() });
const accusedQuestion = z.object({ texts: z.array(z.string().max(300)).max(20) });
const superiorQuestion = z.object({ unit: code });
const unitNamesQuestion = z.object({ units: z.array(code).max(1_000) });

/** Answers other services from memory. Before the first reading it answers nothing, so that the asker's default holds. */
@Controller()
export class QuestionsController {
  constructor(@Inject(ReferenceSnapshot) private readonly snapshot: ReferenceSnapshot) {}

  @MessagePattern(QUESTIONS.responsibility)
  responsibility(@Payload() question: unknown): ResponsibilityAnswer {
    const { matterItem, gridCode } = responsibilityQuestion.parse(question);
    return this.read().responsibility(matterItem, gridCode);
  }

  @MessagePattern(QUESTIONS.location)
  location(@Payload() question: unknown): LocationAnswer {
    return this.read().location(locationQuestion.parse(question));
  }

  @MessagePattern(QUESTIONS.duty)
  duty(@Payload() question: unknown): DutyAnswer {
    return this.read().duty(dutyQuestion.parse(question));
  }

  @MessagePattern(QUESTIONS.access)
  access(@Payload() question: unknown): AccessAnswer {
    return this.read().access(accessQuestion.parse(question).account);
  }

  @MessagePattern(QUESTIONS.matterItems)
  matterItems(@Payload() question: unknown): MatterItemsAnswer {
    return this.read().matterItems(matterItemsQuestion.parse(question).after);
  }

  @MessagePattern(QUESTIONS.unitNames)
  unitNames(@Payload() question: unknown): UnitNamesAnswer {
    return this.read().unitNames(unitNamesQuestion.parse(question).units);
  }

  @MessagePattern(QUESTIONS.accused)
  accused(@Payload() question: unknown): AccusedAnswer {
    return this.read().accused(accusedQuestion.parse(question).texts);
  }

  @MessagePattern(QUESTIONS.superior)
  superior(@Payload() question: unknown): SuperiorAnswer {
    return this.read().superior(superiorQuestion.parse(question).unit);
  }

  private read(): ReferenceSnapshot {
    if (!this.snapshot.ready) throw new Refusal('SERVICE.UNAVAILABLE');
    return this.snapshot;
  }
}
