import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections';
import { CaseListsModule } from '../lists/lists.module';
import { CatchUpFacts } from './catch-up-facts';
import { CountFacts } from './count-facts';
import { IndicatorsController } from './indicators.controller';
import { ListTransfers } from './list-transfers';

/** Role `api`. */
@Module({ imports: [CaseListsModule], controllers: [IndicatorsController], providers: [CountFacts, ListTransfers] })
export class IndicatorsModule {}

/** Role `worker`. */
@Module({ imports: [ConnectionsModule], providers: [CatchUpFacts] })
export class IndicatorsWorkerModule {}
