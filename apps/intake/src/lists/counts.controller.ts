import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@wangge/domain/people/actor';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { createZodDto } from 'nestjs-zod';
import { answer } from '../petitions/answers';
import { CountPetitions } from './count-petitions';
import { countsSchema } from './list-schema';

class CountsQueryDto extends createZodDto(countsSchema) {}

/** How many cases there are by stage, unit, grid, item, person, or overdue and not. */
@ApiTags('lists')
@Controller('api/v1/petitions/counts')
export class CountsController {
  constructor(private readonly counting: CountPetitions) {}

  @ApiOkResponse(answer('Counts'))
  @Get()
  counts(@Query() query: CountsQueryDto, @CurrentActor() actor: Actor) {
    return this.counting.count(query, actor);
  }
}
