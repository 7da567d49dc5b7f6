import { randomUUID } from 'node:crypto';
import { READ_RECORD } from '@wangge/contracts/task-queues';
import { type Calendar, withYear } from '@wangge/domain/calendar/calendar';
import { formatDay, formatInstant } from '@wangge/domain/calendar/local-date';
import type { CaseState } from '@wangge/domain/cases/case-state';
import { replan } from '@wangge/domain/cases/replan';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import type { CaseAtWork, CasesInTime } from '@wangge/testing/cases-in-time';
import { drillPack } from '@wangge/testing/drill-pack';
import { HANDLER_A, OFFICER } from '@wangge/testing/people';
import { PLAIN_CALENDAR, type RecordInMemory } from '@wangge/testing/record-in-memory';
import { ATTRIBUTES } from './search-attributes';
import { runCase, timeForCases } from '../testing/run-case';

const DAY = 86_400_000;

jest.setTimeout(60_000);

/** `handling` in five working days, with a warning a day before; everything else as in the drill. */
const pack: RulePack = {
  ...drillPack,
  clocks: drillPack.clocks.map((clock) =>
    clock.id === 'handling' ? { ...clock, unit: 'workingDay', amount: 5, warnings: ['P1D'] } : clock,
  ),
};

describe('a running case whose record was planned anew', () => {
  let cases: CasesInTime;
  beforeAll(async () => {
    cases = await timeForCases();
  }, 60_000);
  afterAll(async () => cases.stop());

  interface Story extends CaseAtWork {
    readonly handling: () => CaseState['clocks'][number];
    /** Publishes these days and moves the record, as the batch does; the running case is not told. */
    readonly publish: (days: { holidays: string[]; makeUpDays: string[] }) => void;
    readonly sleepUntil: (at: number) => Promise<void>;
  }

  /** A case in handling. */
  async function inHandling(story: (the: Story) => Promise<void>): Promise<void> {
    let calendar: Calendar = PLAIN_CALENDAR;
    const law = {
      pack,
      get calendar() {
        return calendar;
      },
    };
    await runCase(cases, { law }, async (the) => {
      const { record } = the;
      await the.act('accept', HANDLER_A);
      const at = record.steps.at(-1)!.at;
      const publish: Story['publish'] = ({ holidays, makeUpDays }) => {
        const before = { pack, calendar };
        const year = Number(formatInstant(Date.parse(at)).slice(0, 4));
        for (const one of [year, year + 1]) {
          const ofYear = (days: string[]) => days.filter((date) => date.startsWith(`${one}-`));
          const days = { holidays: ofYear(holidays), makeUpDays: ofYear(makeUpDays) };
          calendar = withYear(calendar, one, days, `${one}.1`);
        }
        const planned = replan(record.state, {
          law: { before, after: { pack, calendar } },
          at,
          commandId: `replan:${randomUUID()}`,
          reason: '公布',
        })!;
        record.state = planned.state;
        record.steps.push(planned.step);
      };
      const handling = () => record.state.clocks.find((clock) => clock.id === 'handling')!;
      let slept = Date.parse(at);
      const sleepUntil = async (until: number) => {
        await the.sleep(until - slept);
        slept = until;
      };
      await story({ ...the, handling, publish, sleepUntil });
    });
  }

  const dates = (from: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => formatDay(Date.parse(`${from}T00:00:00Z`) / DAY + index));
  const weekendsOf = (all: string[]): string[] => all.filter((date) => [0, 6].includes(new Date(date).getUTCDay()));
  const expiries = (record: RecordInMemory) => record.steps.filter(({ command }) => command === 'expire');

  it('does not expire at the earlier instant that its timer still stands for', async () => {
    await inHandling(async ({ record, handling, publish, sleepUntil }) => {
      const old = Date.parse(handling().dueAt!);
      // The next ten dates are holidays: none of them is counted, so that the due instant comes at least a week later.
      publish({
        holidays: dates(formatInstant(Date.parse(handling().startedAt) + DAY).slice(0, 10), 10),
        makeUpDays: [],
      });
      const due = Date.parse(handling().dueAt!);
      expect(due).toBeGreaterThanOrEqual(old + 7 * DAY);
      await sleepUntil(due - 60_000);
      expect(record.commands.slice(-2)).toEqual(['replan', 'warn']);
      await sleepUntil(due + 60_000);
      expect(expiries(record).map(({ at }) => Math.round((Date.parse(at) - due) / 1_000))).toEqual([0]);
    });
  });

  it('expires at the earlier instant once it was told', async () => {
    await inHandling(async ({ record, handle, handling, publish, sleepUntil }) => {
      const old = Date.parse(handling().dueAt!);
      // Every Saturday and Sunday of the next ten dates is worked: five working days are the next five dates.
      const next = dates(formatInstant(Date.parse(handling().startedAt) + DAY).slice(0, 10), 10);
      publish({ holidays: [], makeUpDays: weekendsOf(next) });
      const due = Date.parse(handling().dueAt!);
      expect(handling().dueDate).toBe(next[4]);
      expect(due).toBeLessThan(old);
      await handle.executeUpdate(READ_RECORD);
      await sleepUntil(due + 60_000);
      expect(expiries(record).map(({ at }) => Math.round((Date.parse(at) - due) / 1_000))).toEqual([0]);
    });
  });

  it('shows that its deadlines are provisional for as long as the year is not published', async () => {
    await inHandling(async ({ handle, publish }) => {
      const shown = async () => (await handle.describe()).typedSearchAttributes.get(ATTRIBUTES.provisional);
      expect(await shown()).toBe(true);
      publish({ holidays: [], makeUpDays: [] });
      await handle.executeUpdate(READ_RECORD);
      expect(await shown()).toBe(false);
    });
  });

  it('takes a command that was sent before it knew', async () => {
    await inHandling(async ({ record, act, handling, publish }) => {
      publish({
        holidays: dates(formatInstant(Date.parse(handling().startedAt) + DAY).slice(0, 10), 10),
        makeUpDays: [],
      });
      await act('feedback', HANDLER_A);
      expect(record.commands.slice(-2)).toEqual(['replan', 'feedback']);
      expect(record.state.stage).toBe('answered');
      await expect(act('accept', OFFICER)).rejects.toThrow();
    });
  });
});
