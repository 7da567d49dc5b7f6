import { Context } from '@temporalio/activity';
import type { Progress, ReplanActivities } from '@wangge/workflows/replan/replan-activities';
import type { Pool } from 'pg';
import type { ReplanCases } from './replan-cases';
import type { TellCases } from './tell-cases';

/** What planning open cases anew needs done here. */
export function createReplanActivities(pool: Pool, cases: ReplanCases, running: TellCases): ReplanActivities {
  return {
    findTouchedCases: ({ publication, pass }) => whileAlive(() => cases.find(publication, pass)),
    planTouchedCases: ({ publication, pass }) => cases.plan(publication, pass, alive()),
    tellRunningCases: ({ publication }) => running.tell(publication, alive()),
    finishPublication: async ({ publication }) => {
      const { rows } = await pool.query<Progress>(
        `with done as (delete from publication_case where publication = $1 and fault is null)
         update publication set finished_at = coalesce(finished_at, now()) where id = $1 returning touched, planned, moved, confirmed, told`,
        [publication],
      );
      return rows[0]!;
    },
  };
}

/** Says that the work goes on, and ends it where it is cancelled (a worker that stops). */
function alive(): () => void {
  const context = Context.current();
  return () => {
    context.heartbeat();
    context.cancellationSignal.throwIfAborted();
  };
}

/** For one statement that takes long. */
async function whileAlive<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), 2_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
