import { Controller, Get, Headers, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '@wangge/platform/permissions/permit.guard';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { gridCode, slug } from '../reference/fields';
import { ListOf, ReferenceController } from '../reference/reference-controller';
import { REFERENCE_KINDS, type ReferenceKinds } from '../reference/reference-kinds';
import { ReferenceSnapshot } from '../reference/reference-snapshot';
import { ReferenceStore } from '../reference/reference-store';
import { listFields, version } from '../reference/requests';
import { reportGaps } from './report-gaps';
import { responsibilityFields } from './responsibility';

class ResponsibilitiesQuery extends createZodDto(
  z.strictObject({
    ...listFields,
    matterItem: slug.optional(),
    gridCode: gridCode.optional(),
    leadUnit: slug.optional(),
  }),
) {}

class NewResponsibility extends createZodDto(responsibilityFields) {}

class ChangedResponsibility extends createZodDto(responsibilityFields.extend({ version })) {}

/** The responsibility matrix. */
@ApiTags('reference data')
@Controller('api/v1/responsibilities')
export class ResponsibilitiesController extends ReferenceController({
  kind: 'responsibility',
  one: 'row',
  written: { New: NewResponsibility, Changed: ChangedResponsibility },
  readers: 'signed in',
}) {
  constructor(
    @Inject(ReferenceStore) store: ReferenceStore,
    @Inject(REFERENCE_KINDS) kinds: ReferenceKinds,
    @Inject(ReferenceSnapshot) private readonly snapshot: ReferenceSnapshot,
  ) {
    super(store, kinds);
  }

  @ListOf('The responsibility matrix', 'signed in')
  list(
    @Query() { matterItem, gridCode, leadUnit, ...page }: ResponsibilitiesQuery,
    @Headers('accept') accept?: string,
  ) {
    return this.listed({ ...page, where: { matterItem, gridCode, leadUnit } }, accept);
  }

  @Get('gaps')
  @Permit('read', 'ReferenceData')
  @ApiOperation({ summary: 'Items without a responsible unit, and items with more than one' })
  gaps() {
    return reportGaps(this.snapshot);
  }
}
