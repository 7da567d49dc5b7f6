import { continueAsNew, proxyLocalActivities } from '@temporalio/workflow';
import { type Act, SYSTEM } from '@wangge/domain/cases/case-state';
import { processOf } from '@wangge/domain/cases/processes';
import type { CaseActivities, Route } from '../case/case-activities';
import { openCaseFile } from '../case/case-file';

const { askRoute } = proxyLocalActivities<CaseActivities>({
  startToCloseTimeout: '3s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

const locate = ({ gridCode, district }: Route): Act => ({
  commandId: 'system:locate',
  command: 'locate',
  actor: SYSTEM,
  reason: '按位置确定网格',
  data: { gridCode, district },
});

/**
 * A petition (信访事项) from receipt to finality (三级终结) by 信访工作条例: registration and routing (第22条), acceptance or
 * refusal (第23条), handling (第31–34条), review (第35条) and re-review (第36条) are one execution. People decide every step;
 * each statutory time limit is a durable timer, and where nobody asks for a review in time the timer itself makes the opinion
 * final. A long history goes on as a new one under the same id, from the record; a command on a case that is over starts it
 * again.
 */
export async function handlePetition(input: { number: string }): Promise<{ stage: string }> {
  const file = openCaseFile(processOf('petition'), input.number);
  const { route } = await file.open();

  // Filed by a point while nobody could say in which grid it lies; whom it goes to is for the petition office.
  const place = route ?? (await askRoute.executeWithOptions({ summary: '查询所在网格' }, [input]));
  if (place.gridCode !== undefined) await file.attempt([locate(place)]);

  if (!(await file.untilOver())) await continueAsNew<typeof handlePetition>(input);
  return { stage: file.state.stage };
}
