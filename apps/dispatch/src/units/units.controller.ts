import { Controller, Headers, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { gridCode, slug } from '../reference/fields';
import { ListOf, ReferenceController } from '../reference/reference-controller';
import { listFields, version } from '../reference/requests';
import { UNIT_KINDS, unitFields } from './unit';

class UnitsQuery extends createZodDto(
  z.strictObject({
    ...listFields,
    kind: z.enum(UNIT_KINDS).optional(),
    gridCode: gridCode.optional(),
    superior: slug.optional(),
  }),
) {}

class NewUnit extends createZodDto(unitFields) {}

class ChangedUnit extends createZodDto(unitFields.extend({ version })) {}

/** Units: departments (条), territory offices (块), outside organizations. */
@ApiTags('reference data')
@Controller('api/v1/units')
export class UnitsController extends ReferenceController({
  kind: 'unit',
  one: 'unit',
  written: { New: NewUnit, Changed: ChangedUnit },
  readers: 'signed in',
}) {
  @ListOf('Units: departments (条), territory offices (块), outside organizations', 'signed in')
  list(@Query() { kind, gridCode, superior, ...page }: UnitsQuery, @Headers('accept') accept?: string) {
    return this.listed({ ...page, where: { kind, gridCode, superior } }, accept);
  }
}
