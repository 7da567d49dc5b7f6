import { Injectable } from '@nestjs/common';
import type { CaseState } from '@wangge/domain/cases/case-state';
import { replan } from '@wangge/domain/cases/replan';
import type { LawInForce } from '@wangge/domain/cases/transition';
import { DeadlineError } from '@wangge/domain/clocks/deadline-error';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import { decodeCursor, encodeCursor } from '@wangge/platform/http/pagination';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import { LawBook } from '../rules/law-book';
import type { Published } from './publication';
import { touchedBy } from './touched-cases.sql';

/** Cases that one request looks at. */
const EXAMINED = 500;
const cursorSchema = z.tuple([z.string().max(64)]);

interface Question {
  /** What would be published. */
  readonly published: Published;
  /** The law by which a case would then be planned. */
  readonly after: (state: CaseState, before: LawInForce) => LawInForce;
  readonly cursor?: string;
}

/** Which open cases a publication would touch and move, before anybody publishes it. Writes nothing. */
@Injectable()
export class PreviewPublication {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly laws: LawBook,
  ) {}

  /**
   * A page: `touched` counts all cases, `items` are those among the `examined` ones of this page that would change, each
   * clock with its due date before and after.
   */
  async page({ published, after, cursor }: Question) {
    const packs: readonly RulePack[] = await this.laws.packs();
    const { sql, values } = touchedBy(published, packs);
    const from = decodeCursor(cursor, cursorSchema)?.[0] ?? '';
    const next = `$${values.length + 1}`;
    const [counted, rows] = await Promise.all([
      this.database.$queryRawUnsafe<{ touched: number }[]>(
        `select count(*)::int as touched from petition p where ${sql}`,
        ...values,
      ),
      this.database.$queryRawUnsafe<{ number: string; state: CaseState }[]>(
        `select p.number, p.state from petition p where ${sql} and p.number > ${next} order by p.number limit ${EXAMINED}`,
        ...values,
        from,
      ),
    ]);
    const at = new Date().toISOString();
    const items = [];
    for (const { number, state } of rows) {
      const before = await this.laws.pinned(state.rulePack);
      const change = changeOf(state, { before, after: after(state, before) }, at);
      if (change) items.push({ number, kind: state.kind, unit: state.responsible?.unit ?? null, ...change });
    }
    return {
      touched: counted[0]!.touched,
      examined: rows.length,
      items,
      nextCursor: rows.length === EXAMINED ? encodeCursor([rows.at(-1)!.number]) : null,
    };
  }
}

function changeOf(state: CaseState, law: { before: LawInForce; after: LawInForce }, at: string) {
  try {
    const planned = replan(state, { law, at, commandId: '', reason: '' });
    return planned && { moved: planned.moved, clocks: planned.changes };
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
    return { moved: false, clocks: [], fault: error.message };
  }
}
