import type { OpenAPIObject } from '@nestjs/swagger';
import { matterProcess } from '@wangge/domain/cases/matter.process';
import { z } from 'zod';

/** Instants are ISO 8601 with offset, dates local dates in Asia/Shanghai. */
const instant = z.string();
const maybe = <S extends z.ZodType>(schema: S) => z.nullable(schema);
const stage = z.enum(Object.keys(matterProcess.stages) as [string, ...string[]]);
const commands = z.array(z.enum(Object.keys(matterProcess.commands) as [string, ...string[]]));
const responsible = maybe(z.object({ unit: z.string(), person: maybe(z.string()) }));
const text = z.object({ zh: z.string(), en: z.string() });
const rulePack = z.object({ id: z.string(), version: z.int() });
const location = z.union([z.object({ gridCode: z.string() }), z.object({ lon: z.number(), lat: z.number() })]);
const pageOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), nextCursor: maybe(z.string()) });

const clock = z.object({
  id: z.string(),
  kind: z.string(),
  article: z.string(),
  label: z.string(),
  unit: z.string().optional(),
  startedAt: instant,
  endedAt: instant.optional(),
  dueDate: maybe(z.iso.date()),
  dueAt: maybe(instant),
  provisional: z.boolean(),
  status: z.enum(['running', 'suspended', 'met', 'missed', 'cancelled']),
  suspensions: z.array(z.object({ from: instant, to: maybe(instant), reason: z.string(), by: z.string() })),
});

const theCase = z.object({
  number: z.string(),
  kind: z.enum(['petition', 'matter']),
  stage,
  step: z.int(),
  title: z.string(),
  claims: z.array(z.string()),
  description: maybe(z.string()),
  evidence: z.array(z.string()),
  channel: z.string(),
  externalId: maybe(z.string()),
  matterItem: z.string(),
  gridCode: z.string(),
  district: z.string(),
  approach: z.enum(['enforcement', 'self-governance']),
  location,
  rulePack,
  receivedAt: instant,
  responsible,
  firstReceiver: maybe(z.string()),
  supervisingUnit: maybe(z.string()),
  jointHandlers: z.array(z.object({ unit: z.string(), status: z.enum(['asked', 'answered', 'unanswered']) })),
  mergedInto: maybe(z.string()),
  transferredTo: maybe(z.string()),
  satisfied: maybe(z.boolean()),
  tolerated: z.boolean(),
  extensionRequest: maybe(z.object({ clockId: z.string(), days: z.union([z.number(), z.string()]), by: z.string() })),
  reopenings: z.int(),
  reworks: z.int(),
  overdue: z.boolean(),
  clocks: z.array(clock),
  availableCommands: commands,
});

const listed = z.object({
  number: z.string(),
  kind: z.enum(['petition', 'matter']),
  stage,
  step: z.int(),
  title: z.string(),
  matterItem: z.string(),
  gridCode: z.string(),
  district: z.string(),
  channel: z.string(),
  externalId: maybe(z.string()),
  responsible,
  dueAt: maybe(instant),
  overdue: z.boolean(),
  receivedAt: instant,
  closedAt: maybe(instant),
});

const event = z.object({
  step: z.int(),
  at: instant,
  command: z.string(),
  from: z.string(),
  to: z.string(),
  actor: z.string(),
  reason: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
  hash: z.string(),
});

/** What intake answers about cases, by name in the published document. */
const ANSWERS = {
  Case: theCase,
  CaseList: pageOf(listed),
  CaseEvents: pageOf(event),
  Filed: z.object({ number: z.string(), queryCode: z.string().optional(), receivedAt: instant, stage }),
  PublicCase: z.object({
    number: z.string(),
    title: z.string(),
    stage,
    stageText: maybe(text),
    receivedAt: instant,
    unit: maybe(z.string()),
    unitName: maybe(z.string()),
    transferredTo: maybe(z.string()),
    nextDeadline: maybe(instant),
    answer: maybe(z.string()),
    mergedInto: maybe(z.string()),
    satisfied: maybe(z.boolean()),
    availableCommands: commands,
  }),
  Suggestions: z.object({
    similar: z.array(z.object({ number: z.string(), title: z.string(), stage, receivedAt: instant })),
    repeated: z.object({ days: z.int(), count: z.int(), isRepeated: z.boolean() }),
    approach: z.enum(['enforcement', 'self-governance']),
    merged: z.array(z.string()),
  }),
  RepeatedMatters: z.object({
    days: z.int(),
    from: z.int(),
    items: z.array(z.object({ matterItem: z.string(), gridCode: z.string(), count: z.int() })),
  }),
  Counts: z.object({
    by: z.string(),
    items: z.array(z.object({ key: maybe(z.string()), count: z.int() })),
    total: z.int(),
    complete: z.boolean(),
  }),
  Deadline: z.object({
    dueDate: maybe(z.iso.date()),
    dueAt: maybe(instant),
    article: z.string(),
    provisional: z.boolean(),
    calendarVersion: z.string(),
    explanation: z.array(z.string()),
  }),
} as const;

type AnswerName = keyof typeof ANSWERS;

/** The answer as a decorator of a route names it: `@ApiOkResponse(answer('Case'))`. */
export const answer = (name: AnswerName) => ({
  schema: { $ref: `#/components/schemas/${name}` },
});

/** Puts the named answers into the published document. */
export function describeAnswers(document: OpenAPIObject): void {
  const schemas = ((document.components ??= {}).schemas ??= {});
  for (const [name, schema] of Object.entries(ANSWERS)) {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output' });
    schemas[name] = rest as (typeof schemas)[string];
  }
}
