import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatInstant, parseDate, startOfDay } from '@wangge/domain/calendar/local-date';
import { type Indicator, INDICATORS, ratesOf } from '@wangge/domain/indicators/indicators';
import type { Actor } from '@wangge/domain/people/actor';
import { invalid } from '@wangge/platform/http/problem';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { digitsBelow } from '../lists/count-petitions';
import { CountFacts } from './count-facts';

const MOST_DAYS = 366;
const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/i);
const date = z
  .string()
  .max(10)
  .refine((text) => (parseDate(text) ?? -1) >= 0, 'field.wrong');

class IndicatorsQueryDto extends createZodDto(
  z.strictObject({
    by: z.enum(['unit', 'grid', 'matterItem']),
    /** First local date of receipt. */
    from: date,
    /** Last local date of receipt. */
    to: date,
    grid: z
      .string()
      .regex(/^\d{2,20}$/)
      .optional(),
    unit: code.optional(),
    matterItem: code.optional(),
  }),
) {}

/** The indicators of the seven-step flow (数字城管) and the three rates (三率), from the facts of every case received in a period. */
@ApiTags('indicators')
@Controller('api/v1/indicators')
export class IndicatorsController {
  constructor(private readonly facts: CountFacts) {}

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
