import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections';
import { AccountabilityController } from './accountability.controller';

@Module({ imports: [ConnectionsModule], controllers: [AccountabilityController] })
export class AccountabilityModule {}
