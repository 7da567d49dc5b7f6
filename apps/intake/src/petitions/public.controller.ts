import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type CaseState, PETITIONER } from '@wangge/domain/cases/case-state';
import { IdempotencyKey } from '@wangge/platform/http/idempotency-key';
import { Refusal } from '@wangge/platform/http/problem';
import { Public } from '@wangge/platform/identity/identity.guard';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import { CommandPetition } from './command-petition';
import { publicView } from './public-view';
import { isQueryCode } from './query-code';

class CodeDto extends createZodDto(z.strictObject({ code: z.string().max(40).default('') })) {}

/** What the petitioner of a case may see and do, by number and query code. A wrong code and a wrong number look the same. */
@Public()
@ApiTags('public')
@Controller('api/v1/public/petitions')
export class PublicController {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly commands: CommandPetition,
  ) {}

  @Get(':number')
  async read(@Param('number') number: string, @Query() { code }: CodeDto) {
    return this.view(number, code);
  }

  /** withdraw, urge, rate; reopen a matter once by right; ask for the review and re-review of a petition. */
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
    const right = isQueryCode(number, code, environment().WANGGE_QUERY_CODE_KEY);
    const row = await this.row(number);
    if (!right || !row) throw new Refusal('RESOURCE.NOT_FOUND');
    const state = row.state as unknown as CaseState;
    const into = state.mergedInto === undefined ? null : await this.row(state.mergedInto);
    return publicView(state, row.title, (into?.state as unknown as CaseState | undefined) ?? undefined);
  }

  private row(number: string) {
    return this.database.petition.findUnique({
      where: { number: number.slice(0, 40) },
      select: { state: true, title: true },
    });
  }
}
