import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections';
import { CasesModule } from '../petitions/cases.module';
import { PetitionsEvidenceModule } from '../petitions/petition-evidence';
import { PetitionsModule } from '../petitions/petitions.module';
import { DocumentWorker } from './document-worker';
import { DocumentsController, PublicDocumentsController } from './documents.controller';
import { StoredDocuments } from './stored-documents';

/** Role `api`. */
@Module({
  imports: [ConnectionsModule, PetitionsModule, PetitionsEvidenceModule],
  controllers: [DocumentsController, PublicDocumentsController],
  providers: [StoredDocuments],
})
export class DocumentsModule {}

/** Role `worker`. */
@Module({ imports: [CasesModule], providers: [DocumentWorker] })
export class DocumentsWorkerModule {}
