import { Controller, Get, Headers, HttpCode, Param, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExcludeEndpoint, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@wangge/domain/people/actor';
import { IdempotencyKey } from '@wangge/platform/http/idempotency-key';
import { Refusal } from '@wangge/platform/http/problem';
import { CurrentActor, Public } from '@wangge/platform/identity/identity.guard';
import { languageOf } from '@wangge/platform/messages/catalogue';
import type { FastifyRequest } from 'fastify';
import { environment } from '../environment';
import {
  ApiDiscovery,
  ApiGeoReportErrors,
  ApiPosted,
  ApiRequests,
  ApiServiceDefinition,
  ApiServiceList,
} from './answers';
import { type Answer, AnswerInFormat } from './answer-in-format';
import { ApiKeys } from './api-keys';
import { definitionOf } from './attributes';
import { readForm } from './form-fields';
import { ListRequests, type Parameters, readRequestsQuery } from './list-requests';
import { both, open311Messages } from './open311-messages';
import { PostRequest } from './post-request';
import { Services, serviceView } from './services';

const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2';

/** Every path has an extension for its format; without one `Accept` decides. */
const InFormat = () => ApiParam({ name: 'format', enum: ['json', 'xml'] });
const text = { type: 'string' } as const;
const Filter = (name: string, description: string) => ApiQuery({ name, description, required: false, schema: text });

const FIELDS = {
  ...Object.fromEntries(
    [
      'service_code',
      ...['lat', 'long', 'address_string', 'address_id', 'description', 'media_url'],
      ...['email', 'device_id', 'account_id', 'first_name', 'last_name', 'phone', 'api_key', 'jurisdiction_id'],
    ].map((name) => [name, text]),
  ),
  'attribute[code]': text,
};

/**
 * Open311 GeoReport v2 (http://wiki.open311.org/GeoReport_v2). One jurisdiction, so that `jurisdiction_id` is left alone
 * as the specification allows. Field names are the specification's.
 */
@Public()
@ApiTags('open311')
@ApiGeoReportErrors()
@UseInterceptors(AnswerInFormat)
@Controller('open311')
export class Open311Controller {
  constructor(
    private readonly services: Services,
    private readonly requests: ListRequests,
    private readonly posting: PostRequest,
    private readonly keys: ApiKeys,
  ) {}

  @InFormat()
  @ApiOperation({ summary: 'Where the endpoints are and what they speak' })
  @ApiDiscovery()
  @Get(['v2/discovery.:format', 'discovery.:format'])
  async discovery(
    @Headers('accept-language') asked: string | undefined,
    @Param('format') format?: string,
  ): Promise<Answer> {
    mustBeKnown(format);
    const { WANGGE_PUBLIC_URL, WANGGE_OPEN311_CONTACT, WANGGE_OPEN311_KEY_SERVICE, WANGGE_OPEN311_TYPE } =
      environment();
    const language = languageOf(asked);
    const { changedAt } = await this.services.all();
    // "2011-02-03 14:18" in the specification: sortable, with its zone so that nobody has to guess.
    const changeset = changedAt.replace(/\.\d+Z$/, 'Z');
    const value = {
      changeset,
      contact: WANGGE_OPEN311_CONTACT ?? open311Messages.say('discovery.contact', language),
      key_service: WANGGE_OPEN311_KEY_SERVICE ?? open311Messages.say('discovery.key-service', language),
      endpoints: [
        {
          specification: SPECIFICATION,
          url: new URL('/open311/v2', WANGGE_PUBLIC_URL).href,
          changeset,
          type: WANGGE_OPEN311_TYPE,
          formats: ['text/xml', 'application/json'],
        },
      ],
    };
    return { root: 'discovery', value };
  }

  @ApiExcludeEndpoint()
  @Get(['v2/discovery', 'discovery'])
  discoveryByAccept(@Headers('accept-language') asked: string | undefined) {
    return this.discovery(asked);
  }

  @InFormat()
  @ApiOperation({ summary: 'The kinds of requests that are taken' })
  @ApiServiceList()
  @Get('v2/services.:format')
  async list(@Param('format') format?: string): Promise<Answer> {
    mustBeKnown(format);
    const { services } = await this.services.all();
    return { root: 'services', value: [...services.values()].map(serviceView) };
  }

  @ApiExcludeEndpoint()
  @Get('v2/services')
  listByAccept() {
    return this.list();
  }

  @InFormat()
  @ApiOperation({ summary: 'What a service asks whoever reports' })
  @ApiServiceDefinition()
  @Get('v2/services/:code.:format')
  async definition(@Param('code') code: string, @Param('format') format?: string): Promise<Answer> {
    mustBeKnown(format);
    const { known, service } = await this.services.find(code);
    if (!known) throw new Refusal('SERVICE.UNAVAILABLE');
    if (!service)
      throw new Refusal('RESOURCE.NOT_FOUND', { detail: both('service.unknown', { code: code.slice(0, 64) }) });
    return { root: 'service_definition', value: definitionOf(service.code, service.attributes) };
  }

  @ApiExcludeEndpoint()
  @Get('v2/services/:code')
  definitionByAccept(@Param('code') code: string) {
    return this.definition(code);
  }

  @InFormat()
  @ApiOperation({ summary: 'Report something; an api_key may stand in the form, the query or X-Api-Key' })
  @ApiConsumes('application/x-www-form-urlencoded', 'multipart/form-data')
  @ApiBody({ schema: { type: 'object', required: ['service_code'], properties: FIELDS } })
  @ApiPosted()
  @HttpCode(201)
  @Post('v2/requests.:format')
  async post(
    @Req() request: FastifyRequest,
    @CurrentActor() actor: Actor | undefined,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Headers('accept-language') asked: string | undefined,
    @Param('format') format?: string,
  ): Promise<Answer> {
    mustBeKnown(format);
    const form = await readForm(request);
    const given = [request.headers['x-api-key'] ?? []].flat().at(0) || form.one('api_key');
    const key = given === undefined ? undefined : await this.keys.find(given);
    if (given !== undefined && !key) throw new Refusal('IDENTITY.NOT_PERMITTED', { detail: both('key.invalid') });
    const poster = { actor, idempotencyKey, key: key?.id, language: languageOf(asked) };
    return { root: 'service_requests', value: await this.posting.post(form, poster) };
  }

  /** `requests/json` is how an early client writes `requests.json`. */
  @ApiExcludeEndpoint()
  @HttpCode(201)
  @Post(['v2/requests', 'v2/requests/:format'])
  postByAccept(
    @Req() request: FastifyRequest,
    @CurrentActor() actor: Actor | undefined,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Headers('accept-language') asked: string | undefined,
    @Param('format') format?: string,
  ) {
    return this.post(request, actor, idempotencyKey, asked, format);
  }

  @InFormat()
  @ApiOperation({
    summary: 'Requests that came through Open311, newest first; of the last 90 days unless asked otherwise',
  })
  @Filter('service_request_id', 'Numbers, by comma; overrides every other filter')
  @Filter('service_code', 'Codes, by comma')
  @Filter('start_date', 'Reported from this W3C date-time on')
  @Filter('end_date', 'Reported up to this W3C date-time; a range spans at most 90 days')
  @Filter('updated_after', 'Changed from this W3C date-time on')
  @Filter('updated_before', 'Changed up to this W3C date-time')
  @Filter('status', 'open, closed')
  @Filter('page', 'From 1')
  @Filter('page_size', '1 to 1000, 1000 when absent')
  @Filter('extensions', 'true: with extended_attributes')
  @ApiRequests()
  @Get('v2/requests.:format')
  async query(
    @Query() query: Parameters,
    @Headers('accept-language') asked: string | undefined,
    @Param('format') format?: string,
  ): Promise<Answer> {
    mustBeKnown(format);
    const filters = readRequestsQuery(query, Date.now());
    return { root: 'service_requests', value: await this.requests.list(filters, languageOf(asked)) };
  }

  @ApiExcludeEndpoint()
  @Get(['v2/requests', 'v2/requests/json', 'v2/requests/xml'])
  queryByAccept(@Query() query: Parameters, @Headers('accept-language') asked: string | undefined) {
    return this.query(query, asked);
  }

  @InFormat()
  @ApiOperation({ summary: 'One request, in a list' })
  @ApiRequests()
  @Get('v2/requests/:number.:format')
  async one(
    @Param('number') number: string,
    @Query() query: Parameters,
    @Headers('accept-language') asked: string | undefined,
    @Param('format') format?: string,
  ): Promise<Answer> {
    mustBeKnown(format);
    const value = await this.requests.one(number, languageOf(asked), query['extensions'] === 'true');
    return { root: 'service_requests', value };
  }

  @ApiExcludeEndpoint()
  @Get('v2/requests/:number')
  oneByAccept(
    @Param('number') number: string,
    @Query() query: Parameters,
    @Headers('accept-language') asked: string | undefined,
  ) {
    return this.one(number, query, asked);
  }

  @InFormat()
  @ApiOperation({
    summary: 'The number behind a token: a number itself, or the Idempotency-Key of a post whose answer was lost',
  })
  @ApiRequests()
  @Get('v2/tokens/:token.:format')
  async token(@Param('token') token: string, @Param('format') format?: string): Promise<Answer> {
    mustBeKnown(format);
    return { root: 'service_requests', value: [{ service_request_id: await this.requests.ofToken(token), token }] };
  }

  @ApiExcludeEndpoint()
  @Get('v2/tokens/:token')
  tokenByAccept(@Param('token') token: string) {
    return this.token(token);
  }
}

function mustBeKnown(format: string | undefined): void {
  if (format !== undefined && format !== 'json' && format !== 'xml')
    throw new Refusal('RESOURCE.NOT_FOUND', { detail: both('format.unknown') });
}
