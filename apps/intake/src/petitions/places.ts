import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import {
  type AccusedAnswer,
  type DutyAnswer,
  type DutyQuestion,
  QUESTIONS,
  type LocationAnswer,
  type LocationQuestion,
  type ResponsibilityAnswer,
  type ResponsibilityQuestion,
  type SuperiorAnswer,
  type UnitNamesAnswer,
  type UnitNamesQuestion,
} from '@wangge/contracts/questions';
import { Questions } from '@wangge/platform/messaging/questions';
import { LRUCache } from 'lru-cache';

const KNOWN_FOR_MS = 60_000;
const SILENCE_MS = 3_000;

/**
 * What dispatch knows of items, grids, units and responsibility, asked with a deadline and remembered for a minute. While
 * nobody answers it is not asked again for three seconds, so that filing does not wait for a silent service.
 */
@Injectable()
export class Places {
  private readonly responsibilities = new LRUCache<string, ResponsibilityAnswer>({ max: 50_000, ttl: KNOWN_FOR_MS });
  private readonly locations = new LRUCache<string, LocationAnswer>({ max: 50_000, ttl: KNOWN_FOR_MS });
  private readonly unitNames = new LRUCache<string, string>({ max: 20_000, ttl: KNOWN_FOR_MS });
  private readonly superiors = new LRUCache<string, SuperiorAnswer>({
    max: 10_000,
    ttl: KNOWN_FOR_MS,
    noDeleteOnStaleGet: true,
  });
  private silentUntil = 0;

  constructor(private readonly questions: Questions) {}

  /** Undefined while dispatch is silent. */
  async responsibility(question: ResponsibilityQuestion): Promise<ResponsibilityAnswer | undefined> {
    const key = `${question.matterItem}@${question.gridCode}`;
    return (
      this.responsibilities.get(key) ??
      this.remember(
        this.responsibilities,
        key,
        await this.ask<ResponsibilityAnswer>(QUESTIONS.responsibility, question),
      )
    );
  }

  /** Undefined while dispatch is silent. */
  async location(question: LocationQuestion): Promise<LocationAnswer | undefined> {
    const key = JSON.stringify(question);
    return (
      this.locations.get(key) ??
      this.remember(this.locations, key, await this.ask<LocationAnswer>(QUESTIONS.location, question))
    );
  }

  /**
   * The unit above a unit. It decides where a case goes when it is contested, so while dispatch is silent what was known last
   * holds, and what never was known is asked once more after the silence. Undefined where that is silent too.
   */
  async superior(unit: string): Promise<SuperiorAnswer | undefined> {
    const known = this.superiors.get(unit);
    if (known) return known;
    const ask = async () =>
      this.remember(this.superiors, unit, await this.ask<SuperiorAnswer>(QUESTIONS.superior, { unit }));
    return (await ask()) ?? this.superiors.get(unit, { allowStale: true }) ?? (await pause(SILENCE_MS + 50).then(ask));
  }

  /** Undefined while dispatch is silent. Not remembered: who is on duty is asked when it matters. */
  duty(question: DutyQuestion): Promise<DutyAnswer | undefined> {
    return this.ask<DutyAnswer>(QUESTIONS.duty, question);
  }

  /** Codes of whom these texts accuse; undefined while dispatch is silent. Not remembered: it is asked once for a case. */
  async accused(texts: readonly string[]): Promise<readonly string[] | undefined> {
    return (await this.ask<AccusedAnswer>(QUESTIONS.accused, { texts }))?.codes;
  }

  /** Names of units by code, as they are now; undefined while dispatch is silent. */
  unitNamesNow(units: readonly string[]): Promise<UnitNamesAnswer | undefined> {
    return this.ask<UnitNamesAnswer>(QUESTIONS.unitNames, { units });
  }

  /** Names of units by code; while dispatch is silent the code stands for the name. */
  async namesOfUnits(codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const unknown = [...new Set(codes)].filter((code) => !this.unitNames.has(code)).slice(0, 1_000);
    if (unknown.length > 0) {
      const question: UnitNamesQuestion = { units: unknown };
      const answer = await this.ask<UnitNamesAnswer>(QUESTIONS.unitNames, question);
      if (answer) for (const code of unknown) this.unitNames.set(code, answer.names[code] ?? code);
    }
    return new Map(codes.map((code) => [code, this.unitNames.get(code) ?? code]));
  }

  private remember<Answer extends object>(
    memory: LRUCache<string, Answer>,
    key: string,
    answer: Answer | undefined,
  ): Answer | undefined {
    if (answer !== undefined) memory.set(key, answer);
    return answer;
  }

  private async ask<Answer>(question: string, content: object): Promise<Answer | undefined> {
    if (Date.now() < this.silentUntil) return undefined;
    const answer = await this.questions.askOr<Answer | undefined>(question, content, undefined);
    if (answer === undefined) this.silentUntil = Date.now() + SILENCE_MS;
    return answer;
  }
}
