import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';

/** Changes the document before it is kept: for what decorators cannot say. */
export type DocumentEditor = (document: OpenAPIObject) => void;

/** The service's OpenAPI 3.1 document: made on the first question, then kept. */
export class OpenApiDocument {
  private app?: INestApplication;
  private json?: string;
  private readonly editors: DocumentEditor[] = [];

  constructor(
    private readonly service: string,
    private readonly version: string,
  ) {}

  describe(app: INestApplication): void {
    this.app = app;
  }

  edit(editor: DocumentEditor): void {
    this.editors.push(editor);
  }

  object(): OpenAPIObject {
    if (!this.app) throw new Error('The application is not ready yet');
    const base = new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle(`Wangge 网格: ${this.service}`)
      .setVersion(this.version)
      .addBearerAuth()
      .addSecurityRequirements('bearer')
      .build();
    const document = cleanupOpenApiDoc(SwaggerModule.createDocument(this.app, base, { autoTagControllers: false }), {
      version: '3.1',
    });
    for (const editor of this.editors) editor(document);
    addProblems(document);
    return document;
  }

  async text(): Promise<string> {
    this.json ??= JSON.stringify(this.object());
    return this.json;
  }
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/**
 * Every operation may be refused with a problem (RFC 9457); which codes there are, the catalogue says. What says nothing
 * of its answer answers with JSON.
 */
function addProblems(document: OpenAPIObject): void {
  document.components ??= {};
  (document.components.schemas ??= {})['Problem'] = {
    type: 'object',
    required: ['type', 'title', 'status', 'code'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string' },
      detail: { type: 'string' },
      instance: { type: 'string' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['field', 'code', 'message'],
          properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
        },
      },
    },
  };
  for (const path of Object.values(document.paths))
    for (const method of METHODS) {
      const operation = path[method];
      if (!operation) continue;
      operation.responses['default'] ??= {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
      for (const [status, response] of Object.entries(operation.responses))
        if (/^2/.test(status) && status !== '204' && response && !('$ref' in response))
          response.content ??= { 'application/json': { schema: {} } };
    }
}
