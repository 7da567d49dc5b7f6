import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections';
import { PreviewPublication } from '../publications/preview-publication';
import { LawModule } from './law.module';
import { PublishRules } from './publish-rules';
import { RulesController } from './rules.controller';

@Module({
  imports: [ConnectionsModule, LawModule],
  controllers: [RulesController],
  providers: [PublishRules, PreviewPublication],
})
export class RulesModule {}
