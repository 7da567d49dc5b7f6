import { Module } from '@nestjs/common';
import { HealthRegistry } from '@wangge/platform/health/health-registry';
import type { NatsSettings } from '@wangge/platform/messaging/nats';
import { LOG, type Log } from '@wangge/platform/telemetry/log';
import { DispatchDatabase } from './database';
import { environment } from './environment';
import { GridsController } from './grids/grids.controller';
import { MatterItemsController } from './matter-items/matter-items.controller';
import { Messages } from './messages';
import { PeopleController } from './people/people.controller';
import { PostsController } from './posts/posts.controller';
import { QuestionsController } from './questions/questions.controller';
import { CsvBody } from './reference/csv-body';
import { REFERENCE_KINDS, referenceKinds, type ReferenceKinds } from './reference/reference-kinds';
import { ReferenceSnapshot } from './reference/reference-snapshot';
import { ReferenceStore } from './reference/reference-store';
import { SnapshotRefresh } from './reference/snapshot-refresh';
import { ResponsibilitiesController } from './responsibilities/responsibilities.controller';
import { UnitsController } from './units/units.controller';
import { WorkOrdersController } from './work-orders/work-orders.controller';

/** Where NATS is and as whom we come. */
export const natsSettings = (): NatsSettings => {
  const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = environment();
  return { url, name: 'dispatch', ...(user ? { user } : {}), ...(password ? { password } : {}) };
};

@Module({
  controllers: [
    GridsController,
    UnitsController,
    PeopleController,
    PostsController,
    MatterItemsController,
    ResponsibilitiesController,
    WorkOrdersController,
    QuestionsController,
  ],
  providers: [
    CsvBody,
    { provide: DispatchDatabase, useFactory: () => new DispatchDatabase(environment().DATABASE_URL) },
    { provide: REFERENCE_KINDS, useFactory: () => referenceKinds(environment().WANGGE_GRID_CODE_LENGTHS) },
    {
      provide: ReferenceSnapshot,
      useFactory: (database: DispatchDatabase, kinds: ReferenceKinds) =>
        new ReferenceSnapshot(database, kinds, environment().WANGGE_GRID_CODE_LENGTHS),
      inject: [DispatchDatabase, REFERENCE_KINDS],
    },
    {
      provide: ReferenceStore,
      useFactory: (database: DispatchDatabase, snapshot: ReferenceSnapshot) => new ReferenceStore(database, snapshot),
      inject: [DispatchDatabase, ReferenceSnapshot],
    },
    {
      provide: Messages,
      useFactory: (log: Log, health: HealthRegistry) =>
        new Messages(environment().DATABASE_URL, natsSettings(), log, health),
      inject: [LOG, HealthRegistry],
    },
    {
      provide: SnapshotRefresh,
      useFactory: (snapshot: ReferenceSnapshot, store: ReferenceStore, messages: Messages, log: Log) =>
        new SnapshotRefresh(snapshot, store, messages.connection, log),
      inject: [ReferenceSnapshot, ReferenceStore, Messages, LOG],
    },
  ],
})
export class DispatchModule {}
