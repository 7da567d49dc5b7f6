import { randomUUID } from 'node:crypto';
import { Refusal } from '../repository.ts';
import { handleCase, isThere, NotHandled } from './handle-case.ts';
import { CHANNEL, itemCodeOf, matterOf, unitCodeOf, type GridRule, type Matter } from './mapping-rules.ts';
import { problemOf, type Answer, type PublicApi } from './public-api.ts';
import { readRows, type ReadRow } from './read-rows.ts';
import { OFFICER, prepareReferenceData, Survey } from './reference-data.ts';

/** What `wangge replay --json` prints: rows = filed + already + rejected; closed + open = filed + already. */
export interface Outcome {
  rows: number;
  /** Rows that this run filed. */
  filed: number;
  /** Rows that had been filed before. */
  already: number;
  /** Rows that are no matter, by their number in the file (the first after the header is 1). */
  rejected: { row: number; reason: string }[];
  /** Cases that stand closed, and those that do not, by the system's last answer about each. */
  closed: number;
  open: number;
  /** Rows filed or known, by complaint type. */
  byMatterItem: Record<string, number>;
  seconds: number;
}

export interface ReplayOptions {
  readonly file: string;
  readonly limit?: number;
  /** Rows in flight. */
  readonly concurrency: number;
  readonly report: (line: string) => void;
  /** Called with the counts so far, a few times a second at most. */
  readonly progress: (soFar: Readonly<Outcome>) => void;
}

export interface ReplayResult extends Outcome {
  /** Rows that were filed but could not be brought to their status, and why. */
  failed: { row: number; number: string; reason: string }[];
}

const PROGRESS_MS = 250;
/** Services remember for a minute that an item or a grid was unknown. */
const UNKNOWN_PATIENCE_MS = 100_000;

/** Files the rows of a file and handles each to its own status, several at a time; the file is read twice, never held whole. */
export async function replay(api: PublicApi, options: ReplayOptions): Promise<ReplayResult> {
  const began = performance.now();
  const now = Date.now();
  const survey = new Survey();
  for await (const read of readRows(options.file, options.limit)) {
    const matter = 'cells' in read ? matterOf(read.cells, now) : read;
    if (!('reason' in matter)) survey.add(matter);
  }
  const grids = await prepareReferenceData(api, survey, options.report);
  const run = new Run(api, grids, now);
  const rows = readRows(options.file, options.limit);
  const timer = setInterval(() => options.progress(run.outcome(began)), PROGRESS_MS);
  const work = async () => {
    for (let next = await rows.next(); !next.done; next = await rows.next()) await run.take(next.value);
  };
  try {
    await Promise.all(Array.from({ length: options.concurrency }, work));
  } finally {
    clearInterval(timer);
    await rows.return(undefined);
  }
  return { ...run.outcome(began), failed: run.failed };
}

class Run {
  readonly failed: ReplayResult['failed'] = [];
  private readonly api: PublicApi;
  private readonly grids: GridRule;
  private readonly now: number;
  /** Part of every filing's Idempotency-Key: within a run a repeated filing gets the first answer, in a later one 200. */
  private readonly id = randomUUID();
  private readonly rejected: Outcome['rejected'] = [];
  private readonly byMatterItem = new Map<string, number>();
  private readonly counts = { rows: 0, filed: 0, already: 0, closed: 0, open: 0 };

  constructor(api: PublicApi, grids: GridRule, now: number) {
    this.api = api;
    this.grids = grids;
    this.now = now;
  }

  outcome(began: number): Outcome {
    const { rows, filed, already, closed, open } = this.counts;
    const byMatterItem = Object.fromEntries([...this.byMatterItem].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
    const rejected = [...this.rejected].sort((a, b) => a.row - b.row);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    return { rows, filed, already, rejected, closed, open, byMatterItem, seconds };
  }

  async take(read: ReadRow): Promise<void> {
    const { row } = read;
    const matter = 'cells' in read ? matterOf(read.cells, this.now) : read;
    if ('reason' in matter) return this.reject(row, matter.reason);
    const answer = await this.file(row, matter);
    if (answer.status !== 200 && answer.status !== 201) return this.reject(row, problemOf(answer));
    const { number, stage } = answer.body;
    const isNew = answer.status === 201;
    this.counts.rows++;
    this.counts[isNew ? 'filed' : 'already']++;
    this.byMatterItem.set(matter.complaintType, (this.byMatterItem.get(matter.complaintType) ?? 0) + 1);
    const reached = await this.handle(row, number, stage, matter, isNew);
    this.counts[reached === 'closed' ? 'closed' : 'open']++;
  }

  private async handle(row: number, number: string, stage: string, matter: Matter, isNew: boolean): Promise<string> {
    const aim = { unit: unitCodeOf(matter.agency), target: matter.target, resolution: matter.resolution };
    // A case that lies assigned may lie with the wrong unit, which only its view says.
    if (!isNew && stage !== 'assigned' && isThere(stage, aim)) return stage;
    try {
      return await handleCase(this.api, number, aim, isNew);
    } catch (error) {
      if (!(error instanceof NotHandled)) throw error;
      this.failed.push({ row, number, reason: error.message });
      return error.stage;
    }
  }

  private reject(row: number, reason: string): void {
    this.counts.rows++;
    this.rejected.push({ row, reason });
  }

  private async file(row: number, matter: Matter): Promise<Answer<Filed>> {
    const body = {
      kind: 'matter',
      matterItem: itemCodeOf(matter.complaintType),
      title: matter.title,
      claims: [matter.claim],
      description: matter.description,
      location: { gridCode: this.grids.gridOf(matter.board) },
      channel: CHANNEL,
      externalId: matter.externalId,
      receivedAt: matter.receivedAt,
    };
    const until = performance.now() + UNKNOWN_PATIENCE_MS;
    for (;;) {
      const answer = await this.api.call<Filed>({
        as: OFFICER,
        method: 'POST',
        path: '/api/v1/petitions',
        body,
        idempotencyKey: `replay:${this.id}:${row}`,
      });
      const { code, errors } = answer.body as Partial<Problem>;
      if (answer.status < 400) return answer;
      if (code?.startsWith('PETITION.UNKNOWN_') && performance.now() < until) await this.api.pause(2_000);
      // What lies in the row is the row's; everything else would be rejected for no true reason.
      else if (![400, 413, 422].includes(answer.status) || errors?.some(({ code }) => code === 'not_permitted'))
        throw new Refusal(`Row ${row} cannot be filed: ${problemOf(answer)}`);
      else return answer;
    }
  }
}

interface Filed {
  number: string;
  stage: string;
}

interface Problem {
  code: string;
  errors: { code: string }[];
}
