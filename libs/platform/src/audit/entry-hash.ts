import { createHash } from 'node:crypto';
import { canonicalJson } from '../http/canonical-json';

/** The first entry of every stream is chained to this. */
export const GENESIS = Buffer.alloc(32);

export interface AuditRow {
  readonly stream: string;
  readonly step: number;
  readonly commandId: string;
  /** ISO instant, UTC with milliseconds, as PostgreSQL keeps it. */
  readonly at: string;
  readonly entry: unknown;
}

/** sha256 over the previous entry's hash and everything this entry says, so that no entry changes without being noticed. */
export function entryHash(previous: Uint8Array, row: AuditRow): Buffer {
  return createHash('sha256')
    .update(previous)
    .update(
      canonicalJson({
        stream: row.stream,
        step: row.step,
        commandId: row.commandId,
        at: new Date(row.at).toISOString(),
        entry: row.entry,
      }),
    )
    .digest();
}
