import { entryHash, GENESIS } from './entry-hash';

/** What `appendAudit` needs of a Prisma transaction. */
export interface AuditTransaction {
  $queryRawUnsafe<T>(sql: string, ...values: unknown[]): Promise<T>;
  $executeRawUnsafe(sql: string, ...values: unknown[]): Promise<number>;
}

/**
 * Appends one entry to a stream inside the caller's transaction. For streams that change seldom (reference data, the
 * Temporal UI); the stream is locked until the transaction ends, so that its entries stay in one chain. Cases have a
 * cheaper way of their own: their state carries the latest hash.
 * @returns the entry's step, or undefined when this command id is in the stream already
 */
export async function appendAudit(
  transaction: AuditTransaction,
  record: { stream: string; commandId: string; at?: string; entry: Record<string, unknown> },
): Promise<number | undefined> {
  await transaction.$executeRawUnsafe('select pg_advisory_xact_lock(hashtextextended($1, 0))', record.stream);
  const last = await transaction.$queryRawUnsafe<{ step: number; hash: Uint8Array }[]>(
    'select step, hash from audit where stream = $1 order by step desc limit 1',
    record.stream,
  );
  const step = (last[0]?.step ?? -1) + 1;
  const previous = last[0] ? Buffer.from(last[0].hash) : GENESIS;
  const at = record.at ?? new Date().toISOString();
  const hash = entryHash(previous, {
    stream: record.stream,
    step,
    commandId: record.commandId,
    at,
    entry: record.entry,
  });
  const written = await transaction.$executeRawUnsafe(
    'insert into audit(stream, step, command_id, entry, at, prev_hash, hash) values($1, $2, $3, $4::jsonb, $5::timestamptz, $6, $7) on conflict (stream, command_id) do nothing',
    record.stream,
    step,
    record.commandId,
    JSON.stringify(record.entry),
    at,
    previous,
    hash,
  );
  return written === 1 ? step : undefined;
}
