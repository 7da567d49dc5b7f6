import { Controller, Get, Inject, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '@wangge/domain/people/actor';
import { invalid, Refusal } from '../http/problem';
import { CurrentActor, Public } from '../identity/identity.guard';
import { platformMessages } from '../messages/platform-messages';
import { EvidenceAccess } from './evidence-access';
import { type Evidence, EvidenceStore, type PutLimits } from './evidence-store';

export const EVIDENCE_LIMITS = Symbol('wangge:evidence-limits');

/** Strangers come in as far as the service's `EvidenceAccess` lets them. */
@Public()
@ApiTags('evidence')
@Controller('api/v1/evidence')
export class EvidenceController {
  constructor(
    @Inject(EvidenceStore) private readonly store: EvidenceStore,
    @Inject(EvidenceAccess) private readonly access: EvidenceAccess,
    @Inject(EVIDENCE_LIMITS) private readonly limits: PutLimits,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Store one file; its id is the SHA-256 of its bytes' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
  })
  @ApiResponse({
    status: 201,
    schema: {
      type: 'object',
      required: ['id', 'size', 'kind'],
      properties: { id: { type: 'string' }, size: { type: 'integer' }, kind: { type: 'string' } },
    },
  })
  async add(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentActor() actor: Actor | undefined,
  ): Promise<Evidence> {
    // What is refused half-way is not read to its end: the connection goes with it.
    reply.header('connection', 'close');
    if (!(await this.access.mayAdd(actor)))
      throw new Refusal(actor ? 'IDENTITY.NOT_PERMITTED' : 'IDENTITY.NOT_SIGNED_IN');
    const part = await fileOf(request);
    const evidence = await this.store.put(part.file, this.limits).catch(notAForm);
    await this.access.added(actor, evidence);
    reply.removeHeader('connection');
    return evidence;
  }

  /** Always a download, never shown in place: what people send in must not run under this origin. */
  @Get(':id')
  @ApiOperation({ summary: 'A stored file, as a download' })
  @ApiResponse({ status: 200, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } })
  async read(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentActor() actor: Actor | undefined,
  ): Promise<StreamableFile> {
    const found = (await this.access.mayRead(actor, id)) ? await this.store.open(id) : undefined;
    if (!found) throw new Refusal('RESOURCE.NOT_FOUND');
    reply.headers({
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=0, no-store',
    });
    return new StreamableFile(found.stream, {
      type: found.kind,
      length: found.size,
      disposition: `attachment; filename="${id}"`,
    });
  }
}

async function fileOf(request: FastifyRequest): Promise<MultipartFile> {
  const part = request.isMultipart() ? await firstFile(request) : undefined;
  if (part) return part;
  const message = {
    zh: platformMessages.say('evidence.file-missing', 'zh'),
    en: platformMessages.say('evidence.file-missing', 'en'),
  };
  throw invalid({ field: 'file', code: 'missing', message });
}

/** @throws Refusal for a form that cannot be read, e.g. one whose boundary is missing */
async function firstFile(request: FastifyRequest): Promise<MultipartFile | undefined> {
  if (!/;\s*boundary=/i.test(request.headers['content-type'] ?? '')) throw new Refusal('REQUEST.MALFORMED');
  return request.file().catch(notAForm);
}

/** The parser's own errors have no code: the form is broken. What Fastify refuses (too large, too many parts) has one. */
function notAForm(error: unknown): never {
  const { code, message } = error as { code?: unknown; message?: string };
  if (code === undefined && BROKEN_FORM.test(message ?? '')) throw new Refusal('REQUEST.MALFORMED', { cause: error });
  throw error;
}

/** What busboy says of a form that it cannot read. */
const BROKEN_FORM = /multipart|boundary|needle/i;
