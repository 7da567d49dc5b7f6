import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { calendarYearSchema } from '@wangge/domain/calendar/calendar-year.schema';
import { DeadlineError } from '@wangge/domain/clocks/deadline-error';
import type { Actor } from '@wangge/domain/people/actor';
import { answerDeadline } from '@wangge/domain/rule-packs/answer-deadline';
import { deadlineRequestSchema } from '@wangge/domain/rule-packs/deadline-request.schema';
import { rulePackSchema } from '@wangge/domain/rule-packs/rule-pack.schema';
import { invalid, Refusal } from '@wangge/platform/http/problem';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { Permit } from '@wangge/platform/permissions/permit.guard';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import { answer } from '../petitions/answers';
import { LawBook } from './law-book';
import { PublishRules } from './publish-rules';

class DeadlineDto extends createZodDto(deadlineRequestSchema) {}
class RulePackDto extends createZodDto(rulePackSchema) {}

const yearSchema = z.coerce.number().int().min(1992).max(2199);
const versionSchema = z.coerce.number().int().min(1).max(1_000_000);

/** Rule packs, calendars and the deadlines that follow from them (api.md). */
@ApiTags('rules')
@Controller('api/v1')
export class RulesController {
  constructor(
    private readonly laws: LawBook,
    private readonly publication: PublishRules,
    private readonly database: IntakeDatabase,
  ) {}

  @HttpCode(200)
  @Permit('read', 'RulePack')
  @ApiOkResponse(answer('Deadline'))
  @Post('deadlines')
  async deadline(@Body() body: DeadlineDto) {
    try {
      return answerDeadline(body, { packs: await this.laws.packs(), calendar: await this.laws.calendar() });
    } catch (error) {
      if (!(error instanceof DeadlineError)) throw error;
      if (error.code.startsWith('DEADLINE.UNKNOWN'))
        throw new Refusal('DEADLINE.REFUSED', {
          detail: error.message,
          extra: { field: error.field, reason: error.code },
        });
      throw invalid({ field: error.field, code: error.code, message: error.message });
    }
  }

  @Permit('read', 'RulePack')
  @Get('rule-packs')
  async packs() {
    const packs = await this.laws.packs();
    return {
      items: packs.map(({ id, version, title, validFrom, validTo, retroactive }) => ({
        id,
        version,
        title,
        validFrom,
        validTo,
        retroactive,
      })),
      nextCursor: null,
    };
  }

  @Permit('read', 'RulePack')
  @Get('rule-packs/:id/:version')
  async pack(@Param('id') id: string, @Param('version') version: string) {
    const wanted = versionSchema.safeParse(version);
    const pack = (await this.laws.packs()).find((one) => one.id === id && one.version === wanted.data);
    if (!pack) throw new Refusal('RESOURCE.NOT_FOUND');
    return pack;
  }

  /** A new version applies to cases filed from now on; cases keep the version they are pinned to. */
  @Permit('manage', 'RulePack')
  @Post('rule-packs')
  async publishPack(@Body() body: RulePackDto, @CurrentActor() actor: Actor) {
    await this.publication.pack(body, actor);
    return body;
  }

  @Permit('read', 'Calendar')
  @Get('calendars/:year')
  async calendar(@Param('year') year: string) {
    const wanted = yearSchema.safeParse(year);
    const row = wanted.success ? await this.database.calendarYear.findUnique({ where: { year: wanted.data } }) : null;
    if (!row) throw new Refusal('RESOURCE.NOT_FOUND');
    return {
      year: row.year,
      version: row.version,
      holidays: row.holidays,
      makeUpDays: row.makeUpDays,
      names: row.names,
    };
  }

  @Permit('manage', 'Calendar')
  @Put('calendars/:year')
  async publishCalendar(@Param('year') year: string, @Body() body: unknown, @CurrentActor() actor: Actor) {
    const wanted = yearSchema.parse(year);
    return this.publication.calendar(wanted, calendarYearSchema(wanted).parse(body), actor);
  }
}
