import { Controller, Headers, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ListOf, ReferenceController } from '../reference/reference-controller';
import { listFields, version } from '../reference/requests';
import { personFields } from './person';

class PeopleQuery extends createZodDto(
  z.strictObject({
    ...listFields,
  }),
) {}

class NewPerson extends createZodDto(personFields) {}

class ChangedPerson extends createZodDto(personFields.extend({ version })) {}

/** Accounts; for administrators. */
@ApiTags('reference data')
@Controller('api/v1/people')
export class PeopleController extends ReferenceController({
  kind: 'person',
  one: 'person',
  written: { New: NewPerson, Changed: ChangedPerson },
  readers: 'administrators',
}) {
  @ListOf('Accounts; for administrators', 'administrators')
  list(@Query() query: PeopleQuery, @Headers('accept') accept?: string) {
    return this.listed(query, accept);
  }
}
