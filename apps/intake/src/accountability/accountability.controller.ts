import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { CaseState } from '@wangge/domain/cases/case-state';
import { accusedCodesOf } from '@wangge/domain/people/accused';
import { type Actor, holdsForGrid, holdsForUnit } from '@wangge/domain/people/actor';
import { maskPeople } from '@wangge/domain/people/mask';
import { appendAudit } from '@wangge/platform/audit/append-audit';
import { decodeCursor, pageFields, pageOf } from '@wangge/platform/http/pagination';
import { Refusal } from '@wangge/platform/http/problem';
import { boundedText, instantField } from '@wangge/platform/http/validation';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { caseScopeOf } from '@wangge/platform/permissions/case-scope';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import { evidence } from '../petitions/body-fields';
import { clockView } from '../petitions/case-view';
import { openPeople } from '../petitions/people';
import type { AccountabilityRecord, Prisma } from '../generated/prisma/client';

const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/i);
const listSchema = z.strictObject({
  ...pageFields,
  unit: code.optional(),
  person: code.optional(),
  number: z.string().max(40).optional(),
  open: z.enum(['true', 'false']).optional(),
});
const addressSchema = z.strictObject({
  number: z.string().max(40),
  clock: z.string().max(80),
  rung: z.string().max(80),
});
type RecordAddress = z.output<typeof addressSchema>;
class RecordAddressDto extends createZodDto(addressSchema) {}
class ListDto extends createZodDto(listSchema) {}
class StatementDto extends createZodDto(z.strictObject({ statement: boundedText(5_000), evidence })) {}
class DecisionDto extends createZodDto(
  z.strictObject({ outcome: z.enum(['upheld', 'dismissed']), reason: boundedText(2_000) }),
) {}
class RevocationDto extends createZodDto(z.strictObject({ reason: boundedText(2_000) })) {}

const cursorSchema = z.tuple([instantField, z.string().max(200)]);
const instant = (at: Date | null): string | null => (at === null ? null : formatInstant(at.getTime()));

const viewOf = ({ accused: _, ...row }: AccountabilityRecord) => ({
  ...row,
  dueAt: instant(row.dueAt),
  openedAt: instant(row.openedAt),
  actBy: instant(row.actBy),
  statedAt: instant(row.statedAt),
  decidedAt: instant(row.decidedAt),
});

const streamOf = (id: string): string => `accountability:${id}`;
const MOST_ENTRIES = 200;

/**
 * Accountability records (问责), of matters and petitions alike: opened by the last rung of a clock, answered by who had the
 * duty and by whom the rung turned to, decided and revoked by others.
 */
@ApiTags('accountability')
@Controller('api/v1/accountability-records')
export class AccountabilityController {
  constructor(private readonly database: IntakeDatabase) {}

  @Get()
  async list(@Query() query: ListDto, @CurrentActor() actor: Actor) {
    const after = decodeCursor(query.cursor, cursorSchema);
    const rows = await this.database.accountabilityRecord.findMany({
      where: {
        AND: [
          scopeOf(actor),
          { unit: query.unit, person: query.person, number: query.number },
          query.open === undefined ? {} : { outcome: query.open === 'true' ? null : { not: null } },
          after ? { OR: [{ openedAt: { lt: after[0] } }, { openedAt: after[0], id: { lt: after[1] } }] } : {},
        ],
      },
      orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
      take: query.limit + 1,
    });
    return pageOf(rows, query.limit, (row) => [row.openedAt.toISOString(), row.id], viewOf);
  }

  /**
   * One record with its evidence: the clock with its ledger, what the trail says of that clock (warnings, rungs and the
   * person of each, suspensions), and what was stated and decided.
   */
  @Get(':number/:clock/:rung')
  async one(@Param() at: RecordAddressDto, @CurrentActor() actor: Actor) {
    const id = idOf(at);
    const row = await this.database.accountabilityRecord.findFirst({ where: { AND: [{ id }, scopeOf(actor)] } });
    if (!row) throw new Refusal('RESOURCE.NOT_FOUND');
    const [of, trail, history] = await Promise.all([
      this.database.petition.findUniqueOrThrow({ where: { number: row.number }, select: { state: true } }),
      this.entriesOf({ stream: row.number, entry: { path: ['data', 'clockId'], equals: row.clockId } }),
      this.entriesOf({ stream: streamOf(id) }),
    ]);
    const clock = (of.state as unknown as CaseState).clocks.find((one) => one.id === row.clockId);
    return { ...viewOf(row), clock: clock ? clockView(clock) : null, trail, history };
  }

  private async entriesOf(where: Prisma.AuditWhereInput) {
    const rows = await this.database.audit.findMany({ where, orderBy: { step: 'asc' }, take: MOST_ENTRIES });
    return rows.map(({ step, at, entry, hash }) => ({
      step,
      at: formatInstant(at.getTime()),
      ...(entry as object),
      hash: Buffer.from(hash).toString('hex'),
    }));
  }

