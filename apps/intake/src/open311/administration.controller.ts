import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@wangge/domain/people/actor';
import { IdempotencyKey } from '@wangge/platform/http/idempotency-key';
import { CurrentActor } from '@wangge/platform/identity/identity.guard';
import { Permit } from '@wangge/platform/permissions/permit.guard';
import { createZodDto } from 'nestjs-zod';
import { ApiKeys, keysSchema, newKeySchema, retirementSchema } from './api-keys';
import { changedServiceSchema, ChangeService } from './change-service';

class NewKeyDto extends createZodDto(newKeySchema) {}
class KeysQueryDto extends createZodDto(keysSchema) {}
class RetirementDto extends createZodDto(retirementSchema) {}
class ChangedServiceDto extends createZodDto(changedServiceSchema) {}

/** Keys and questions of Open311, for administrators. */
@Permit('manage', 'ReferenceData')
@ApiTags('open311 administration')
@Controller('api/v1/open311')
export class Open311AdministrationController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly changes: ChangeService,
  ) {}

  @ApiOperation({ summary: 'A new api key; the key is shown in this answer only' })
  @Post('keys')
  createKey(
    @Body() body: NewKeyDto,
    @CurrentActor() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | undefined,
  ) {
    return this.keys.create(body, actor, idempotencyKey);
  }

  @ApiOperation({ summary: 'Every key, without the key itself' })
  @Get('keys')
  listKeys(@Query() query: KeysQueryDto) {
    return this.keys.list(query);
  }

  @ApiOperation({ summary: 'Ends a key for good; it stays in the record' })
  @Delete('keys/:id')
  retireKey(@Param('id') id: string, @Query() { reason }: RetirementDto, @CurrentActor() actor: Actor) {
    return this.keys.retire(id, reason, actor);
  }

  @ApiOperation({ summary: 'What services ask whoever reports' })
  @Get('services')
  listServices() {
    return this.changes.list();
  }

  @ApiOperation({ summary: 'Replaces what a service asks; version says from what' })
  @Put('services/:code')
  changeService(@Param('code') code: string, @Body() body: ChangedServiceDto, @CurrentActor() actor: Actor) {
    return this.changes.change(code, body, actor);
  }
}
