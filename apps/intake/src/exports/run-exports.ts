import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '@wangge/domain/people/actor';
import type { Language } from '@wangge/platform/messages/catalogue';
import type { Log } from '@wangge/platform/telemetry/log';
import type { CountPetitions } from '../lists/count-petitions';
import type { Cursor, ListPetitions } from '../lists/list-petitions';
import type { CaseFilter } from '../lists/list-schema';
import { cellsOf, headersOf, sheetName } from './export-columns';
import { type Format, writeTable } from './write-table';

export const MOST_ROWS = 1_000_000;
export const KEPT_DAYS = 7;
const BATCH = 2_000;
/** A worker that is killed leaves its lease behind; when it ran out another takes the job up again. */
const LEASE = '20 seconds';
const MOST_ATTEMPTS = 5;

export const fileOf = (folder: string, { id, format }: { id: string; format: string }): string =>
  join(folder, `${id}.${format}`);

/** What running exports needs of the database: Prisma's raw statements. */
export interface ExportDatabase {
  $queryRawUnsafe<T>(sql: string, ...values: unknown[]): Promise<T>;
}

interface Job {
  readonly id: string;
  readonly actor: Actor;
  readonly format: Format;
  readonly language: Language;
  readonly query: CaseFilter;
  readonly attempts: number;
}

/** The job was cancelled, or taken over by another worker. */
class NoLongerMine extends Error {}

/** Writes the lists that people asked for to files, one at a time. */
export class RunExports {
  constructor(
    private readonly database: ExportDatabase,
    private readonly lists: Pick<ListPetitions, 'rows'>,
    private readonly counts: Pick<CountPetitions, 'total'>,
    private readonly folder: string,
    private readonly log: Log,
  ) {}

  /** Does the next job. @returns false when there is none */
  async next(signal: AbortSignal): Promise<boolean> {
    const job = await this.take();
    if (!job) return false;
    try {
      if (job.attempts > MOST_ATTEMPTS) await this.finish(job, 'failed', { failure: 'EXPORT.FAILED' });
      else await this.run(job, signal);
    } catch (error) {
      if (signal.aborted) await this.giveBack(job);
      else if (!(error instanceof NoLongerMine)) {
        this.log.warn({ err: error, export: job.id, attempt: job.attempts }, 'an export failed and is tried again');
        await this.giveBack(job, '5 seconds');
      }
    }
    return true;
  }

  /** The longest waiting job, or one whose worker is gone. */
  private async take(): Promise<Job | undefined> {
    const [job] = await this.database.$queryRawUnsafe<Job[]>(
      `update export_job set status = 'running', attempts = attempts + 1, rows_done = 0, leased_until = now() + interval '${LEASE}'
       where id = (select id from export_job where status in ('waiting', 'running') and leased_until <= now() order by asked_at limit 1 for update skip locked)
       returning id::text, actor, format, language, query, attempts`,
    );
    return job;
  }

  private async run(job: Job, signal: AbortSignal): Promise<void> {
    const total = await this.counts.total(job.query, job.actor, MOST_ROWS + 1);
    if (total > MOST_ROWS) return this.finish(job, 'failed', { failure: 'EXPORT.TOO_MANY_ROWS' });
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const part = join(this.folder, `${job.id}.${job.attempts}.part`);
    try {
      const table = { name: sheetName(job.language), batches: this.batches(job, total, signal) };
      await writeTable(job.format, table, part);
      const { size } = await stat(part);
      await rename(part, fileOf(this.folder, job));
      await flushFolder(this.folder);
      await this.finish(job, 'done', { bytes: size });
    } finally {
      await rm(part, { force: true });
    }
  }

  /** Headers, then the cases behind one another: a keyset cursor, so that what comes in meanwhile repeats nothing. */
  private async *batches(job: Job, total: number, signal: AbortSignal) {
    yield [headersOf(job.language)];
    let after: Cursor | undefined;
    for (let done = 0; ;) {
      signal.throwIfAborted();
      await this.keep(job, done, Math.max(total, done));
      const most = Math.min(BATCH, MOST_ROWS - done);
      const rows = most > 0 ? await this.lists.rows(job.query, job.actor, { sort: 'receivedAt', after, most }) : [];
      yield rows.map((row) => cellsOf(row, job.language));
      done += rows.length;
      if (rows.length < BATCH) {
        await this.keep(job, done, done);
        return;
      }
      const last = rows.at(-1)!;
      after = [last.received_at.toISOString(), last.number];
    }
  }

  /** Counts progress and keeps the lease. Throws when the job is no longer this worker's. */
  private async keep(job: Job, done: number, total: number): Promise<void> {
    const rows = await this.database.$queryRawUnsafe<unknown[]>(
      `update export_job set rows_done = $3, rows_total = $4, leased_until = now() + interval '${LEASE}'
       where id = $1::uuid and attempts = $2 and status = 'running' returning id::text`,
      job.id,
      job.attempts,
      done,
      total,
    );
    if (rows.length === 0) throw new NoLongerMine();
  }

  private async finish(job: Job, status: 'done' | 'failed', more: { bytes?: number; failure?: string }): Promise<void> {
    const rows = await this.database.$queryRawUnsafe<unknown[]>(
      `update export_job set status = $3, bytes = $4, failure = $5, finished_at = now()
       where id = $1::uuid and attempts = $2 and status = 'running' returning id::text`,
      job.id,
      job.attempts,
      status,
      more.bytes ?? null,
      more.failure ?? null,
    );
    if (rows.length > 0) return;
    // Cancelled at the last moment: nobody would ever remove the file. One that another worker writes stands.
    const [current] = await this.database.$queryRawUnsafe<{ status: string }[]>(
      'select status from export_job where id = $1::uuid',
      job.id,
    );
    if (current?.status === 'cancelled') await rm(fileOf(this.folder, job), { force: true });
  }

  private async giveBack(job: Job, wait = '0 seconds'): Promise<void> {
    await this.database.$queryRawUnsafe(
      `update export_job set status = 'waiting', leased_until = now() + interval '${wait}'
       where id = $1::uuid and attempts = $2 and status = 'running' returning id::text`,
      job.id,
      job.attempts,
    );
  }

  /** Removes the files of exports that are too old, and what killed workers left. */
  async expire(): Promise<void> {
    const old = await this.database.$queryRawUnsafe<{ id: string; format: string }[]>(
      `update export_job set status = 'expired' where status = 'done' and finished_at < now() - interval '${KEPT_DAYS} days' returning id::text, format`,
    );
    for (const job of old) await rm(fileOf(this.folder, job), { force: true });
    const before = Date.now() - (KEPT_DAYS + 1) * 86_400_000;
    for (const name of await readdir(this.folder).catch(() => [])) {
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found?.isFile() && found.mtimeMs < before) await rm(path, { force: true });
    }
  }
}

/** A rename is durable only when its folder is flushed too. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
