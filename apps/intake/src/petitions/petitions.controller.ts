import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { CaseState } from '@wangge/domain/cases/case-state';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import type { Actor } from '@wangge/domain/people/actor';
import { IdempotencyKey } from '@wangge/platform/http/idempotency-key';
import { Refusal } from '@wangge/platform/http/problem';
import { CurrentActor, Public } from '@wangge/platform/identity/identity.guard';
import type { FastifyReply } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import { ListPetitions } from '../lists/list-petitions';
import { filterFields, listSchema } from '../lists/list-schema';
import { answer } from './answers';
import { caseView } from './case-view';
import { CommandPetition } from './command-petition';
import { FilePetition } from './file-petition';
import { filingSchema } from './filing';
import { maySee } from './may-see';
import { SuggestSimilar } from './suggest-similar';

class FilingDto extends createZodDto(filingSchema) {}
class ListQueryDto extends createZodDto(listSchema) {}
class RepeatedDto extends createZodDto(z.strictObject({ grid: filterFields.grid })) {}

/** Petitions and hotline matters (api.md). */
@ApiTags('petitions')
@Controller('api/v1')
export class PetitionsController {
  constructor(
    private readonly filing: FilePetition,
    private readonly commands: CommandPetition,
    private readonly lists: ListPetitions,
    private readonly suggesting: SuggestSimilar,
    private readonly database: IntakeDatabase,
  ) {}

  @Public()
  @ApiCreatedResponse(answer('Filed'))
  @ApiOkResponse(answer('Filed'))
  @Post('petitions')
  async file(
    @Body() body: FilingDto,
    @CurrentActor() actor: Actor | undefined,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { filed, created } = await this.filing.file(body, { actor, idempotencyKey });
    // The same key is the same request: it gets the same answer; an earlier filing elsewhere is found, not made.
    reply.status(created ? 201 : 200);
    return filed;
  }

  @ApiOkResponse(answer('CaseList'))
  @Get('petitions')
  list(@Query() query: ListQueryDto, @CurrentActor() actor: Actor) {
    return this.lists.list(query, actor);
  }

  /** Kinds of matters that come again and again from one grid: for officers and grid workers over their grids. */
  @ApiOkResponse(answer('RepeatedMatters'))
  @Get('petitions/repeated')
  repeated(@Query() { grid }: RepeatedDto, @CurrentActor() actor: Actor) {
    return this.suggesting.repeated(grid, actor);
  }

  @ApiOkResponse(answer('Case'))
  @Get('petitions/:number')
  async read(@Param('number') number: string, @CurrentActor() actor: Actor) {
    return caseView(await this.visible(number, actor), actor);
  }

  /** The audit trail of the case: who did what, when and why. */
  @ApiOkResponse(answer('CaseEvents'))
  @Get('petitions/:number/events')
  async events(@Param('number') number: string, @CurrentActor() actor: Actor) {
    await this.visible(number, actor);
    const rows = await this.database.audit.findMany({
      where: { stream: number },
      orderBy: { step: 'asc' },
      select: { step: true, at: true, entry: true, hash: true },
      take: 5_000,
    });
    return {
      items: rows.map((row) => ({
        step: row.step,
        at: formatInstant(row.at.getTime()),
        ...(row.entry as object),
        hash: Buffer.from(row.hash).toString('hex'),
      })),
      nextCursor: null,
    };
  }

  @HttpCode(200)
  @ApiOkResponse(answer('Case'))
  @Post('petitions/:number/:command')
  command(
    @Param('number') number: string,
    @Param('command') command: string,
    @Body() body: unknown,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
  ) {
    return this.commands.command({ number, command, body: body ?? {}, actor, idempotencyKey });
  }

  /** What else looks like this case; a person decides whether it is the same (并案). */
  @ApiOkResponse(answer('Suggestions'))
  @Get('petitions/:number/suggestions')
  async suggestions(@Param('number') number: string, @CurrentActor() actor: Actor) {
    const row = await this.visible(number, actor);
    return this.suggesting.of(row.state as unknown as CaseState, actor);
  }

  private async visible(number: string, actor: Actor) {
    const row = await this.database.petition.findUnique({
      where: { number: number.slice(0, 40) },
      select: { state: true, title: true, content: true, channel: true, externalId: true },
    });
    if (!row || !maySee(actor, row.state as unknown as CaseState)) throw new Refusal('RESOURCE.NOT_FOUND');
    return row;
  }
}
