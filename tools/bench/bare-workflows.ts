import { allHandlersFinished, condition, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';

/** The least that Temporal can do for us: what our own cases are measured against. */
export async function bare(): Promise<void> {
  let done = false;
  setHandler(defineUpdate<number>('act'), () => Number((done = true)));
  await condition(() => done && allHandlersFinished());
}

const { writeRow } = proxyLocalActivities<{ writeRow(id: string): Promise<void> }>({ startToCloseTimeout: '10s' });

/** A start that writes a row, and as many updates as a case has commands, each writing one. */
export async function bareCase(id: string, updates: number): Promise<void> {
  let count = 0;
  setHandler(defineUpdate<number>('act'), async () => {
    await writeRow(`${id}-${count}`);
    return ++count;
  });
  await writeRow(id);
  await condition(() => count >= updates && allHandlersFinished());
}
