import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { withYear } from '@wangge/domain/calendar/calendar';
import { calendarYearSchema } from '@wangge/domain/calendar/calendar-year.schema';
import { DeadlineError } from '@wangge/domain/clocks/deadline-error';
import type { Actor } from '@wangge/domain/people/actor';
import { answerDeadline } from '@wangge/domain/rule-packs/answer-deadline';
import { comparePacks } from '@wangge/domain/rule-packs/compare-packs';
import { deadlineRequestSchema } from '@wangge/domain/rule-packs/deadline-request.schema';
import { rulePackSchema } from '@wangge/domain/rule-packs/rule-pack.schema';
import { pageFields } from '@wangge/platform/http/pagination';
import { invalid, Refusal } from '@wangge/platform/http/problem';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { Permit } from '@wangge/platform/permissions/permit.guard';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { IntakeDatabase } from '../database';
import { PreviewPublication } from '../publications/preview-publication';
import { publicationId, type PublicationView, type Published, publicationView } from '../publications/publication';
import { answer } from '../petitions/answers';
import { LawBook } from './law-book';
import { contentOf, PublishRules } from './publish-rules';

class DeadlineDto extends createZodDto(deadlineRequestSchema) {}
class RulePackDto extends createZodDto(rulePackSchema) {}

const yearSchema = z.coerce.number().int().min(1992).max(2199);
const versionSchema = z.coerce.number().int().min(1).max(1_000_000);
class CompareDto extends createZodDto(z.strictObject({ from: versionSchema, to: versionSchema })) {}
class PreviewDto extends createZodDto(z.strictObject({ cursor: pageFields.cursor })) {}

/** Rule packs, calendars and the deadlines that follow from them (api.md). */
@ApiTags('rules')
@Controller('api/v1')
export class RulesController {
  constructor(
    private readonly laws: LawBook,
    private readonly publication: PublishRules,
    private readonly preview: PreviewPublication,
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

  /** Two versions of a pack side by side, clock by clock. */
  @Permit('read', 'RulePack')
  @Get('rule-packs/:id/compare')
  async compare(@Param('id') id: string, @Query() { from, to }: CompareDto) {
    return comparePacks(await this.packOf(id, from), await this.packOf(id, to));
  }

  @Permit('read', 'RulePack')
  @Get('rule-packs/:id/:version')
  async pack(@Param('id') id: string, @Param('version') version: string) {
    return this.packOf(id, versionSchema.safeParse(version).data);
  }

  /** How far open cases are planned anew by a retroactive version; not found for others, which apply to later cases only. */
  @Permit('read', 'RulePack')
  @Get('rule-packs/:id/:version/publication')
  async packPublication(@Param('id') id: string, @Param('version') version: string) {
    const pack = await this.packOf(id, versionSchema.safeParse(version).data);
    const found = await this.publicationOf({ kind: 'rule-pack', subject: pack.id, version: pack.version });
    if (!found) throw new Refusal('RESOURCE.NOT_FOUND');
    return found;
  }

  /** A new version applies to cases filed from now on; open cases keep theirs unless it is retroactive. */
  @Permit('manage', 'RulePack')
  @Post('rule-packs')
  async publishPack(@Body() body: RulePackDto, @CurrentActor() actor: Actor) {
    await this.publication.pack(body, actor);
    return body;
  }

  /** Checks a version as publishing it would, and shows which open cases it would touch: none unless it is retroactive. */
  @HttpCode(200)
  @Permit('manage', 'RulePack')
  @Post('rule-packs/preview')
  async previewPack(@Body() body: RulePackDto, @Query() { cursor }: PreviewDto) {
    await this.publication.check(body);
    if (!body.retroactive) return { touched: 0, examined: 0, items: [], nextCursor: null };
    return this.preview.page({
      published: { kind: 'rule-pack', subject: body.id, version: body.version },
      after: (_, before) => ({ ...before, pack: body }),
      cursor,
    });
  }

  /** A year as it is published, and how far open cases are planned anew by its latest version (null for one that came with the platform). */
  @Permit('read', 'Calendar')
  @Get('calendars/:year')
  async calendar(@Param('year') year: string) {
    const wanted = yearSchema.safeParse(year);
    const row = wanted.success ? await this.database.calendarYear.findUnique({ where: { year: wanted.data } }) : null;
    if (!row) throw new Refusal('RESOURCE.NOT_FOUND');
    const { version } = row;
    const publication = await this.publicationOf({ kind: 'calendar', subject: String(row.year), version });
    return { year: row.year, version, ...contentOf(row), publication };
  }

  /** Publishes or corrects a year. Open cases with a running clock that it touches are planned anew. */
  @Permit('manage', 'Calendar')
  @Put('calendars/:year')
  async publishCalendar(@Param('year') year: string, @Body() body: unknown, @CurrentActor() actor: Actor) {
    const wanted = yearSchema.parse(year);
    await this.publication.calendar(wanted, calendarYearSchema(wanted).parse(body), actor);
    return this.calendar(String(wanted));
  }

  /** Which open cases publishing these days would touch, and which due dates it would move. */
  @HttpCode(200)
  @Permit('manage', 'Calendar')
  @Post('calendars/:year/preview')
  async previewCalendar(@Param('year') year: string, @Body() body: unknown, @Query() { cursor }: PreviewDto) {
    const wanted = yearSchema.parse(year);
    const days = calendarYearSchema(wanted).parse(body);
    const published = await this.database.calendarYear.findUnique({ where: { year: wanted } });
    const version = (published?.version ?? 0) + 1;
    const calendar = withYear(await this.laws.calendar(), wanted, days, 'preview');
    return this.preview.page({
      published: { kind: 'calendar', subject: String(wanted), version },
      after: (_, before) => ({ ...before, calendar }),
      cursor,
    });
  }

  private async packOf(id: string, version: number | undefined) {
    const pack = (await this.laws.packs()).find((one) => one.id === id && one.version === version);
    if (!pack) throw new Refusal('RESOURCE.NOT_FOUND');
    return pack;
  }

  private async publicationOf(published: Published): Promise<PublicationView | null> {
    const id = publicationId(published);
    const [row, failed] = await Promise.all([
      this.database.publication.findUnique({ where: { id } }),
      this.database.publicationCase.count({ where: { publication: id, fault: { not: null } } }),
    ]);
    return row && publicationView(row, failed);
  }
}
