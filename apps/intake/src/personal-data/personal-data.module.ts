import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections';
import { PersonalDataWorker } from './personal-data-worker';

/** Role `worker`. */
@Module({ imports: [ConnectionsModule], providers: [PersonalDataWorker] })
export class PersonalDataWorkerModule {}
