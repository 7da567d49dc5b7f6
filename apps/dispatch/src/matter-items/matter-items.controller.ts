import { Controller, Headers, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { slug } from '../reference/fields';
import { ListOf, ReferenceController } from '../reference/reference-controller';
import { listFields, version } from '../reference/requests';
import { matterItemFields } from './matter-item';

class MatterItemsQuery extends createZodDto(
  z.strictObject({
    ...listFields,
    class: slug.optional(),
  }),
) {}

class NewMatterItem extends createZodDto(matterItemFields) {}

class ChangedMatterItem extends createZodDto(matterItemFields.extend({ version })) {}

/** The catalogue of matters. */
@ApiTags('reference data')
@Controller('api/v1/matter-items')
export class MatterItemsController extends ReferenceController({
  kind: 'matter-item',
  one: 'matter item',
  written: { New: NewMatterItem, Changed: ChangedMatterItem },
  readers: 'everybody',
}) {
  @ListOf('The catalogue of matters', 'everybody')
  list(@Query() { class: className, ...page }: MatterItemsQuery, @Headers('accept') accept?: string) {
    return this.listed({ ...page, where: { class: className } }, accept);
  }
}
