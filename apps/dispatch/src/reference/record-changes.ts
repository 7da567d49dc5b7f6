import { entryHash, GENESIS } from '@wangge/platform/audit/entry-hash';
import type { Transaction } from '../database';
import type { Prisma } from '../generated/prisma/client';
import type { KindName } from './reference-kind';

export interface RecordedChange {
  readonly code: string;
  readonly action: 'created' | 'replaced' | 'imported' | 'retired';
  readonly before?: Record<string, unknown> | undefined;
  readonly after: Record<string, unknown>;
}

export interface ChangeStamp {
  readonly kind: KindName;
  readonly revision: bigint;
  readonly at: Date;
  readonly by: string;
  readonly reason?: string | undefined;
  readonly commandId: string;
}

/** Audit stream of one record. */
export const auditStreamOf = (kind: KindName, code: string): string => `reference.${kind}.${code}`;

/** Codes in one event: far below the message limit of NATS (1 MiB). */
const CODES_PER_EVENT = 1_000;

/**
 * Audit entries and events of changed records, in the caller's transaction: three statements, however many records.
 * The caller holds the kind's revision lock, so that no other writer appends to these streams.
 */
export async function recordChanges(
  transaction: Transaction,
  stamp: ChangeStamp,
  changes: readonly RecordedChange[],
): Promise<void> {
  const streams = changes.map((change) => auditStreamOf(stamp.kind, change.code));
  const last = new Map(
    (
      await transaction.$queryRawUnsafe<{ stream: string; step: number; hash: Uint8Array }[]>(
        'select distinct on (stream) stream, step, hash from audit where stream = any($1::text[]) order by stream, step desc',
        streams,
      )
    ).map((row) => [row.stream, row]),
  );
  const at = stamp.at.toISOString();
  await transaction.audit.createMany({
    data: changes.map((change) => {
      const stream = auditStreamOf(stamp.kind, change.code);
      const before = last.get(stream);
      const step = (before?.step ?? -1) + 1;
      const prevHash = before ? Buffer.from(before.hash) : GENESIS;
      // Through JSON, as PostgreSQL gives it back: what is hashed is what is kept.
      const entry = JSON.parse(
        JSON.stringify({
          action: change.action,
          by: stamp.by,
          reason: stamp.reason,
          before: change.before,
          after: change.after,
        }),
      ) as Prisma.InputJsonObject;
      const hash = entryHash(prevHash, { stream, step, commandId: stamp.commandId, at, entry });
      return {
        stream,
        step,
        commandId: stamp.commandId,
        entry,
        at: stamp.at,
        prevHash: new Uint8Array(prevHash),
        hash: new Uint8Array(hash),
      };
    }),
  });
  const events: Prisma.OutboxCreateManyInput[] = [];
  for (let from = 0; from < changes.length; from += CODES_PER_EVENT) {
    events.push({
      subject: `reference.${stamp.kind}-changed.v1`,
      key: stamp.kind,
      body: {
        kind: stamp.kind,
        codes: changes.slice(from, from + CODES_PER_EVENT).map((change) => change.code),
        revision: Number(stamp.revision),
        at,
      },
    });
  }
  await transaction.outbox.createMany({ data: events });
}
