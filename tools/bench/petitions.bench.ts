import { startInstallation } from '../testing/installation-for-tests.ts';
import { measurePublication } from './publish-calendar.ts';
import type { BenchReport } from './report.ts';

/** Petitions: what publishing a calendar costs with many of them open. */
export async function run(say: (line: string) => void): Promise<BenchReport> {
  const installation = await startInstallation();
  try {
    return await measurePublication(installation, say);
  } finally {
    await installation.stop();
  }
}
