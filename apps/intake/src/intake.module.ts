import { Module } from '@nestjs/common';
import { HealthRegistry } from '@wangge/platform/health/health-registry';
import { OpenApiDocument } from '@wangge/platform/service/open-api-document';
import { AccountabilityModule } from './accountability/accountability.module';
import { ConnectionsModule } from './connections';
import { IntakeDatabase } from './database';
import { ListsModule } from './lists/lists.module';
import { ExportsModule, ExportsWorkerModule } from './exports/exports.module';
import { IndicatorsModule, IndicatorsWorkerModule } from './indicators/indicators.module';
import { CasesModule } from './petitions/cases.module';
import { describeAnswers } from './petitions/answers';
import { describeCommands } from './petitions/describe-commands';
import { PetitionsEvidenceModule } from './petitions/petition-evidence';
import { PetitionsModule } from './petitions/petitions.module';
import { NotificationsModule } from './notifications/notifications.module';
import { Open311Module } from './open311/open311.module';
import { CaseWorker } from './worker/case-worker';
import { Facts } from './worker/facts';
import { NotificationWorker } from './worker/notification-worker';
import { RulesModule } from './rules/rules.module';

/** Role `api`: what people and other systems call. */
@Module({
  imports: [
    ConnectionsModule,
    PetitionsModule,
    ListsModule,
    IndicatorsModule,
    ExportsModule,
    RulesModule,
    AccountabilityModule,
    NotificationsModule,
    PetitionsEvidenceModule,
    Open311Module,
  ],
})
export class IntakeApiModule {
  constructor(health: HealthRegistry, database: IntakeDatabase, document: OpenApiDocument) {
    health.register('database', () => database.$queryRaw`select 1`);
    document.edit(describeAnswers);
    document.edit(describeCommands);
  }
}

/** Role `worker`: what runs the cases. */
@Module({
  imports: [ConnectionsModule, CasesModule, ExportsWorkerModule, IndicatorsWorkerModule],
  providers: [CaseWorker, Facts, NotificationWorker],
})
export class IntakeWorkerModule {
  constructor(health: HealthRegistry, database: IntakeDatabase) {
    health.register('database', () => database.$queryRaw`select 1`);
  }
}

@Module({ imports: [IntakeApiModule, IntakeWorkerModule] })
export class IntakeModule {}
