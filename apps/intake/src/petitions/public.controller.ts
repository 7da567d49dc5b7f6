import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type CaseState, PETITIONER } from '@wangge/domain/cases/case-state';
import { IdempotencyKey } from '@wangge/platform/http/idempotency-key';
import { Public } from '@wangge/platform/identity/identity.guard';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import { CommandPetition } from './command-petition';
import { Openings } from './openings';
import { publicView } from './public-view';
import { petitionersCase } from './visible-case';

export class CodeDto extends createZodDto(z.strictObject({ code: z.string().max(40).default('') })) {}

/** What the petitioner of a case may see and do, by number and query code. A wrong code and a wrong number look the same. */
@Public()
@ApiTags('public')
@Controller('api/v1/public/petitions')
export class PublicController {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly commands: CommandPetition,
    private readonly openings: Openings,
  ) {}

  @Get(':number')
  async read(@Param('number') number: string, @Query() { code }: CodeDto) {
    return this.view(number, code);
  }

  /** withdraw, urge, rate, and reopen once by right. */
  @HttpCode(200)
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

  private async view(number: string, code: string) {
    const { state, title } = await petitionersCase(this.database, number, code);
    const into =
      state.mergedInto === undefined
        ? null
        : await this.database.petition.findUnique({ where: { number: state.mergedInto }, select: { state: true } });
    return {
      ...publicView(state, title, (into?.state as unknown as CaseState | undefined) ?? undefined),
      openings: await this.openings.shownToPetitioner(number),
    };
  }
}
