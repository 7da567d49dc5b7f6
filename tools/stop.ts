import { setTimeout as sleep } from 'node:timers/promises';
import { describeInstallation } from './installation.ts';
import { Refusal, runMain } from './repository.ts';
import { askSupervisor } from './supervisor/control.ts';
import { isAlive, signal } from './supervisor/process-identity.ts';
import { endLeftovers, livingSupervisor } from './supervisor/records.ts';

/** Longest orderly end: three tiers of at most 10 s each. */
const patienceMs = 45_000;

/** `npm stop`: ends the installation of WANGGE_DATA in order, also when its supervisor was killed before. */
runMain(async () => {
  const { folders } = describeInstallation();
  const supervisor = livingSupervisor(folders.run);
  if (supervisor) {
    const asked = await askSupervisor(folders, 'POST', '/stop').catch(() => undefined);
    if (asked === undefined) signal(supervisor.pid, 'SIGTERM');
    for (let waited = 0; isAlive(supervisor) && waited < patienceMs; waited += 50) await sleep(50);
    if (isAlive(supervisor)) signal(supervisor.pid, 'SIGKILL');
    while (isAlive(supervisor)) await sleep(20);
  }
  const leftovers = await endLeftovers(folders.run);
  if (supervisor === undefined && leftovers.length === 0) console.log('nothing was running');
  else console.log(leftovers.length > 0 ? `stopped (left behind: ${leftovers.join(', ')})` : 'stopped');
  if (livingSupervisor(folders.run)) throw new Refusal('The supervisor could not be ended.');
});
