import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@wangge/domain/people/actor';
import { pageFields } from '@wangge/platform/http/pagination';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { Permit } from '@wangge/platform/permissions/permit.guard';
import { createZodDto } from 'nestjs-zod';
import { instantField } from '@wangge/platform/http/validation';
import { z } from 'zod';
import { DispatchDatabase } from '../database';
import { account } from '../people/person';
import { gridCode, slug } from '../reference/fields';
import { countWorkOrders, listWorkOrders } from './list-work-orders';

const filterFields = {
  unit: slug.optional(),
  person: account.optional(),
  grid: gridCode.optional(),
  stage: slug.optional(),
  kind: z.enum(['petition', 'matter']).optional(),
  matterItem: slug.optional(),
  dueBefore: instantField.optional(),
};

class WorkOrdersQuery extends createZodDto(z.strictObject({ ...pageFields, ...filterFields })) {}

class WorkOrderCountsQuery extends createZodDto(z.strictObject(filterFields)) {}

/** What lies with whom, and when it is due; each person sees what their posts reach. */
@ApiTags('work orders')
@Controller('api/v1/work-orders')
@Permit('read', 'WorkOrder')
export class WorkOrdersController {
  constructor(@Inject(DispatchDatabase) private readonly database: DispatchDatabase) {}

  @Get()
  @ApiOperation({ summary: 'Work orders, what is due first in front' })
  list(@Query() query: WorkOrdersQuery, @CurrentActor() actor: Actor) {
    const { limit, cursor, ...filter } = query;
    return listWorkOrders(this.database, actor, filter, { limit, cursor });
  }

  @Get('counts')
  @ApiOperation({ summary: 'How many at each stage' })
  counts(@Query() query: WorkOrderCountsQuery, @CurrentActor() actor: Actor) {
    return countWorkOrders(this.database, actor, query);
  }
}
