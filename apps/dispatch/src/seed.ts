import { readEnvironment, serviceEnvironment } from '@wangge/platform/configuration/environment';
import { DispatchDatabase } from './database';
import { plant } from './seeds/plant';

/** Run once after the migrations, with `DATABASE_URL`; running it again changes nothing. */
async function seed(): Promise<void> {
  const { DATABASE_URL } = readEnvironment(serviceEnvironment.pick({ DATABASE_URL: true }));
  const database = new DispatchDatabase(DATABASE_URL);
  try {
    const added = await plant(database);
    console.log(JSON.stringify({ seeded: 'dispatch', added }));
  } finally {
    await database.$disconnect();
  }
}

seed().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
