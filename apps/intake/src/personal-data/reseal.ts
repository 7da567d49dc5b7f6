import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type KeyRing, open, seal, SealBroken } from '@wangge/platform/configuration/keys';
import type { EvidenceStore } from '@wangge/platform/evidence/evidence-store';
import type { Log } from '@wangge/platform/telemetry/log';
import type { Pool } from 'pg';
import { placeOfDocument, SEALED_FILE } from '../documents/make-documents';

const BATCH = 200;

/** A sealed column: its table, its key and the place that its values are bound to. */
interface Column {
  readonly table: string;
  readonly column: string;
  readonly key: string;
  readonly keyType: string;
  readonly place: (key: string) => string;
}

const COLUMNS: readonly Column[] = [
  { table: 'petition', column: 'sealed', key: 'number', keyType: 'text', place: (key) => `petition/${key}` },
  { table: 'subscription', column: 'target', key: 'id', keyType: 'uuid', place: (key) => `subscription/${key}` },
  { table: 'subscription', column: 'secret', key: 'id', keyType: 'uuid', place: (key) => `subscription/${key}` },
];

export interface Resealed {
  /** Values that are sealed with the current key now. */
  readonly done: number;
  /** Values whose key is not in the ring: they open no more unless it is put back. */
  readonly lost: number;
}

/**
 * Seals with the current key whatever an earlier one sealed, batch by batch, while everything goes on. A value that
 * changes meanwhile is left to whoever changed it. Once nothing is left, the earlier keys may be taken out of the ring.
 */
export class Reseal {
  constructor(
    private readonly pool: Pool,
    private readonly store: EvidenceStore,
    private readonly keys: KeyRing,
    private readonly log: Log,
  ) {}

  async all(signal: AbortSignal): Promise<Resealed> {
    let [done, lost] = [0, 0];
    const count = (one: Resealed) => ([done, lost] = [done + one.done, lost + one.lost]);
    for (const column of COLUMNS) count(await this.column(column, signal));
    count(await this.documents(signal));
    return { done, lost };
  }

  private async column({ table, column, key, keyType, place }: Column, signal: AbortSignal): Promise<Resealed> {
    let [done, lost] = [0, 0];
    for (let after: string | null = null; !signal.aborted;) {
      const { rows }: { rows: { key: string; sealed: Buffer }[] } = await this.pool.query(
        `select ${key}::text as key, ${column} as sealed from ${table}
         where ($1::${keyType} is null or ${key} > $1::${keyType}) and ${column} is not null
           and substring(${column} from 3 for get_byte(${column}, 1)) <> $2 order by ${key} limit ${BATCH}`,
        [after, Buffer.from(this.keys.current.id, 'latin1')],
      );
      const fresh = rows.flatMap((row) => {
        const sealed = this.again(row.sealed, place(row.key));
        return sealed ? [{ ...row, fresh: sealed }] : [];
      });
      lost += rows.length - fresh.length;
      const written = await this.pool.query(
        `update ${table} set ${column} = given.fresh from unnest($1::${keyType}[], $2::bytea[], $3::bytea[]) as given(key, old, fresh)
         where ${key} = given.key and ${column} = given.old`,
        [fresh.map((one) => one.key), fresh.map((one) => one.sealed), fresh.map((one) => one.fresh)],
      );
      done += written.rowCount ?? 0;
      if (rows.length < BATCH) break;
      after = rows.at(-1)!.key;
    }
    return { done, lost };
  }

  /** Files are sealed anew one by one: the new one is there before its row refers to it, the old one goes last. */
  private async documents(signal: AbortSignal): Promise<Resealed> {
    let [done, lost] = [0, 0];
    for (let after: string | null = null; !signal.aborted;) {
      const { rows }: { rows: { id: string; file: string }[] } = await this.pool.query(
        `select id::text, file from document where ($1::uuid is null or id > $1::uuid) and file is not null and sealed_with <> $2
         order by id limit ${BATCH}`,
        [after, this.keys.current.id],
      );
      for (const row of rows) {
        if (signal.aborted) break;
        if (await this.document(row)) done += 1;
        else lost += 1;
      }
      if (rows.length < BATCH) break;
      after = rows.at(-1)!.id;
    }
    return { done, lost };
  }

  private async document({ id, file }: { id: string; file: string }): Promise<boolean> {
    const found = await this.store.open(file);
    const sealed = found && this.again(await buffer(found.stream), placeOfDocument(id));
    if (!sealed) return false;
    const { id: fresh } = await this.store.put(Readable.from([sealed]), SEALED_FILE);
    const { rowCount } = await this.pool.query(
      `update document set file = $3, sealed_with = $4 where id = $1 and file = $2`,
      [id, file, fresh, this.keys.current.id],
    );
    await this.store.remove(rowCount === 1 ? file : fresh);
    return true;
  }

  /** Undefined for a value that does not open. */
  private again(sealed: Buffer, place: string): Buffer | undefined {
    try {
      return seal(this.keys, open(this.keys, sealed, place), place);
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      this.log.error({ err: error, place }, 'a sealed value does not open');
      return undefined;
    }
  }
}
