import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type ApiKeyAnswer, QUESTIONS } from '@wangge/contracts/questions';
import { z } from 'zod';
import { ApiKeys } from './api-keys';

const apiKeyQuestion = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** Tells the gateway which limit a key has. */
@Controller()
export class ApiKeyQuestionsController {
  constructor(private readonly keys: ApiKeys) {}

  @MessagePattern(QUESTIONS.apiKey)
  async apiKey(@Payload() question: unknown): Promise<ApiKeyAnswer> {
    const found = await this.keys.withHash(Buffer.from(apiKeyQuestion.parse(question).hash, 'hex'));
    return found ? { found: true, ...found } : { found: false };
  }
}
