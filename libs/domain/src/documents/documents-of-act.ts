import { dayOf, formatDay } from '../calendar/local-date';
import type { Act, CaseKind, CaseState, ClockState } from '../cases/case-state';
import type { RulePack } from '../rule-packs/rule-pack';
import { parseDuration } from '../clocks/duration';
import { chineseDate, citation } from './chinese-numerals';
import type { DocumentKind } from './document-kinds';
import type { Fields } from './compose-document';
import { type Field, templateOn } from './templates';

/** Which act of which process makes which document, in whose name, and what of the act's data goes into it. */
interface MadeBy {
  readonly process: CaseKind;
  readonly command: string;
  readonly kind: DocumentKind;
  /** `office`: the petition office; `unit`: the unit of whoever acts, else the responsible one. */
  readonly issuer: 'office' | 'unit';
  /** Only from one of these stages, and only into one of these. */
  readonly from?: readonly string[];
  readonly into?: readonly string[];
  /** Only where the act carries this, and where its data say so. */
  readonly where?: Field;
  readonly when?: Readonly<Record<string, string>>;
  /** Field → where it stands in the act's data, the first that is there. `reason` is always the act's reason. */
  readonly data?: Readonly<Partial<Record<Field, readonly string[]>>>;
  /** Field → where the code of the unit stands whose name goes into it, unless `data` has a text. */
  readonly names?: Readonly<Partial<Record<Field, string>>>;
}

const REFUSAL: MadeBy['data'] = { to: ['goTo'], earlier: ['earlier'] };
const REDIRECTION: MadeBy['data'] = { procedure: ['procedure'], basis: ['basis'] };

const OPINION: MadeBy['data'] = {
  claims: ['claims'],
  facts: ['facts'],
  opinion: ['opinion'],
  legalBasis: ['legalBasis'],
};
const MEDIATION: MadeBy['data'] = {
  agreement: ['agreement'],
  mediator: ['mediator'],
  otherParty: ['otherParty'],
  dispute: ['dispute'],
  performance: ['performance'],
};

export const MADE_BY: readonly MadeBy[] = [
  { process: 'petition', command: 'register', kind: 'registration-receipt', issuer: 'office' },
  { process: 'petition', command: 'accept', kind: 'acceptance', issuer: 'unit', into: ['handling'] },
  {
    process: 'petition',
    command: 'accept',
    kind: 'redirection',
    issuer: 'unit',
    into: ['own-procedure', 'separated'],
    data: REDIRECTION,
  },
  {
    process: 'petition',
    command: 'redirect',
    kind: 'redirection',
    issuer: 'unit',
    into: ['own-procedure', 'separated'],
    data: REDIRECTION,
  },
  { process: 'petition', command: 'refuse', kind: 'refusal', issuer: 'unit', data: REFUSAL },
  { process: 'petition', command: 'refuse-repeat', kind: 'refusal', issuer: 'unit', data: REFUSAL },
  { process: 'petition', command: 'transfer', kind: 'transfer', issuer: 'office', data: { to: ['to'] } },
  {
    process: 'petition',
    command: 'assign',
    kind: 'transfer',
    issuer: 'office',
    from: ['registered', 'disputed'],
    names: { to: 'unit' },
  },
  { process: 'petition', command: 'approve-extension', kind: 'extension', issuer: 'unit' },
  { process: 'petition', command: 'reply', kind: 'opinion', issuer: 'unit', data: OPINION },
  { process: 'petition', command: 'reply-review', kind: 'review', issuer: 'unit', data: OPINION },
  { process: 'petition', command: 'reply-re-review', kind: 're-review', issuer: 'unit', data: OPINION },
  {
    process: 'petition',
    command: 'mediate',
    kind: 'settlement',
    issuer: 'unit',
    where: 'agreement',
    when: { form: 'settlement' },
    data: MEDIATION,
  },
  { process: 'petition', command: 'mediate', kind: 'mediation', issuer: 'unit', where: 'agreement', data: MEDIATION },
  // A hotline matter gets its number and query code at once; papers are made only where its way ends or the parties agree.
  { process: 'matter', command: 'refuse', kind: 'matter-refusal', issuer: 'office' },
  {
    process: 'matter',
    command: 'transfer',
    kind: 'matter-transfer',
    issuer: 'office',
    where: 'to',
    data: { to: ['to'] },
  },
  { process: 'matter', command: 'mediate', kind: 'mediation', issuer: 'unit', where: 'agreement', data: MEDIATION },
];

/** A document that an act asks for. It goes with the act into the record and is made afterwards. */
export interface DocumentRequest {
  readonly kind: DocumentKind;
  readonly template: number;
  /** Code of the issuing unit; null for the petition office. */
  readonly issuer: string | null;
  /** What of the case may be another later on: dates and articles of its clocks. Nothing of it is personal. */
  readonly facts: Fields;
}

