import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import { type Actor, holdsForGrid, holdsForUnit } from '@wangge/domain/people/actor';
import { appendAudit } from '@wangge/platform/audit/append-audit';
import { decodeCursor, pageFields, pageOf } from '@wangge/platform/http/pagination';
import { Refusal } from '@wangge/platform/http/problem';
import { boundedText } from '@wangge/platform/http/validation';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { caseScopeOf } from '@wangge/platform/permissions/case-scope';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
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
class StatementDto extends createZodDto(z.strictObject({ statement: boundedText(5_000) })) {}
class DecisionDto extends createZodDto(
  z.strictObject({ outcome: z.enum(['upheld', 'dismissed']), reason: boundedText(2_000) }),
) {}
class RevocationDto extends createZodDto(z.strictObject({ reason: boundedText(2_000) })) {}

const cursorSchema = z.tuple([z.iso.datetime(), z.string().max(200)]);
const instant = (at: Date | null): string | null => (at === null ? null : formatInstant(at.getTime()));

const viewOf = (row: AccountabilityRecord) => ({
  ...row,
  dueAt: instant(row.dueAt),
  openedAt: instant(row.openedAt),
  actBy: instant(row.actBy),
  statedAt: instant(row.statedAt),
  decidedAt: instant(row.decidedAt),
});

/** Accountability records (问责): opened by the last rung of a clock, answered by the person, decided and revoked by others. */
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

  /** The person's own statement. */
  @HttpCode(200)
  @Post(':number/:clock/:rung/state')
  async state(@Param() at: RecordAddressDto, @Body() body: StatementDto, @CurrentActor() actor: Actor) {
    return this.change(at, actor, 'state', (row) => {
      if (row.person !== actor.id) throw new Refusal('IDENTITY.NOT_PERMITTED');
      if (row.outcome !== null) throw new Refusal('RESOURCE.CONFLICT', { detail: 'it is decided already' });
      return { statement: body.statement, statedAt: new Date() };
    });
  }

  /** Decided by a person who is not the one it is about. */
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
    { number, clock, rung }: RecordAddress,
    actor: Actor,
    command: string,
    next: (row: AccountabilityRecord) => Prisma.AccountabilityRecordUpdateManyMutationInput,
  ) {
    const id = `${number}/${clock}/${rung}`.slice(0, 200);
    return this.database.$transaction(async (transaction) => {
      const row = await transaction.accountabilityRecord.findFirst({ where: { AND: [{ id }, scopeOf(actor)] } });
      if (!row) throw new Refusal('RESOURCE.NOT_FOUND');
      const data = next(row);
      const { count } = await transaction.accountabilityRecord.updateMany({
        where: { id, version: row.version },
        data: { ...data, version: { increment: 1 } },
      });
      if (count === 0) throw new Refusal('RESOURCE.CONFLICT');
      await appendAudit(transaction, {
        stream: `accountability:${id}`,
        commandId: `${command}:${row.version}`,
        entry: { command, actor: actor.id, ...(data as Record<string, unknown>) },
      });
      return viewOf(await transaction.accountabilityRecord.findUniqueOrThrow({ where: { id } }));
    });
  }
}

/** Who may see the case sees its record, and so does the person it is about. */
function scopeOf(actor: Actor): Prisma.AccountabilityRecordWhereInput {
  const { all, units, gridPrefixes } = caseScopeOf(actor);
  if (all) return {};
  return {
    OR: [
      { person: actor.id },
      { unit: { in: [...units] } },
      { supervisingUnit: { in: [...units] } },
      ...gridPrefixes.map((prefix) => ({ gridCode: { startsWith: prefix } })),
    ],
  };
}

/** A petition officer over the grid or the head of the supervising unit, never the person himself. */
function decider(row: AccountabilityRecord, actor: Actor): void {
  const may =
    holdsForGrid(actor, 'petition-officer', row.gridCode) ||
    holdsForUnit(actor, 'unit-head', row.supervisingUnit ?? undefined);
  if (!may || row.person === actor.id) throw new Refusal('IDENTITY.NOT_PERMITTED');
}