  /** Their own statement, with files; a later one replaces it here, and both stay in the trail. */
  @HttpCode(200)
  @Post(':number/:clock/:rung/state')
  async state(@Param() at: RecordAddressDto, @Body() body: StatementDto, @CurrentActor() actor: Actor) {
    return this.change(at, actor, 'state', (row) => {
      if (!isAbout(row, actor)) throw new Refusal('IDENTITY.NOT_PERMITTED');
      if (row.outcome !== null) throw new Refusal('RESOURCE.CONFLICT', { detail: 'it is decided already' });
      const files = body.evidence ?? [];
      return { statement: body.statement, statedBy: actor.id, statedAt: new Date(), evidence: files };
    });
  }

  /** Decided by a person whom it is not about. */
  @HttpCode(200)
  @Post(':number/:clock/:rung/decide')
  async decide(@Param() at: RecordAddressDto, @Body() body: DecisionDto, @CurrentActor() actor: Actor) {
    return this.change(at, actor, 'decide', (row) => {
      decider(row, actor);
      if (row.outcome !== null) throw new Refusal('RESOURCE.CONFLICT', { detail: 'it is decided already' });
      return { outcome: body.outcome, reason: body.reason, decidedBy: actor.id, decidedAt: new Date() };
    });
  }

  @HttpCode(200)
  @Post(':number/:clock/:rung/revoke')
  async revoke(@Param() at: RecordAddressDto, @Body() body: RevocationDto, @CurrentActor() actor: Actor) {
    return this.change(at, actor, 'revoke', (row) => {
      decider(row, actor);
      if (row.outcome !== 'upheld')
        throw new Refusal('RESOURCE.CONFLICT', { detail: 'only an upheld record is revoked' });
      return { outcome: 'revoked', reason: body.reason, decidedBy: actor.id, decidedAt: new Date() };
    });
  }

  private async change(
    at: RecordAddress,
    actor: Actor,
    command: string,
    next: (row: AccountabilityRecord) => Prisma.AccountabilityRecordUpdateManyMutationInput,
  ) {
    const id = idOf(at);
    return this.database.$transaction(async (transaction) => {
      const row = await transaction.accountabilityRecord.findFirst({ where: { AND: [{ id }, scopeOf(actor)] } });
      if (!row) throw new Refusal('RESOURCE.NOT_FOUND');
      const { sealed } = await transaction.petition.findUniqueOrThrow({
        where: { number: row.number },
        select: { sealed: true },
      });
      const people = openPeople(environment().WANGGE_DATA_KEYS, row.number, sealed);
      const data = maskPeople(next(row), people.petitioners ?? []);
      const { evidence: files, ...said } = data as Record<string, unknown>;
      const { count } = await transaction.accountabilityRecord.updateMany({
        where: { id, version: row.version },
        data: { ...data, version: { increment: 1 } },
      });
      if (count === 0) throw new Refusal('RESOURCE.CONFLICT');
      await appendAudit(transaction, {
        stream: streamOf(id),
        commandId: `${command}:${row.version}`,
        // Files stand where those of acts on cases do, by which they are found.
        entry: { command, actor: actor.id, ...said, ...(files ? { data: { evidence: files } } : {}) },
      });
      return viewOf(await transaction.accountabilityRecord.findUniqueOrThrow({ where: { id } }));
    });
  }
}

const idOf = ({ number, clock, rung }: RecordAddress): string => `${number}/${clock}/${rung}`.slice(0, 200);

/** Who had the case, and whom the last rung turned to. */
const isAbout = (row: AccountabilityRecord, actor: Actor): boolean =>
  row.holder === actor.id || row.person === actor.id;

/** Who may see the case sees its record, and so do the persons it is about; nobody whom the case accuses. */
function scopeOf(actor: Actor): Prisma.AccountabilityRecordWhereInput {
  const { all, units, gridPrefixes } = caseScopeOf(actor);
  const notAccused = { NOT: { accused: { hasSome: [...accusedCodesOf(actor)] } } };
  if (all) return notAccused;
  return {
    ...notAccused,
    OR: [
      { person: actor.id },
      { holder: actor.id },
      { unit: { in: [...units] } },
      { supervisingUnit: { in: [...units] } },
      ...gridPrefixes.map((prefix) => ({ gridCode: { startsWith: prefix } })),
    ],
  };
}

/** A petition officer over the grid or the head of the supervising unit, never somebody it is about. */
function decider(row: AccountabilityRecord, actor: Actor): void {
  const may =
    holdsForGrid(actor, 'petition-officer', row.gridCode) ||
    holdsForUnit(actor, 'unit-head', row.supervisingUnit ?? undefined);
  if (!may || isAbout(row, actor)) throw new Refusal('IDENTITY.NOT_PERMITTED');
}
