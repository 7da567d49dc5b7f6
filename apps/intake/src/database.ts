import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createPrismaAdapter } from '@wangge/platform/database/prisma-adapter';
import { environment } from './environment';
import { PrismaClient } from './generated/prisma/client';

/** The service's own database; nobody else reads it. */
@Injectable()
export class IntakeDatabase extends PrismaClient implements OnApplicationShutdown {
  constructor() {
    super({ adapter: createPrismaAdapter(environment().DATABASE_URL) });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.$disconnect();
  }
}
