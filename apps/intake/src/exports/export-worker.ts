import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LOG, type Log } from '@wangge/platform/telemetry/log';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import { CountPetitions } from '../lists/count-petitions';
import { ListPetitions } from '../lists/list-petitions';
import { RunExports } from './run-exports';

const IDLE_MS = 1_000;
const EXPIRE_MS = 3_600_000;

export const exportsFolder = (): string => join(environment().WANGGE_DATA, 'exports');

/** Runs exports behind the API for as long as the process lives. */
@Injectable()
export class ExportWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly exports: RunExports;
  private running: Promise<void> = Promise.resolve();

  constructor(
    database: IntakeDatabase,
    lists: ListPetitions,
    counts: CountPetitions,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.exports = new RunExports(database, lists, counts, exportsFolder(), log);
  }

  onApplicationBootstrap(): void {
    this.running = this.work(this.stopping.signal);
  }

  private async work(signal: AbortSignal): Promise<void> {
    let expireAt = Date.now();
    while (!signal.aborted) {
      try {
        if (Date.now() >= expireAt) {
          expireAt = Date.now() + EXPIRE_MS;
          await this.exports.expire();
        }
        if (await this.exports.next(signal)) continue;
      } catch (error) {
        this.log.warn({ err: error }, 'exports cannot be run at the moment');
      }
      await pause(IDLE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** An export under way goes back and begins anew with the next worker. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }
}
