import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { evidenceStoreOf } from '@wangge/platform/evidence/evidence-environment';
import { LOG, type Log } from '@wangge/platform/telemetry/log';
import type { Pool } from 'pg';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import { ErasePeople } from './erase-people';
import { Reseal } from './reseal';
import { workerPool } from '../worker/worker-pool';

const EVERY_MS = 3_600_000;

/** Once an hour: personal data is sealed with the current key, and erased when its time is over. */
@Injectable()
export class PersonalDataWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly pool: Pool;
  private readonly reseal: Reseal;
  private readonly erasing: ErasePeople;
  private running: Promise<void> = Promise.resolve();

  constructor(
    database: IntakeDatabase,
    @Inject(LOG) private readonly log: Log,
  ) {
    const settings = environment();
    const store = evidenceStoreOf(settings);
    this.pool = workerPool(1, log, 60_000);
    this.reseal = new Reseal(this.pool, store, settings.WANGGE_DATA_KEYS, log);
    this.erasing = new ErasePeople(database, store, settings.WANGGE_PERSONAL_DATA_YEARS);
  }

  onApplicationBootstrap(): void {
    this.running = this.work(this.stopping.signal);
  }

  private async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.once(signal);
      } catch (error) {
        this.log.warn({ err: error }, 'personal data could not be looked after; it is tried again');
      }
      await pause(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async once(signal: AbortSignal): Promise<void> {
    const erased = await this.erasing.due(signal);
    if (erased > 0) this.log.info({ erased }, 'the people of cases that were closed long ago are erased');
    // With one key there is nothing that another one sealed.
    if (environment().WANGGE_DATA_KEYS.byId.size === 1) return;
    const { done, lost } = await this.reseal.all(signal);
    if (!signal.aborted)
      this.log.info(
        { done, lost, key: environment().WANGGE_DATA_KEYS.current.id },
        'everything is sealed with the current data key; earlier ones may be taken out',
      );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.pool.end();
  }
}
