import type { Calendar } from '../calendar/calendar';
import { dayOf, formatDay, parseInstant } from '../calendar/local-date';
import { type Due, computeDue } from '../clocks/compute-due';
import { DeadlineError } from '../clocks/deadline-error';
import { deadlineRequestSchema } from './deadline-request.schema';
import { findPack, packInForce } from './find-pack';
import { type RulePack, clockOf } from './rule-pack';

/** What deadlines are answered from. */
export interface LawAtHand {
  readonly packs: readonly RulePack[];
  readonly calendar: Calendar;
}

function packFor(packs: readonly RulePack[], id: string, version: number | undefined, date: string): RulePack {
  const versions = packs.filter((pack) => pack.id === id).sort((a, b) => a.version - b.version);
  const oldest = versions[0];
  if (!oldest) throw new DeadlineError('DEADLINE.UNKNOWN_PACK', 'rulePack', `no rule pack ${id}`);
  if (version === undefined)
    return packInForce(packs, id, date) ?? (date < oldest.validFrom ? oldest : versions.at(-1)!);
  const pack = findPack(packs, id, version);
  if (!pack) throw new DeadlineError('DEADLINE.UNKNOWN_PACK', 'version', `rule pack ${id} has no version ${version}`);
  return pack;
}

function validity(pack: RulePack, date: string): string[] {
  if (date < pack.validFrom) return [`注意：${pack.title.zh}自 ${pack.validFrom} 起施行，起算日早于施行日`];
  return pack.validTo !== undefined && date > pack.validTo
    ? [`注意：${pack.title.zh}至 ${pack.validTo} 止有效，起算日晚于失效日`]
    : [];
}

/**
 * Answers a question for a deadline from packs and a calendar: the version asked for, or the one in force on the local date
 * of the start. A start outside of a pack's time in force is counted all the same, and the explanation says so.
 * @param input `{rulePack, version?, clock, startedAt, suspensions?: [{from, to?}], extensionDays?}`, not yet checked
 * @throws DeadlineError `DEADLINE.MALFORMED`, `UNKNOWN_PACK`, `UNKNOWN_CLOCK` and those of `computeDue`
 */
export function answerDeadline(input: unknown, { packs, calendar }: LawAtHand): Due {
  const parsed = deadlineRequestSchema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.join('.') || 'request';
    throw new DeadlineError('DEADLINE.MALFORMED', field, `${field}: ${issue.message}`);
  }
  const { rulePack, version, clock, startedAt, suspensions, extensionDays } = parsed.data;
  const start = parseInstant(startedAt);
  const date = start === undefined ? '' : formatDay(dayOf(start));
  const pack = packFor(packs, rulePack, version, date);
  const rule = clockOf(pack, clock);
  if (!rule)
    throw new DeadlineError(
      'DEADLINE.UNKNOWN_CLOCK',
      'clock',
      `rule pack ${rulePack} has no clock ${clock}: ${pack.clocks.map(({ id }) => id).join(', ')}`,
    );
  const due = computeDue({ rule, startedAt, suspensions, extensionDays, calendar, workingTime: pack.workingTime });
  return { ...due, explanation: [...due.explanation, ...validity(pack, date)] };
}
