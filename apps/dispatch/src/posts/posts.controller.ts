import { Controller, Headers, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ROLES } from '@wangge/domain/people/actor';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { account } from '../people/person';
import { gridCode, slug } from '../reference/fields';
import { ListOf, ReferenceController } from '../reference/reference-controller';
import { listFields, version } from '../reference/requests';
import { postFields } from './post';

class PostsQuery extends createZodDto(
  z.strictObject({
    ...listFields,
    role: z.enum(ROLES).optional(),
    unit: slug.optional(),
    gridCode: gridCode.optional(),
    person: account.optional(),
  }),
) {}

class NewPost extends createZodDto(postFields) {}

class ChangedPost extends createZodDto(postFields.extend({ version })) {}

/** Posts: who holds which role for which unit or grid. */
@ApiTags('reference data')
@Controller('api/v1/posts')
export class PostsController extends ReferenceController({
  kind: 'post',
  one: 'post',
  written: { New: NewPost, Changed: ChangedPost },
  readers: 'signed in',
}) {
  @ListOf('Posts: who holds which role for which unit or grid', 'signed in')
  list(@Query() { role, unit, gridCode, person, ...page }: PostsQuery, @Headers('accept') accept?: string) {
    return this.listed({ ...page, where: { role, unit, gridCode, person } }, accept);
  }
}
