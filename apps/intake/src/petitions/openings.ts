import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { CaseState } from '@wangge/domain/cases/case-state';
import type { Actor } from '@wangge/domain/people/actor';
import { maskPeople } from '@wangge/domain/people/mask';
import { appendAudit } from '@wangge/platform/audit/append-audit';
import { Refusal } from '@wangge/platform/http/problem';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import { mayReachPeople } from './may-see';
import { openPeople, type SealedPeople } from './people';

/** What of the people in a case was read: who they are, or a document that names them. */
export type Opened = 'petitioners' | 'document';

interface Entry {
  readonly command: 'open' | 'erase';
  readonly actor: string;
  /** Code of the unit whose post let the actor in; the petition office's for its officers. */
  readonly unit?: string;
  readonly what?: Opened;
  readonly reason: string;
}

/** A case with its sealed people. */
interface OpenedCase {
  readonly state: unknown;
  readonly sealed: Uint8Array | null;
}

const MOST_SHOWN = 500;
export const streamOfOpenings = (number: string): string => `opened:${number}`;

/** Who opened the people of a case, when and why (个人信息保护法 第44条, 第54条): a chain of its own in the audit trail. */
@Injectable()
export class Openings {
  constructor(private readonly database: IntakeDatabase) {}

  /**
   * Opens the people of a case for those who handle it, once it is written down. Throws `IDENTITY.NOT_PERMITTED` for others.
   */
  async open(row: OpenedCase, actor: Actor, what: Opened, reason: string): Promise<SealedPeople> {
    const state = row.state as CaseState;
    if (!mayReachPeople(actor, state)) throw new Refusal('IDENTITY.NOT_PERMITTED');
    const people = openPeople(environment().WANGGE_DATA_KEYS, state.number, row.sealed);
    const said = maskPeople(reason, people.petitioners ?? []);
    const entry: Entry = { command: 'open', actor: actor.id, unit: unitOf(actor, state), what, reason: said };
    await this.database.$transaction((transaction) =>
      appendAudit(transaction, {
        stream: streamOfOpenings(state.number),
        commandId: randomUUID(),
        entry: { ...entry },
      }),
    );
    return people;
  }

  /** Who, for which unit, when, what and why; the latest ones first. */
  async of(number: string) {
    const rows = await this.database.audit.findMany({
      where: { stream: streamOfOpenings(number) },
      orderBy: { step: 'desc' },
      select: { at: true, entry: true },
      take: MOST_SHOWN,
    });
    return rows.map((row) => {
      const { command, actor, unit = null, what = null, reason } = row.entry as unknown as Entry;
      return { command, actor, unit, what, reason, at: formatInstant(row.at.getTime()) };
    });
  }

  /** The same without the person and what the person said: the petitioner learns which unit it was. */
  async shownToPetitioner(number: string) {
    return (await this.of(number)).map(({ command, unit, what, at }) => ({ command, unit, what, at }));
  }
}

/** The unit for which the actor is on the case. */
function unitOf(actor: Actor, state: CaseState): string {
  const handling = [state.responsible?.unit, ...state.jointHandlers.map(({ unit }) => unit)];
  const own = actor.grants.flatMap((grant) => grant.unit ?? []);
  return own.find((unit) => handling.includes(unit)) ?? environment().WANGGE_PETITION_OFFICE;
}
