import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections';
import { NotificationsController } from './notifications.controller';

@Module({ imports: [ConnectionsModule], controllers: [NotificationsController] })
export class NotificationsModule {}
