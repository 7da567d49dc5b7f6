import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { evidenceStoreOf } from '@wangge/platform/evidence/evidence-environment';
import { LOG, type Log } from '@wangge/platform/telemetry/log';
import type { Pool } from 'pg';
import { environment } from '../environment';
import { Places } from '../petitions/places';
import { MakeDocuments } from './make-documents';
import { workerPool } from '../worker/worker-pool';

/** Makes documents behind the API for as long as the process lives. */
@Injectable()
export class DocumentWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly pool: Pool;
  private readonly documents: MakeDocuments;

  constructor(places: Places, @Inject(LOG) log: Log) {
    const settings = environment();
    this.pool = workerPool(1, log);
    this.documents = new MakeDocuments(
      this.pool,
      evidenceStoreOf(settings),
      (units) => places.unitNamesNow(units),
      {
        keys: settings.WANGGE_DATA_KEYS,
        office: settings.WANGGE_PETITION_OFFICE,
        organCode: settings.WANGGE_DOCUMENT_ORGAN_CODE,
      },
      log,
    );
  }

  onApplicationBootstrap(): void {
    this.documents.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.documents.stop();
    await this.pool.end();
  }
}
