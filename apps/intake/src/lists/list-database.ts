import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Refusal } from '@wangge/platform/http/problem';
import { lastingPool } from '@wangge/platform/database/lasting-pool';
import type { QueryResultRow } from 'pg';
import { environment } from '../environment';
import type { Prisma } from '../generated/prisma/client';

/** PostgreSQL's query_canceled: the statement ran into its time limit. */
const TOO_LONG = '57014';
const LIMIT_MS = 8_000;

/**
 * Connections for reading lists. Statements have no name here, so that each is planned for its own values: the way to a
 * unit with ten cases is not the way to a unit with a hundred thousand.
 */
@Injectable()
export class ListDatabase implements OnApplicationShutdown {
  private readonly pool = lastingPool({
    connectionString: environment().DATABASE_URL,
    max: 6,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: LIMIT_MS,
  });

  /** Throws `SERVICE.UNAVAILABLE` for a question that takes too long. */
  async rows<Row extends QueryResultRow>(sql: Prisma.Sql): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(sql.text, sql.values)).rows;
    } catch (error) {
      if ((error as { code?: string }).code === TOO_LONG)
        throw new Refusal('SERVICE.UNAVAILABLE', { detail: NARROW, cause: error });
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}

const NARROW = {
  zh: '符合条件的事项过多，请缩小查询范围',
  en: 'Too many cases to look through; narrow the filter',
};
