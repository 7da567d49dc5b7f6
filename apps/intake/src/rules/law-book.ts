import { Injectable } from '@nestjs/common';
import type { Calendar, CalendarYear } from '@wangge/domain/calendar/calendar';
import type { LawInForce } from '@wangge/domain/cases/transition';
import { packInForce } from '@wangge/domain/rule-packs/find-pack';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import { IntakeDatabase } from '../database';

/** What was read is read anew behind the answer once it is this old … */
const FRESH_MS = 1_000;
/** … and before the answer once it is this old: nobody decides by a law that was replaced longer ago. */
const STALE_MS = 5_000;

interface Known {
  readonly packs: readonly RulePack[];
  readonly calendar: Calendar;
  readonly readAt: number;
}

/** Rule packs and calendars as published. Reading is from memory; a publication here is seen at once, one elsewhere within a second of use, at the latest after five. */
@Injectable()
export class LawBook {
  private known: Known | undefined;
  private reading: Promise<Known> | undefined;

  constructor(private readonly database: IntakeDatabase) {}

  /** The version in force on a date, for a date before all of them the first one. @throws when the pack has none */
  async inForce(id: string, date: string): Promise<LawInForce> {
    const { packs, calendar } = await this.read();
    const first = packs.find((one) => one.id === id);
    const pack = packInForce(packs, id, date) ?? (first && date < first.validFrom ? first : undefined);
    if (!pack) throw new Error(`no version of ${id} is in force on ${date}`);
    return { pack, calendar };
  }

  /** The version in force on the date on which a case is pinned anew; the one that it has where none is. */
  async inForceOrPinned(pinned: { id: string; version: number }, date: string): Promise<LawInForce> {
    const { packs, calendar } = await this.read();
    const pack = packInForce(packs, pinned.id, date);
    return pack ? { pack, calendar } : this.pinned(pinned);
  }

  /** The version that a case is pinned to, with the calendar of today. */
  async pinned(pinned: { id: string; version: number }): Promise<LawInForce> {
    const find = (known: Known) => known.packs.find((one) => one.id === pinned.id && one.version === pinned.version);
    const known = await this.read();
    const pack = find(known) ?? find(await this.renew());
    if (!pack) throw new Error(`rule pack ${pinned.id}@${pinned.version} does not exist`);
    return { pack, calendar: known.calendar };
  }

  async packs(): Promise<readonly RulePack[]> {
    return (await this.read()).packs;
  }

  async calendar(): Promise<Calendar> {
    return (await this.read()).calendar;
  }

  /** Reads the law as it is published now, not earlier. */
  async renew(): Promise<Known> {
    await this.reading?.catch(() => undefined);
    return this.refresh();
  }

  /** Forgets what was read; the next question reads anew. */
  forget(): void {
    this.known = undefined;
  }

  private async read(): Promise<Known> {
    const age = this.known ? Date.now() - this.known.readAt : Infinity;
    if (!this.known || age > STALE_MS) return this.refresh();
    if (age > FRESH_MS) void this.refresh().catch(() => undefined);
    return this.known;
  }

  private refresh(): Promise<Known> {
    this.reading ??= this.load().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async load(): Promise<Known> {
    const [versions, years] = await Promise.all([
      this.database.rulePackVersion.findMany({ orderBy: [{ id: 'asc' }, { version: 'asc' }] }),
      this.database.calendarYear.findMany({ orderBy: { year: 'asc' } }),
    ]);
    const version = years.map((one) => `${one.year}.${one.version}`).join(' ');
    const calendar: Calendar =
      this.known?.calendar.version === version
        ? this.known.calendar
        : {
            version,
            years: Object.fromEntries(
              years.map((one) => [
                one.year,
                { holidays: one.holidays, makeUpDays: one.makeUpDays, names: one.names } as unknown as CalendarYear,
              ]),
            ),
          };
    this.known = { packs: versions.map((one) => one.pack as unknown as RulePack), calendar, readAt: Date.now() };
    return this.known;
  }
}
