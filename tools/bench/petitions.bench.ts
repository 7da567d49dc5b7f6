import { startInstallation } from '../testing/installation-for-tests.ts';
import { measurePublication } from './publish-calendar.ts';
import type { BenchReport } from './report.ts';
import { measurePetitions } from './whole-petitions.ts';

/** Petitions: whole ones through three instances, and what publishing a calendar costs with many of them open. */
export async function run(say: (line: string) => void): Promise<BenchReport> {
  const installation = await startInstallation();
  try {
    const whole = await measurePetitions(installation, say);
    const publication = await measurePublication(installation, say);
    return {
      legend: { ...whole.legend, ...publication.legend },
      measured: { ...whole.measured, ...publication.measured },
      facts: { ...whole.facts, ...publication.facts },
      goals: [...whole.goals, ...publication.goals],
    };
  } finally {
    await installation.stop();
  }
}
