import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import type { Pool } from 'pg';

/** Where an expiry is not told, nothing is kept for longer than this. */
const LONGEST_SECONDS = 14 * 86_400;

/** Keeps what the embedded provider must remember in the gateway's database, so that a restart signs nobody out. */
export function providerStorage(pool: Pool): AdapterFactory {
  return (model) => new ProviderTable(pool, model);
}

/** Removes what has expired. @returns how many rows went */
export async function removeExpired(pool: Pool): Promise<number> {
  return (await pool.query('delete from oidc_payload where expires_at < now()')).rowCount ?? 0;
}

class ProviderTable implements Adapter {
  constructor(
    private readonly pool: Pool,
    private readonly model: string,
  ) {}

  private key(id: string): string {
    return `${this.model}:${id}`;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const seconds =
      Number.isFinite(expiresIn) && expiresIn > 0 ? Math.min(expiresIn, LONGEST_SECONDS) : LONGEST_SECONDS;
    await this.pool.query(
      `insert into oidc_payload(id, grant_id, uid, payload, expires_at) values($1, $2, $3, $4, now() + make_interval(secs => $5))
       on conflict (id) do update set grant_id = excluded.grant_id, uid = excluded.uid, payload = excluded.payload, expires_at = excluded.expires_at`,
      [
        this.key(id),
        payload.grantId ?? null,
        payload.uid ? this.key(payload.uid) : null,
        JSON.stringify(payload),
        seconds,
      ],
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.first('select payload from oidc_payload where id = $1 and expires_at > now()', this.key(id));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.first('select payload from oidc_payload where uid = $1 and expires_at > now()', this.key(uid));
  }

  /** The device flow is not offered. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    await this.pool.query(
      `update oidc_payload set payload = payload || jsonb_build_object('consumed', floor(extract(epoch from now()))) where id = $1`,
      [this.key(id)],
    );
  }

  async destroy(id: string): Promise<void> {
    await this.pool.query('delete from oidc_payload where id = $1', [this.key(id)]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.pool.query('delete from oidc_payload where grant_id = $1', [grantId]);
  }

  private async first(sql: string, value: string): Promise<AdapterPayload | undefined> {
    const { rows } = await this.pool.query<{ payload: AdapterPayload }>(sql, [value]);
    return rows[0]?.payload;
  }
}
