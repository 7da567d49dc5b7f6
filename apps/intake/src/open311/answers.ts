import {
  ApiCreatedResponse,
  ApiDefaultResponse,
  ApiOkResponse,
  type ApiResponseNoStatusOptions,
} from '@nestjs/swagger';

type Schema = NonNullable<Extract<ApiResponseNoStatusOptions, { schema: unknown }>['schema']>;

/** JSON by its schema, or the same as XML, which OpenAPI cannot describe as GeoReport writes it. */
const inBothFormats = (description: string, schema: Schema): ApiResponseNoStatusOptions => ({
  description,
  content: { 'application/json': { schema }, 'text/xml': { schema: {} } },
});

const text = { type: 'string' } as const;
const listOf = (properties: Record<string, object>): Schema => ({
  type: 'array',
  items: { type: 'object', required: Object.keys(properties), properties },
});

/** Refusals under /open311, as GeoReport says errors; those of the front door (401, 429, 503) are problems (RFC 9457). */
export const ApiGeoReportErrors = () => {
  const { content, description } = inBothFormats('Refused', listOf({ code: { type: 'integer' }, description: text }));
  const problem = { schema: { $ref: '#/components/schemas/Problem' } };
  return ApiDefaultResponse({ description, content: { ...content, 'application/problem+json': problem } });
};

export const ApiDiscovery = () =>
  ApiOkResponse(
    inBothFormats('Where the endpoints are', {
      type: 'object',
      required: ['changeset', 'contact', 'key_service', 'endpoints'],
      properties: { changeset: text, contact: text, key_service: text, endpoints: { type: 'array', items: {} } },
    }),
  );

export const ApiServiceList = () =>
  ApiOkResponse(
    inBothFormats(
      'Services',
      listOf({ service_code: text, service_name: text, metadata: { type: 'boolean' }, type: text }),
    ),
  );

export const ApiServiceDefinition = () =>
  ApiOkResponse(
    inBothFormats('What the service asks', {
      type: 'object',
      required: ['service_code', 'attributes'],
      properties: { service_code: text, attributes: { type: 'array', items: {} } },
    }),
  );

/** Requests; a token has its number alone. */
export const ApiRequests = () => ApiOkResponse(inBothFormats('Requests', listOf({ service_request_id: text })));
export const ApiPosted = () => ApiCreatedResponse(inBothFormats('Filed', listOf({ service_request_id: text })));
