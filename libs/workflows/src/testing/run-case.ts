import { join } from 'node:path';
import type { CaseState } from '@wangge/domain/cases/case-state';
import type { LawInForce } from '@wangge/domain/cases/transition';
import { type CaseAtWork, CasesInTime } from '@wangge/testing/cases-in-time';
import { drillPack } from '@wangge/testing/drill-pack';
import { PLAIN_CALENDAR, RecordInMemory } from '@wangge/testing/record-in-memory';
import { appliedTo, type CaseActivities, type Route } from '../case/case-activities';
import { ATTRIBUTES } from '../case/search-attributes';

export const BUNDLE = join(__dirname, '../../dist/workflow-bundle.js');

/** A Temporal server that skips time, for cases. */
export const timeForCases = (): Promise<CasesInTime> => CasesInTime.skippingTime(Object.values(ATTRIBUTES));

/**
 * A Temporal server that does not skip time, for cases.
 * @param suggestContinueAsNewAt events in a history after which it suggests a new run
 */
export const serverForCases = (suggestContinueAsNewAt: number): Promise<CasesInTime> =>
  CasesInTime.real(Object.values(ATTRIBUTES), suggestContinueAsNewAt);

export interface CaseOptions {
  /** A matter unless given. */
  readonly kind?: CaseState['kind'];
  /** Where the matrix sends the case; `null` while nobody answers, `{}` where it has a gap, unit-a unless given. */
  readonly route?: Route | null;
  readonly askRoute?: () => Promise<Route>;
  /** The drill pack without a calendar unless given. */
  readonly law?: LawInForce;
  /** The unit above each unit. */
  readonly superiors?: Readonly<Record<string, string>>;
}

/** Runs one case while `story` acts on it. */
export async function runCase(
  cases: CasesInTime,
  options: CaseOptions,
  story: (the: CaseAtWork) => Promise<void>,
): Promise<RecordInMemory> {
  const { kind = 'matter', law = { pack: drillPack, calendar: PLAIN_CALENDAR }, superiors } = options;
  const record = new RecordInMemory(law, { receivedAt: await cases.now(), kind }, superiors);
  const activities: CaseActivities = {
    openCase: async () => ({
      state: record.state,
      route: options.route === undefined ? { unit: 'unit-a', supervisingUnit: 'unit-s' } : options.route,
    }),
    askRoute: options.askRoute ?? (async () => ({})),
    recordActs: async (input) => {
      const { applied, again, state } = record.record(input);
      return applied && !again ? appliedTo(input.state, state) : { applied, result: { state } };
    },
  };
  const workflow = kind === 'petition' ? 'handlePetition' : 'handleMatter';
  return cases.run({ workflow, bundle: BUNDLE, record, activities }, story);
}
