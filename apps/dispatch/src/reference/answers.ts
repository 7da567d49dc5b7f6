import { applyDecorators } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, type ApiResponseNoStatusOptions } from '@nestjs/swagger';

type Schema = NonNullable<Extract<ApiResponseNoStatusOptions, { schema: unknown }>['schema']>;

const RECORD: Schema = {
  type: 'object',
  required: ['code', 'sample', 'version', 'updatedAt', 'updatedBy'],
  properties: {
    code: { type: 'string' },
    sample: { type: 'boolean' },
    version: { type: 'integer' },
    updatedAt: { type: 'string' },
    updatedBy: { type: 'string' },
  },
};

/** A record: 201 where it is new, 200 where it was there. */
export const ApiRecordOrNew = () =>
  applyDecorators(ApiCreatedResponse({ schema: RECORD }), ApiOkResponse({ schema: RECORD }));

/** A page of records, or all of them as CSV. */
export const ApiPageOrCsv = () =>
  ApiOkResponse({
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['items', 'nextCursor'],
          properties: { items: { type: 'array', items: RECORD }, nextCursor: { type: 'string', nullable: true } },
        },
      },
      'text/csv': { schema: { type: 'string' } },
    },
  });
