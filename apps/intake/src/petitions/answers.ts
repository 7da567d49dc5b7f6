import type { OpenAPIObject } from '@nestjs/swagger';
import { PROCESSES, processStages } from '@wangge/domain/cases/processes';
import { z } from 'zod';
import { extraTime, instance, petitionFile, publicPetition } from './petition-answers';

/** Instants are ISO 8601 with offset, dates local dates in Asia/Shanghai. */
const instant = z.string();
const maybe = <S extends z.ZodType>(schema: S) => z.nullable(schema);
const kind = z.enum(['petition', 'matter']);
const stage = z.enum([...new Set(processStages())]);
const commands = z.array(
  z.enum([...new Set(Object.values(PROCESSES).flatMap((process) => Object.keys(process.commands)))]),
);
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
  kind,
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
  jointHandlers: z.array(
    z.object({ unit: z.string(), status: z.enum(['asked', 'answered', 'unanswered', 'reviewed']) }),
  ),
  mergedInto: maybe(z.string()),
  transferredTo: maybe(z.string()),
  satisfied: maybe(z.boolean()),
  tolerated: z.boolean(),
  extensionRequest: maybe(z.object({ clockId: z.string(), days: extraTime, by: z.string() })),
  instance: maybe(instance).optional(),
  petition: petitionFile.optional(),
  recused: z.array(z.string()),
  transfersUp: z.int(),
  reopenings: z.int(),
  reworks: z.int(),
  overdue: z.boolean(),
  restricted: z.boolean(),
  clocks: z.array(clock),
  availableCommands: commands,
});

const listed = z.object({
  number: z.string(),
  kind,
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

const opening = z.object({
  command: z.enum(['open', 'erase']),
  unit: maybe(z.string()),
  what: maybe(z.enum(['petitioners', 'document'])),
  at: instant,
});

const document = z.object({
  id: z.uuid(),
  kind: z.string(),
  text: maybe(text),
  status: z.enum(['waiting', 'ready', 'erased']),
  documentNumber: maybe(z.string()),
  number: z.string(),
  step: z.int(),
  template: z.int(),
  at: instant,
  hash: maybe(z.string()),
  size: maybe(z.int()),
  unsetCharacters: z.array(z.string()),
  failure: maybe(z.string()),
});

/** What intake answers about cases, by name in the published document. */
const ANSWERS = {
  Case: theCase,
  CaseList: pageOf(listed),
  CaseEvents: pageOf(event),
  Filed: z.object({ number: z.string(), queryCode: z.string().optional(), receivedAt: instant, stage }),
  PublicCase: z.object({
    number: z.string(),
    kind,
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
    ...publicPetition,
    availableCommands: commands,
    openings: z.array(opening.extend({ unitName: maybe(z.string()) })),
  }),
  Petitioners: z.object({
    number: z.string(),
    petitioners: z.array(z.object({ name: z.string(), phone: z.string().optional(), address: z.string().optional() })),
    accused: z.array(z.string()),
    text: maybe(z.object({ title: z.string(), claims: z.array(z.string()), description: z.string().optional() })),
    erased: z.boolean(),
  }),
  Openings: pageOf(opening.extend({ actor: z.string(), reason: z.string() })),
  Documents: pageOf(document),
  Suggestions: z.object({
    similar: z.array(z.object({ number: z.string(), kind, title: z.string(), stage, receivedAt: instant })),
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
  TransfersUpward: pageOf(
    z.object({
      number: z.string(),
      step: z.int(),
      kind,
      command: z.string(),
      from: maybe(z.string()),
      to: maybe(z.string()),
      authority: maybe(z.string()),
      reason: z.string(),
      actor: z.string(),
      at: instant,
      matterItem: z.string(),
      gridCode: z.string(),
    }),
  ),
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
