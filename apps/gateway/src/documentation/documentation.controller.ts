import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '@wangge/platform/identity/identity.guard';
import { OpenApiDocument } from '@wangge/platform/service/open-api-document';
import { GATEWAY, type Gateway } from '../gateway';
import { mergeDocuments, type OpenApi } from './merge-documents';

const DOCS_PAGE = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>网格 · API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head><body><div id="swagger-ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`;
/** Cookie sessions may act from this page: it sends the header that tells our own pages from others. */
const DOCS_SCRIPT = `SwaggerUIBundle({url:'/api/v1/openapi.json',dom_id:'#swagger-ui',deepLinking:true,validatorUrl:null,requestInterceptor:function(request){request.headers['x-wangge-csrf']='1';return request;}});`;
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** One description of everything that is reachable through the front door. */
@Public()
@ApiTags('operations')
@Controller()
export class DocumentationController {
  constructor(
    @Inject(GATEWAY) private readonly gateway: Gateway,
    @Inject(OpenApiDocument) private readonly own: OpenApiDocument,
  ) {}

  @Get('api/v1/openapi.json')
  @ApiOperation({ summary: 'This description, of all services' })
  async document(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.limits.strangerRead(request);
    const own = this.own.object() as unknown as OpenApi;
    const served = this.gateway.routes.map(({ prefix }) => prefix);
    const merged = mergeDocuments(
      {
        ...own,
        info: { ...own.info, title: 'Wangge 网格', description: '城市网格治理平台 · City grid governance platform' },
      },
      await this.gateway.documents.all(),
      (path) =>
        served.some((prefix) => path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}.`)),
    );
    await reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(JSON.stringify({ ...merged, servers: [{ url: this.gateway.publicUrl }] }));
  }

  @Get('docs')
  @ApiExcludeEndpoint()
  async docs(@Res() reply: FastifyReply): Promise<void> {
    await reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': DOCS_POLICY,
        'x-content-type-options': 'nosniff',
      })
      .send(DOCS_PAGE);
  }

  @Get('docs/start.js')
  @ApiExcludeEndpoint()
  async script(@Res() reply: FastifyReply): Promise<void> {
    await reply
      .headers({ 'content-type': 'text/javascript; charset=utf-8', 'x-content-type-options': 'nosniff' })
      .send(DOCS_SCRIPT);
  }
}
