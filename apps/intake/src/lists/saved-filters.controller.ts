import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { Actor } from '@wangge/domain/people/actor';
import { requestHash } from '@wangge/platform/http/idempotency-key';
import { Refusal } from '@wangge/platform/http/problem';
import { boundedText } from '@wangge/platform/http/validation';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import type { SavedFilter } from '../generated/prisma/client';
import { savedQuerySchema } from './list-schema';

/** So many an account keeps. */
const MOST = 100;

class SavedFilterDto extends createZodDto(z.strictObject({ name: boundedText(100), query: savedQuerySchema })) {}

const viewOf = ({ id, name, query, createdAt, updatedAt }: SavedFilter) => ({
  id,
  name,
  query,
  createdAt: formatInstant(createdAt.getTime()),
  updatedAt: formatInstant(updatedAt.getTime()),
});

/** Filters of the list that an account keeps for itself, each under a name of its own. */
@ApiTags('lists')
@Controller('api/v1/saved-filters')
export class SavedFiltersController {
  constructor(private readonly database: IntakeDatabase) {}

  @Get()
  async list(@CurrentActor() actor: Actor) {
    const rows = await this.database.savedFilter.findMany({
      where: { account: actor.id },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: MOST,
    });
    return { items: rows.map(viewOf), nextCursor: null };
  }

  /** The same name and query again, as after a lost answer, is the filter that exists already. */
  @Post()
  async save(@Body() { name, query }: SavedFilterDto, @CurrentActor() actor: Actor) {
    return this.database.$transaction(async (transaction) => {
      // One at a time for an account, or two at once would be one too many.
      await transaction.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`saved-filter/${actor.id}`}, 0))`;
      const same = await transaction.savedFilter.findUnique({ where: { account_name: { account: actor.id, name } } });
      if (same && requestHash(same.query) === requestHash(query)) return viewOf(same);
      if (same) throw new Refusal('RESOURCE.CONFLICT', { detail: TAKEN });
      if ((await transaction.savedFilter.count({ where: { account: actor.id } })) >= MOST)
        throw new Refusal('RESOURCE.CONFLICT', { detail: FULL });
      return viewOf(
        await transaction.savedFilter.create({ data: { id: randomUUID(), account: actor.id, name, query } }),
      );
    });
  }

  @Put(':id')
  async change(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { name, query }: SavedFilterDto,
    @CurrentActor() actor: Actor,
  ) {
    const { count } = await this.database.savedFilter.updateMany({
      where: { id, account: actor.id },
      data: { name, query },
    });
    if (count === 0) throw new Refusal('RESOURCE.NOT_FOUND');
    return viewOf(await this.database.savedFilter.findUniqueOrThrow({ where: { id } }));
  }

  @HttpCode(204)
  @Delete(':id')
  async remove(@Param('id', ParseUUIDPipe) id: string, @CurrentActor() actor: Actor): Promise<void> {
    const { count } = await this.database.savedFilter.deleteMany({ where: { id, account: actor.id } });
    if (count === 0) throw new Refusal('RESOURCE.NOT_FOUND');
  }
}

const TAKEN = { zh: '已有同名的筛选条件', en: 'There is a filter of this name already' };
const FULL = { zh: `最多保存${MOST}个筛选条件`, en: `At most ${MOST} filters are kept` };
