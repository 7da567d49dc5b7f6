import { SEED_CALENDAR } from '@wangge/domain/calendar/seed-calendar';
import { ALL_PACKS } from '@wangge/domain/rule-packs/all-packs';
import { IntakeDatabase } from './database';
import { SAMPLE_ATTRIBUTES } from './open311/sample-attributes';
import { asJson } from './rules/publish-rules';

/** Rule packs, calendars and sample questions that ship with the product. What exists is left as it is. */
async function seed(): Promise<void> {
  const database = new IntakeDatabase();
  try {
    await database.rulePackVersion.createMany({
      skipDuplicates: true,
      data: ALL_PACKS.map((pack) => ({
        id: pack.id,
        version: pack.version,
        validFrom: new Date(pack.validFrom),
        pack: asJson(pack),
        publishedBy: 'seed',
      })),
    });
    await database.calendarYear.createMany({
      skipDuplicates: true,
      data: Object.entries(SEED_CALENDAR.years).map(([year, days]) => ({
        year: Number(year),
        holidays: days.holidays as string[],
        makeUpDays: days.makeUpDays as string[],
        names: { ...days.names },
        publishedBy: 'seed',
      })),
    });
    await database.open311Service.createMany({
      skipDuplicates: true,
      data: Object.entries(SAMPLE_ATTRIBUTES).map(([code, attributes]) => ({
        code,
        attributes: attributes as object[],
        sample: true,
        updatedBy: 'seed',
      })),
    });
  } finally {
    await database.$disconnect();
  }
}

seed().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
