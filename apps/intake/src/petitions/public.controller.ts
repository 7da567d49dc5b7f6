import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PETITIONER } from '@wangge/domain/cases/case-state';
import { IdempotencyKey } from '@wangge/platform/http/idempotency-key';
import { Refusal } from '@wangge/platform/http/problem';
import { Public } from '@wangge/platform/identity/identity.guard';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import { answer } from './answers';
import { CommandPetition } from './command-petition';
import { Openings } from './openings';
import { Places } from './places';
import { type FoundCase, holderOf, publicView } from './public-view';
import { petitionersCode } from './visible-case';

export class CodeDto extends createZodDto(z.strictObject({ code: z.string().max(40).default('') })) {}

/** So many mergers (并案) in a row are followed. */
const MOST_MERGERS = 10;

/** The case, and those that it became part of one after the other, each with what was answered last. */
const FIND_STATEMENT = `
with recursive found as (
  select number, state, title, 0 as hop from petition where number = $1
  union all
  select p.number, p.state, p.title, hop + 1 from found join petition p on p.number = found.state ->> 'mergedInto' where hop < $2::int)
select state, title, (select entry #>> '{data,result}' from audit
  where stream = found.number and entry ->> 'command' = 'feedback' order by step desc limit 1) as answer
from found order by hop`;

/** What the petitioner of a case may see and do, by number and query code. A wrong code and a wrong number look the same. */
@Public()
@ApiTags('public')
@Controller('api/v1/public/petitions')
export class PublicController {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly commands: CommandPetition,
    private readonly openings: Openings,
    private readonly places: Places,
  ) {}

  @ApiOkResponse(answer('PublicCase'))
  @Get(':number')
  async read(@Param('number') number: string, @Query() { code }: CodeDto) {
    return this.view(number, code);
  }

  /** withdraw, urge, rate; reopen a matter once by right; ask for the review and re-review of a petition. */
  @HttpCode(200)
  @ApiOkResponse(answer('PublicCase'))
  @Post(':number/:command')
  async command(
    @Param('number') number: string,
    @Param('command') command: string,
    @Query() { code }: CodeDto,
    @Body() body: unknown,
    @IdempotencyKey() idempotencyKey: string | undefined,
  ) {
    await this.view(number, code);
    await this.commands.command({ number, command, body: body ?? {}, actor: PETITIONER, idempotencyKey });
    return this.view(number, code);
  }

  /**
   * The code is checked before the record is looked at, so that an invented number is refused as fast as one that exists:
   * nobody finds numbers by the time it takes.
   */
  private async view(number: string, code: string) {
    petitionersCode(number, code);
    const [found, openings] = await Promise.all([
      this.database.$queryRawUnsafe<FoundCase[]>(FIND_STATEMENT, number.slice(0, 40), MOST_MERGERS),
      this.openings.shownToPetitioner(number),
    ]);
    const [own, shown] = [found[0], found.at(-1)];
    if (!own || !shown) throw new Refusal('RESOURCE.NOT_FOUND');
    const units = [
      holderOf(shown.state),
      ...(own.state.petition?.opinions ?? []).map((opinion) => opinion.unit),
      ...openings.map((opening) => opening.unit),
    ].filter((unit) => typeof unit === 'string');
    const names = await this.places.namesOfUnits(units);
    const nameOf = (unit: string) => names.get(unit) ?? unit;
    return {
      ...publicView(own, shown, nameOf),
      openings: openings.map((opening) => ({ ...opening, unitName: opening.unit && nameOf(opening.unit) })),
    };
  }
}
