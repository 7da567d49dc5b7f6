import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections';
import { CaseListsModule } from '../lists/lists.module';
import { ExportWorker } from './export-worker';
import { ExportsController } from './exports.controller';

/** Role `api`. */
@Module({ imports: [ConnectionsModule], controllers: [ExportsController] })
export class ExportsModule {}

/** Role `worker`. */
@Module({ imports: [ConnectionsModule, CaseListsModule], providers: [ExportWorker] })
export class ExportsWorkerModule {}
