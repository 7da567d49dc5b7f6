import { Controller, Get, Param, ParseUUIDPipe, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@wangge/domain/people/actor';
import { CurrentActor, Public } from '@wangge/platform/identity/identity.guard';
import type { FastifyReply } from 'fastify';
import { IntakeDatabase } from '../database';
import { Openings } from '../petitions/openings';
import { CodeDto } from '../petitions/public.controller';
import { petitionersCode, visibleCase } from '../petitions/visible-case';
import { StoredDocuments } from './stored-documents';

/**
 * What a case has in writing (文书): receipts, notices, opinions and agreements. The list is for whoever may see the case; the
 * papers name the petitioner, so that they are for those who handle it, and each reading is written down.
 */
@ApiTags('documents')
@Controller('api/v1/petitions/:number/documents')
export class DocumentsController {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly documents: StoredDocuments,
    private readonly openings: Openings,
  ) {}

  @Get()
  async list(@Param('number') number: string, @CurrentActor() actor: Actor) {
    await visibleCase(this.database, number, actor);
    return this.documents.list(number);
  }

  @Get(':id')
  @ApiProduces('application/pdf')
  async read(
    @Param('number') number: string,
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const row = await visibleCase(this.database, number, actor);
    const document = await this.documents.find(number, id);
    await this.openings.open(row, actor, 'document', document.kind);
    return this.documents.download(document, reply);
  }
}

/** The same for the petitioner, by number and query code: all of them are addressed to the petitioner. */
@Public()
@ApiTags('public')
@Controller('api/v1/public/petitions/:number/documents')
export class PublicDocumentsController {
  constructor(private readonly documents: StoredDocuments) {}

  @Get()
  async list(@Param('number') number: string, @Query() { code }: CodeDto) {
    petitionersCode(number, code);
    return this.documents.list(number);
  }

  @Get(':id')
  @ApiProduces('application/pdf')
  async read(
    @Param('number') number: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { code }: CodeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    petitionersCode(number, code);
    return this.documents.download(await this.documents.find(number, id), reply);
  }
}
