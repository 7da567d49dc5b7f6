import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections';
import { LawBook } from './law-book';

/** Reading the law, in the API and in the worker. */
@Module({ imports: [ConnectionsModule], providers: [LawBook], exports: [LawBook] })
export class LawModule {}
