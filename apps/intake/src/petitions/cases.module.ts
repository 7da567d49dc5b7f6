import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections';
import { LawModule } from '../rules/law.module';
import { Duties } from './duties';
import { Places } from './places';
import { RecordActs } from './record-acts';

/** What running a case needs, in the API and in the worker. */
@Module({
  imports: [ConnectionsModule, LawModule],
  providers: [Duties, Places, RecordActs],
  exports: [Places, RecordActs, LawModule, ConnectionsModule],
})
export class CasesModule {}
