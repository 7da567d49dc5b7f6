import { SEED_CALENDAR } from '@wangge/domain/calendar/seed-calendar';
import type { Act, CaseState } from '@wangge/domain/cases/case-state';
import { petitionNational } from '@wangge/domain/rule-packs/petition-national';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import { HANDLER_A, OFFICER } from '@wangge/testing/people';
import { stateAfter } from '@wangge/workflows/case/case-activities';
import type { IntakeDatabase } from '../database';
import { LawBook } from '../rules/law-book';
import type { Duties } from './duties';
import type { Places } from './places';
import { RecordActs } from './record-acts';

/** Version 1 until the end of June 2026, version 2 with forty-five days from July. */
const first: RulePack = { ...petitionNational, validTo: '2026-06-30' };
const second: RulePack = {
  ...petitionNational,
  version: 2,
  validFrom: '2026-07-01',
  clocks: petitionNational.clocks.map((clock) => (clock.id === 'handling' ? { ...clock, amount: 45 } : clock)),
};

const state: CaseState = {
  number: '20260620-0000001',
  kind: 'petition',
  matterItem: 'prepaid-card',
  gridCode: '410105002001',
  district: '410105',
  rulePack: { id: 'petition-national', version: 1 },
  receivedAt: '2026-06-20T09:00:00+08:00',
  stage: 'registered',
  step: 1,
  auditHash: 'ab'.repeat(32),
  jointHandlers: [],
  handledBy: [],
  objectedBy: [],
  petition: { opinions: [] },
  reopenings: 0,
  reworks: 0,
  overdue: false,
  clocks: [],
};

/** Records against published rules; `superiors` is what dispatch knows, undefined while it is silent. */
function recording(superiors: Record<string, string> | undefined) {
  const database = {
    rulePackVersion: { findMany: async () => [{ pack: first }, { pack: second }] },
    calendarYear: {
      findMany: async () =>
        Object.entries(SEED_CALENDAR.years).map(([year, days]) => ({ year: Number(year), version: 1, ...days })),
    },
    $queryRawUnsafe: async () => [{ moved: 1 }],
  } as unknown as IntakeDatabase;
  const places = {
    superior: async (unit: string) => superiors && (superiors[unit] ? { superior: superiors[unit] } : {}),
  } as Places;
  const recorder = new RecordActs(database, new LawBook(database), {} as Duties, places);
  return async (from: CaseState, at: string, command: string, actor: Act['actor'], data?: Record<string, unknown>) => {
    const act: Act = { commandId: at, command, actor, reason: '理由', ...(data ? { data } : {}) };
    const recorded = await recorder.record({ state: from, acts: [act], at });
    expect(recorded.applied).toBe(true);
    return stateAfter(from, recorded);
  };
}

describe('recording an act', () => {
  const assign = { unit: 'unit-a' };

  it('pins a petition to the rules in force at its acceptance, and counts by them', async () => {
    const record = recording({ 'unit-a': 'gov-city' });
    const assigned = await record(state, '2026-06-29T09:00:00+08:00', 'assign', OFFICER, assign);
    expect(assigned.rulePack.version).toBe(1);
    const june = await record(assigned, '2026-06-30T23:59:59+08:00', 'accept', HANDLER_A, { route: 'ordinary' });
    expect(june.rulePack.version).toBe(1);
    // 31 days of July, August 29 the 60th: a Saturday, so Monday 31.
    expect(june.clocks.at(-1)).toMatchObject({ kind: 'handling', dueDate: '2026-08-31' });
    const july = await record(assigned, '2026-07-01T00:00:00+08:00', 'accept', HANDLER_A, { route: 'ordinary' });
    expect(july.rulePack.version).toBe(2);
    // 30 days of July, August 15 the 45th: a Saturday, so Monday 17.
    expect(july.clocks.at(-1)).toMatchObject({ kind: 'handling', dueDate: '2026-08-17' });
  });

  it('keeps a case that was accepted under the rules that it has', async () => {
    const record = recording({ 'unit-a': 'gov-city' });
    const assigned = await record(state, '2026-06-29T09:00:00+08:00', 'assign', OFFICER, assign);
    const accepted = await record(assigned, '2026-06-30T09:00:00+08:00', 'accept', HANDLER_A, { route: 'ordinary' });
    const replied = await record(accepted, '2026-07-20T09:00:00+08:00', 'reply', HANDLER_A, {});
    const served = await record(replied, '2026-07-21T09:00:00+08:00', 'confirm-served', HANDLER_A, {
      date: '2026-07-21',
    });
    expect(served.rulePack.version).toBe(1);
  });

  it('finds the organ above the one that gets the case, and goes on without it while dispatch is silent', async () => {
    const known = await recording({ 'unit-a': 'gov-city' })(
      state,
      '2026-06-29T09:00:00+08:00',
      'assign',
      OFFICER,
      assign,
    );
    expect(known.supervisingUnit).toBe('gov-city');
    const top = await recording({})(state, '2026-06-29T09:00:00+08:00', 'assign', OFFICER, assign);
    expect(top.supervisingUnit).toBeUndefined();
    const silent = await recording(undefined)(state, '2026-06-29T09:00:00+08:00', 'assign', OFFICER, assign);
    expect(silent).toMatchObject({ stage: 'assigned', responsible: { unit: 'unit-a' } });
    expect(silent.supervisingUnit).toBeUndefined();
  });
});
