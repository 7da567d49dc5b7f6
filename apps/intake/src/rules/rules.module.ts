import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections';
import { LawModule } from './law.module';
import { PublishRules } from './publish-rules';
import { RulesController } from './rules.controller';

@Module({ imports: [ConnectionsModule, LawModule], controllers: [RulesController], providers: [PublishRules] })
export class RulesModule {}
