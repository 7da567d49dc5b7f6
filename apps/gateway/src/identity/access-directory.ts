import { LRUCache } from 'lru-cache';
import { QUESTIONS, type AccessAnswer, type AccessQuestion } from '@wangge/contracts/questions';
import { Refusal } from '@wangge/platform/http/problem';

/** A person's name and what they may act for. The same object until the grants are asked for again. */
export interface Access {
  readonly account: string;
  readonly name: string;
  /** False when the account holds no post in force. */
  readonly found: boolean;
  readonly grants: AccessAnswer['grants'];
}

export interface Asker {
  ask<Answer>(question: string, content: object, deadlineMs?: number): Promise<Answer>;
}

const FRESH_MS = 30_000;
const STALE_MS = 15 * 60_000;
const DEADLINE_MS = 1_000;
/** While nobody answers, dispatch is not asked again for the same account before this. */
const RETRY_MS = 2_000;

interface Known {
  readonly access: Access;
  readonly askedAt: number;
}

/**
 * What each account may do, as dispatch says. An answer counts as fresh for 30 s; when nobody answers, the last one
 * goes on for at most 15 min, so that a dispatch that restarts signs nobody out; after that callers get 503.
 */
export class AccessDirectory {
  private readonly known = new LRUCache<string, Known>({ max: 20_000 });
  private readonly underway = new Map<string, Promise<Access>>();
  private readonly failedAt = new LRUCache<string, number>({ max: 20_000 });

  constructor(
    private readonly questions: Asker,
    private readonly now: () => number = Date.now,
  ) {}

  /** @throws Refusal SERVICE.UNAVAILABLE when nothing is known and nobody answers */
  of(account: string): Promise<Access> | Access {
    const known = this.known.get(account);
    if (known && this.now() - known.askedAt < FRESH_MS) return known.access;
    return this.asked(account, known);
  }

  private asked(account: string, known: Known | undefined): Promise<Access> {
    let answer = this.underway.get(account);
    if (!answer) {
      answer = this.ask(account, known).finally(() => this.underway.delete(account));
      this.underway.set(account, answer);
    }
    return answer;
  }

  private async ask(account: string, known: Known | undefined): Promise<Access> {
    const fallback = known && this.now() - known.askedAt < STALE_MS ? known.access : undefined;
    if (this.now() - (this.failedAt.get(account) ?? -Infinity) < RETRY_MS) {
      if (fallback) return fallback;
      throw unavailable();
    }
    try {
      const question: AccessQuestion = { account };
      const answer = await this.questions.ask<AccessAnswer>(QUESTIONS.access, question, DEADLINE_MS);
      const access: Access = Object.freeze({
        account,
        name: answer.name ?? account,
        found: answer.found,
        grants: Object.freeze(answer.found ? [...answer.grants] : []),
      });
      this.known.set(account, { access, askedAt: this.now() });
      this.failedAt.delete(account);
      return access;
    } catch {
      this.failedAt.set(account, this.now());
      if (fallback) return fallback;
      throw unavailable();
    }
  }
}

const unavailable = () => new Refusal('SERVICE.UNAVAILABLE');