const pathOf = (data: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      data,
    );

/** A text, or a list of texts as numbered lines; undefined for anything else and for nothing. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  if (!Array.isArray(value)) return undefined;
  const lines = value.filter((line): line is string => typeof line === 'string' && line.trim() !== '');
  if (lines.length === 0) return undefined;
  return lines.length === 1 ? lines[0] : numbered(lines);
}

/** `1．…` a line each. */
export const numbered = (lines: readonly string[]): string =>
  lines.map((line, index) => `${index + 1}．${line.trim()}`).join('\n');

/** An act as the record has it. */
export interface RecordedAct {
  readonly process: CaseKind;
  readonly command: string;
  readonly from: string;
  readonly to: string;
  readonly data?: unknown;
}

const madeBy = (act: RecordedAct): MadeBy | undefined =>
  MADE_BY.find(
    (made) =>
      made.process === act.process &&
      made.command === act.command &&
      (made.from?.includes(act.from) ?? true) &&
      (made.into?.includes(act.to) ?? true) &&
      Object.entries(made.when ?? {}).every(([path, value]) => pathOf(act.data, path) === value),
  );

/** What of an act's data goes into its document, by field. */
export function fieldsOfAct(act: RecordedAct): Fields {
  const fields: Partial<Record<Field, string>> = {};
  for (const [field, paths] of Object.entries(madeBy(act)?.data ?? {}))
    for (const path of paths) {
      const text = textOf(pathOf(act.data, path));
      if (text !== undefined) fields[field as Field] ??= text;
    }
  return fields;
}

/** Codes of the units that a document names, by field. */
export function unitsOfAct(act: RecordedAct): Fields {
  const units: Partial<Record<Field, string>> = {};
  for (const [field, path] of Object.entries(madeBy(act)?.names ?? {})) {
    const unit = textOf(pathOf(act.data, path));
    if (unit !== undefined) units[field as Field] = unit;
  }
  return units;
}

function issuerOf(made: MadeBy, act: Act, before: CaseState): string | null {
  if (made.issuer === 'office') return null;
  const own = act.actor.grants.flatMap((grant) =>
    grant.unit !== undefined && (grant.role === 'unit-handler' || grant.role === 'unit-head') ? [grant.unit] : [],
  );
  const responsible = before.responsible?.unit;
  if (responsible !== undefined && own.includes(responsible)) return responsible;
  // Whoever acts for the petition office (refusing, replying as an officer) signs in its name.
  return own[0] ?? null;
}

const latest = (state: CaseState, kind: string): ClockState | undefined =>
  state.clocks.findLast((clock) => clock.kind === kind);

const dueOf = (clock: ClockState | undefined): string | undefined =>
  clock?.dueDate ? chineseDate(clock.dueDate) : undefined;

/** An extension in words: days, or the length of a clock that counts exact time. */
function lengthInWords(days: number | string | undefined): string | undefined {
  if (typeof days === 'number') return `${days}日`;
  const seconds = days === undefined ? undefined : (parseDuration(days) ?? 0) / 1000;
  if (!seconds) return undefined;
  return seconds % 3_600 === 0 ? `${seconds / 3_600}小时` : `${seconds}秒`;
}

/** The ground of a refusal in the words of the rules, with its article. */
function groundOf(act: Act, pack: RulePack): string | undefined {
  const ground = pack.petition?.refusals.find(({ id }) => id === act.data?.['ground']);
  return ground && `${citation(ground.article)}：${ground.text.zh}`;
}

/**
 * The document that an act makes, if any. Pure.
 * @param before the case before the act, `after` behind it
 * @param at ISO instant of the act
 * @param pack the rules that the act was under
 */
export function documentOfAct(
  act: Act,
  before: CaseState,
  after: CaseState,
  at: string,
  pack: RulePack,
): DocumentRequest | undefined {
  const recorded: RecordedAct = {
    process: after.kind,
    command: act.command,
    from: before.stage,
    to: after.stage,
    data: act.data,
  };
  const made = madeBy(recorded);
  if (!made || (made.where !== undefined && !fieldsOfAct(recorded)[made.where])) return undefined;
  const template = templateOn(made.kind, formatDay(dayOf(Date.parse(at))));
  if (!template) return undefined;
  const [registration, handling] = [latest(after, 'registration'), latest(after, 'handling')];
  const extended = after.clocks.find((clock) => clock.id === before.extensionRequest?.clockId);
  const facts: Fields = {
    registrationDue: dueOf(registration),
    registrationBasis: registration && citation(registration.article),
    handlingDue: dueOf(handling),
    handlingBasis: handling && citation(handling.article),
    basis: groundOf(act, pack),
    extensionDays: lengthInWords(before.extensionRequest?.days),
    extendedTo: dueOf(extended),
  };
  return {
    kind: made.kind,
    template: template.version,
    issuer: issuerOf(made, act, before),
    facts: Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
  };
}
