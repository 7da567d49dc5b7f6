import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { formatInstant, parseDate, startOfDay } from '@wangge/domain/calendar/local-date';
import { type Indicator, INDICATORS, ratesOf } from '@wangge/domain/indicators/indicators';
import type { Actor } from '@wangge/domain/people/actor';
import { invalid } from '@wangge/platform/http/problem';
import { pageFields } from '@wangge/platform/http/pagination';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { digitsBelow } from '../lists/count-petitions';
import { answer } from '../petitions/answers';
import { caseNumber } from '../petitions/body-fields';
import { CountFacts } from './count-facts';
import { ListTransfers } from './list-transfers';

const MOST_DAYS = 366;
const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/i);
const date = z
  .string()
  .max(10)
  .refine((text) => (parseDate(text) ?? -1) >= 0, 'field.wrong');

const filterFields = {
  /** This grid and every grid below it. */
  grid: z
    .string()
    .regex(/^\d{2,20}$/)
    .optional(),
  unit: code.optional(),
  matterItem: code.optional(),
  kind: z.enum(['petition', 'matter']).optional(),
};

class IndicatorsQueryDto extends createZodDto(
  z.strictObject({
    by: z.enum(['unit', 'grid', 'matterItem']),
    /** First local date of receipt. */
    from: date,
    /** Last local date of receipt. */
    to: date,
    ...filterFields,
  }),
) {}

class TransfersQueryDto extends createZodDto(
  z.strictObject({
    ...pageFields,
    /** First local date of the transfer. */
    from: date.optional(),
    /** Last local date of the transfer. */
    to: date.optional(),
    number: caseNumber.optional(),
    ...filterFields,
  }),
) {}

/**
 * The indicators of the seven-step flow (数字城管), the three rates (三率) and what is settled locally (就地化解), from the
 * facts of every case received in a period; and the transfers upward (上交) one by one.
 */
@ApiTags('indicators')
@Controller('api/v1/indicators')
export class IndicatorsController {
  constructor(
    private readonly facts: CountFacts,
    private readonly transfers: ListTransfers,
  ) {}

  @Get()
  async indicators(@Query() query: IndicatorsQueryDto, @CurrentActor() actor: Actor) {
    const [from, to] = [parseDate(query.from)!, parseDate(query.to)!];
    if (to < from || to - from >= MOST_DAYS) throw invalid({ field: 'to', code: 'out_of_range', message: PERIOD });
    const asOf = formatInstant(Date.now());
    const groups = await this.facts.count(
      {
        ...query,
        from: formatInstant(startOfDay(from)),
        to: formatInstant(startOfDay(to + 1)),
        asOf,
        gridDigits: digitsBelow(query.grid),
      },
      actor,
    );
    return {
      by: query.by,
      from: query.from,
      to: query.to,
      asOf,
      items: groups.map(({ key, tally }) => ({ key, counts: tally, rates: ratesOf(tally) })),
    };
  }

  /** Every transfer upward with its reason, from whom to whom, by whom and when; the latest first. */
  @ApiOkResponse(answer('TransfersUpward'))
  @Get('transfers-upward')
  transfersUpward(@Query() { from, to, ...query }: TransfersQueryDto, @CurrentActor() actor: Actor) {
    return this.transfers.list(
      {
        ...query,
        from: from && formatInstant(startOfDay(parseDate(from)!)),
        to: to && formatInstant(startOfDay(parseDate(to)! + 1)),
      },
      actor,
    );
  }

  /** What each rate is divided by what, and by which rule. */
  @Get('definitions')
  definitions() {
    return {
      items: Object.entries<Indicator>(INDICATORS).map(([id, { name, definition, source }]) => ({
        id,
        name,
        definition,
        source,
      })),
    };
  }
}

const PERIOD = { zh: `期间须为1至${MOST_DAYS}日`, en: `The period must be 1 to ${MOST_DAYS} days` };
