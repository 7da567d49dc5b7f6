import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections';
import { CountPetitions } from './count-petitions';
import { CountsController } from './counts.controller';
import { ListDatabase } from './list-database';
import { ListPetitions } from './list-petitions';
import { SavedFiltersController } from './saved-filters.controller';

/** Reading lists: for the API and for the worker that writes them to files. */
@Module({
  providers: [ListDatabase, ListPetitions, CountPetitions],
  exports: [ListDatabase, ListPetitions, CountPetitions],
})
export class CaseListsModule {}

/** Role `api`. */
@Module({ imports: [ConnectionsModule, CaseListsModule], controllers: [CountsController, SavedFiltersController] })
export class ListsModule {}
