import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createPrismaAdapter } from '@wangge/platform/database/prisma-adapter';
import { PrismaClient, type Prisma } from './generated/prisma/client';

/** The service's own database; nobody else reads it. */
@Injectable()
export class DispatchDatabase extends PrismaClient implements OnApplicationShutdown {
  constructor(databaseUrl: string) {
    super({ adapter: createPrismaAdapter(databaseUrl) });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.$disconnect();
  }
}

export type Transaction = Prisma.TransactionClient;
