import type { Pool } from 'pg';
import { appendAudit } from '@wangge/platform/audit/append-audit';

/** Everything done through the Temporal UI is one chain. */
export const STREAM = 'temporal-ui';

export type UiEntry = Readonly<Record<string, string | number | undefined>>;

/** The audit trail of the admin origin. An act is passed on only after its entry is committed. */
export class UiAudit {
  constructor(private readonly pool: Pool) {}

  /** @param commandId unique in the stream; a second entry with it changes nothing */
  async append(commandId: string, entry: UiEntry): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await appendAudit(
        {
          $queryRawUnsafe: async <T>(sql: string, ...values: unknown[]) => (await client.query(sql, values)).rows as T,
          $executeRawUnsafe: async (sql, ...values) => (await client.query(sql, values)).rowCount ?? 0,
        },
        { stream: STREAM, commandId, entry: JSON.parse(JSON.stringify(entry)) as Record<string, unknown> },
      );
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}
