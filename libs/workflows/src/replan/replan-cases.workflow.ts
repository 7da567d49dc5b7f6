import { continueAsNew, proxyActivities, setCurrentDetails, sleep, workflowInfo } from '@temporalio/workflow';
import type { Portion, Progress, ReplanActivities } from './replan-activities';

/** A worker that is killed is noticed by its heartbeat; nothing else can go on without these, so they are tried until they are done. */
const { findTouchedCases, planTouchedCases, tellRunningCases, finishPublication } = proxyActivities<ReplanActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** Longer than an act takes from reading the law to its commit: after it nobody decides by the law before any more. */
const SETTLED = '10s';

export interface ReplanInput {
  /** Id of the publication, `calendar:2027.1`. */
  readonly publication: string;
  /** ISO instant at which it comes into force; absent where it is. */
  readonly begins?: string;
  /** The record is moved; running cases are still to be told. */
  readonly recorded?: true;
}

/**
 * Plans open cases anew after a calendar or a retroactive rule pack was published. The record moves first, so that due
 * dates are right everywhere; then the running cases are told. One that is not told yet reads the record when its timer comes.
 */
export async function replanCases(input: ReplanInput): Promise<Progress> {
  const { publication } = input;
  if (!input.recorded) {
    if (input.begins !== undefined)
      await sleep(Math.max(Date.parse(input.begins) - Date.now(), 1), { summary: '等待规则生效' });
    await record(publication, 1);
    await sleep(SETTLED, { summary: '等待进行中的办理落案' });
    await record(publication, 2);
  }
  await inPortions('通知在办流程', () =>
    workflowInfo().continueAsNewSuggested
      ? continueAsNew<typeof replanCases>({ publication, recorded: true })
      : tellRunningCases.executeWithOptions({ summary: '通知在办流程' }, [{ publication }]),
  );
  const progress = await finishPublication.executeWithOptions({ summary: '完成' }, [{ publication }]);
  show('完成', progress);
  return progress;
}

async function record(publication: string, pass: 1 | 2): Promise<void> {
  const found = await findTouchedCases.executeWithOptions({ summary: '查找涉及的在办事项' }, [{ publication, pass }]);
  show('重新计算时限', found);
  await inPortions('重新计算时限', () =>
    planTouchedCases.executeWithOptions({ summary: '重新计算时限' }, [{ publication, pass }]),
  );
}

async function inPortions(what: string, portion: () => Promise<Portion>): Promise<void> {
  for (;;) {
    const { progress, more } = await portion();
    show(what, progress);
    if (!more) return;
  }
}

function show(what: string, { touched, planned, moved, confirmed, told }: Progress): void {
  setCurrentDetails(
    [
      `**${what}**`,
      '',
      '| 涉及 | 已计算 | 到期日变动 | 到期日不变 | 已通知流程 |',
      '|---|---|---|---|---|',
      `| ${touched} | ${planned} | ${moved} | ${confirmed} | ${told} |`,
    ].join('\n'),
  );
}
