import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { ConnectionsModule } from '../connections';
import { PetitionsEvidenceModule } from '../petitions/petition-evidence';
import { PetitionsModule } from '../petitions/petitions.module';
import { Open311AdministrationController } from './administration.controller';
import { ApiKeyQuestionsController } from './api-key-questions.controller';
import { ApiKeys } from './api-keys';
import { ChangeService } from './change-service';
import { ListRequests } from './list-requests';
import { Open311Controller } from './open311.controller';
import { PostRequest } from './post-request';
import { Services } from './services';
import { speakOpen311 } from './speak-open311';

/** Open311 GeoReport v2 in front of the hotline matters that come through it. */
@Module({
  imports: [ConnectionsModule, PetitionsModule, PetitionsEvidenceModule],
  controllers: [Open311AdministrationController, ApiKeyQuestionsController, Open311Controller],
  providers: [ApiKeys, ChangeService, ListRequests, PostRequest, Services],
})
export class Open311Module {
  constructor(host: HttpAdapterHost<FastifyAdapter>) {
    speakOpen311(host.httpAdapter.getInstance<FastifyInstance>());
  }
}
