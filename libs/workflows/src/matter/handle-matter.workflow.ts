import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import { SYSTEM, type Act } from '@wangge/domain/cases/case-state';
import { processOf } from '@wangge/domain/cases/processes';
import type { CaseActivities, Route } from '../case/case-activities';
import { openCaseFile } from '../case/case-file';

/** Not a local one: while it is tried again, the case must take commands at once. */
const { askRoute } = proxyActivities<CaseActivities>({
  startToCloseTimeout: '3s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

const register: Act = { commandId: 'system:register', command: 'register', actor: SYSTEM, reason: '自动登记' };
const dispatch = (route: Route): Act => ({
  commandId: 'system:assign',
  command: 'assign',
  actor: SYSTEM,
  reason: '按职责清单派遣',
  data: { ...route },
});

/**
 * A hotline or city-management matter (数字城管七步) from filing to close. It ends with the case; a command on a closed
 * case starts it again under the same id, and it goes on from the record.
 */
export async function handleMatter(input: { number: string }): Promise<{ stage: string }> {
  const file = openCaseFile(processOf('matter'), input.number);
  const { route } = await file.open();

  // 案卷建立 and 任务派遣: registered and dispatched by the responsibility matrix; by hand where it has a gap.
  if (file.state.stage === 'received') await file.attempt(route?.unit ? [register, dispatch(route)] : [register]);
  if (file.state.stage === 'registered' && route === null) await dispatchWhenAnswered(file);

  // 任务处理 处理反馈 核查结案: commands and clocks move the case from here on.
  if (!(await file.untilOver())) await continueAsNew<typeof handleMatter>(input);
  return { stage: file.state.stage };
}

/** The matrix did not answer when the case was opened: asked again until it does, unless a person dispatched meanwhile. */
async function dispatchWhenAnswered(file: ReturnType<typeof openCaseFile>): Promise<void> {
  const route = await askRoute.executeWithOptions({ summary: '查询责任单位' }, [{ number: file.state.number }]);
  if (route.unit && file.state.stage === 'registered') await file.attempt([dispatch(route)]);
}
