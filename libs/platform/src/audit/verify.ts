import type { Client } from 'pg';
import { entryHash, GENESIS } from './entry-hash';

export interface BrokenEntry {
  readonly stream: string;
  readonly step: number;
  readonly reason: string;
}

interface Row {
  stream: string;
  step: number;
  command_id: string;
  at: string;
  entry: unknown;
  prev_hash: Buffer;
  hash: Buffer;
}

const BATCH = 2_000;

/**
 * Walks every chain of one service's audit trail and names each entry that was changed, removed or slipped in.
 * Where the service keeps cases, the latest hash on the case's own row must be the last of its chain, so that a cut-off
 * tail is noticed too. Memory is bounded: rows are read through a cursor.
 */
export async function verifyAudit(client: Client): Promise<{ rows: number; broken: BrokenEntry[] }> {
  const broken: BrokenEntry[] = [];
  let rows = 0;
  let stream: string | undefined;
  let step = -1;
  let previous: Buffer = GENESIS;
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(
      `declare chain no scroll cursor for select stream, step, command_id, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
        entry, prev_hash, hash from audit order by stream, step`,
    );
    for (;;) {
      const batch = (await client.query<Row>(`fetch ${BATCH} from chain`)).rows;
      if (batch.length === 0) break;
      for (const row of batch) {
        rows += 1;
        if (row.stream !== stream) [stream, step, previous] = [row.stream, -1, GENESIS];
        const fault = (reason: string) => broken.push({ stream: row.stream, step: row.step, reason });
        if (row.step !== step + 1) fault(`step ${step + 1} is missing before it`);
        else if (!row.prev_hash.equals(previous)) fault('it is not chained to the entry before it');
        if (
          !row.hash.equals(
            entryHash(row.prev_hash, {
              stream: row.stream,
              step: row.step,
              commandId: row.command_id,
              at: row.at,
              entry: row.entry,
            }),
          )
        )
          fault('its content does not fit its hash');
        step = row.step;
        previous = row.hash;
      }
    }
    await client.query('close chain');
    broken.push(...(await cutOffTails(client)));
  } finally {
    await client.query('rollback');
  }
  return { rows, broken };
}

async function cutOffTails(client: Client): Promise<BrokenEntry[]> {
  const { rows } = await client.query<{ known: boolean }>(`select to_regclass('petition') is not null as known`);
  if (!rows[0]?.known) return [];
  const tails = await client.query<{ number: string; step: number }>(
    `select p.number, p.step from petition p left join audit a on a.stream = p.number and a.step = p.step and a.hash = p.audit_hash
      where a.id is null order by p.number limit 1000`,
  );
  return tails.rows.map((row) => ({
    stream: row.number,
    step: row.step,
    reason: 'the latest entry of the case is missing',
  }));
}
