import { SEED_CALENDAR } from '@wangge/domain/calendar/seed-calendar';
import { PETITIONER } from '@wangge/domain/cases/case-state';
import { processOf } from '@wangge/domain/cases/processes';
import type { Actor } from '@wangge/domain/people/actor';
import { petitionNational } from '@wangge/domain/rule-packs/petition-national';
import { type CaseAtWork, type CasesInTime, codeOf } from '@wangge/testing/cases-in-time';
import { HANDLER_A, HANDLER_B, HEAD_A, OFFICER } from '@wangge/testing/people';
import type { RecordInMemory } from '@wangge/testing/record-in-memory';
import type { Route } from '../case/case-activities';
import { caseDetails } from '../case/case-details';
import { runCase, timeForCases } from '../testing/run-case';

jest.setTimeout(120_000);

const DAY = 86_400_000;
const CITY: Actor = { id: 'city', grants: [{ role: 'unit-head', unit: 'gov-city' }] };
const PROVINCE: Actor = { id: 'province', grants: [{ role: 'unit-head', unit: 'gov-province' }] };
const OPINION = { claims: ['退还押金'], facts: '事实', opinion: '意见', legalBasis: ['民法典 第577条'] };

describe('handlePetition', () => {
  let cases: CasesInTime;
  beforeAll(async () => {
    cases = await timeForCases();
  }, 60_000);
  afterAll(async () => cases.stop());

  /** Runs one petition; the date of service is always today's. */
  async function withPetition(
    story: (the: CaseAtWork) => Promise<void>,
    { route = {}, askRoute = async () => ({}) }: { route?: Route | null; askRoute?: () => Promise<Route> } = {},
  ): Promise<RecordInMemory> {
    return runCase(
      cases,
      {
        kind: 'petition',
        law: { pack: petitionNational, calendar: SEED_CALENDAR },
        superiors: { 'unit-a': 'gov-city', 'unit-b': 'gov-city', 'gov-city': 'gov-province' },
        route,
        askRoute,
      },
      story,
    );
  }

  const assigned = async ({ act }: CaseAtWork, unit = 'unit-a') => {
    await act('register', OFFICER);
    await act('assign', OFFICER, { unit });
  };
  const accepted = async (the: CaseAtWork, data: object = { route: 'ordinary' }) => {
    await assigned(the);
    await the.act('accept', HANDLER_A, data);
  };
  const served = async (the: CaseAtWork, outcome = 'not-supported') => {
    await accepted(the);
    await the.act('reply', HANDLER_A, { ...OPINION, outcome });
    await the.act('confirm-served', HANDLER_A, { manner: '直接送达' });
  };
  const reviewServed = async (the: CaseAtWork, outcome = 'upheld') => {
    await served(the);
    await the.act('request-review', PETITIONER);
    await the.act('reply-review', CITY, { ...OPINION, outcome });
    await the.act('confirm-served', CITY, { manner: '邮寄送达' });
  };
  const ended = async ({ handle }: CaseAtWork) => ((await handle.result()) as { stage: string }).stage;

  it('goes through handling, review and re-review to finality in one execution', async () => {
    const record = await withPetition(async (the) => {
      const { runId } = await the.handle.describe();
      await reviewServed(the);
      await the.act('request-re-review', PETITIONER);
      await the.act('reply-re-review', PROVINCE, { ...OPINION, outcome: 'upheld' });
      await the.act('confirm-served', PROVINCE, { manner: '直接送达' });
      expect(await ended(the)).toBe('concluded');
      expect((await the.handle.describe()).runId).toBe(runId);
    });
    expect(record.commands).toEqual([
      ...[
        'register',
        'assign',
        'accept',
        'reply',
        'confirm-served',
        'request-review',
        'reply-review',
        'confirm-served',
      ],
      ...['request-re-review', 'reply-re-review', 'confirm-served'],
    ]);
    expect(record.state.clocks.map(({ id, status }) => [id, status])).toEqual([
      ['registration', 'met'],
      ['notice', 'met'],
      ['objection', 'met'],
      ['handling', 'met'],
      ['review-request', 'met'],
      ['review', 'met'],
      ['re-review-request', 'met'],
      ['re-review', 'met'],
    ]);
  });

  it.each<[string, (the: CaseAtWork) => Promise<unknown>, string]>([
    [
      '31(1), the courts',
      (the) => accepted(the, { route: 'litigation', procedure: '诉讼', basis: '31(1)' }),
      'separated',
    ],
    [
      'refusal before routing',
      async ({ act }) => {
        await act('register', OFFICER);
        await act('refuse', OFFICER, { ground: 'litigation', goTo: '法院' });
      },
      'refused',
    ],
    [
      'refusal by the organ',
      async (the) => {
        await assigned(the);
        await the.act('refuse', HANDLER_A, { ground: 'not-ours', goTo: '市住房和城乡建设局' });
      },
      'refused',
    ],
    [
      'the same claim as one answered to the end',
      async ({ act }) => {
        await act('register', OFFICER);
        await act('refuse-repeat', OFFICER, { earlier: '20200103-0000001' });
      },
      'refused',
    ],
    [
      'discipline inspection',
      async ({ act }) => {
        await act('register', OFFICER);
        await act('transfer', OFFICER, { to: '市纪委监委' });
      },
      'transferred',
    ],
    ['withdrawal', async ({ act }) => act('withdraw', PETITIONER), 'withdrawn'],
    [
      'found to be for the courts while handled',
      async (the) => {
        await accepted(the);
        await the.act('redirect', HANDLER_A, { route: 'litigation', procedure: '诉讼', basis: '31(1)' });
      },
      'separated',
    ],
    [
      'withdrawal of the request for review',
      async (the) => {
        await served(the);
        await the.act('request-review', PETITIONER);
        await the.act('withdraw', PETITIONER);
      },
      'concluded',
    ],
    [
      'mediation, carried out',
      async (the) => {
        await accepted(the);
        await the.act('mediate', HANDLER_A, { agreement: '三十日内退还' });
        await the.act('feedback', HANDLER_A, { result: '已退还' });
        await the.act('verify', OFFICER);
      },
      'concluded',
    ],
  ])('ends by %s', async (_, walk, stage) => {
    await withPetition(async (the) => {
      await walk(the);
      expect(await ended(the)).toBe(stage);
    });
  });

  it.each(['arbitration', 'party-appeal', 'administrative-procedure', 'statutory-duty'])(
    'leads %s into its own procedure and ends with its outcome',
    async (route) => {
      await withPetition(async (the) => {
        await accepted(the, { route, procedure: '相应程序', basis: '第31条' });
        expect(the.record.state).toMatchObject({ stage: 'own-procedure', petition: { route } });
        expect(await codeOf(the.act('close', HANDLER_A))).toBe('PETITION.RULE_REFUSED');
        await the.act('feedback', HANDLER_A, { result: '程序终结' });
        await the.act('close', HANDLER_A);
        expect(await ended(the)).toBe('closed');
      });
    },
  );

  it('is final by the timer itself when nobody asks for a review in thirty days', async () => {
    const record = await withPetition(async (the) => {
      await served(the);
      // Thirty days, the last of them rolled over a weekend or the longest holiday at most.
      await the.sleep(45 * DAY);
      expect(await ended(the)).toBe('concluded');
    });
    expect(record.commands.slice(-2)).toEqual(['warn', 'expire']);
    expect(record.steps.at(-1)).toMatchObject({ from: 'served', to: 'concluded', actor: 'system' });
    expect(record.state.overdue).toBe(false);
  });

  it('is carried out when nobody contests a review that supports the claim', async () => {
    await withPetition(async (the) => {
      await reviewServed(the, 'supported');
      await the.sleep(45 * DAY);
      expect(the.record.state).toMatchObject({ stage: 'executing', responsible: { unit: 'unit-a' }, overdue: false });
      await the.act('feedback', HANDLER_A, { result: '已履行' });
      await the.act('rework', OFFICER);
      await the.act('supervise', OFFICER);
      await the.act('feedback', HANDLER_A, { result: '已全部履行' });
      await the.act('verify', OFFICER);
      expect(await ended(the)).toBe('concluded');
    });
  });

  it('sends an objection through the sender, and a dispute of two organs to their common superior', async () => {
    await withPetition(async (the) => {
      await assigned(the);
      await the.act('object', HANDLER_A);
      expect(await codeOf(the.act('accept', HANDLER_A))).toBe('PETITION.WRONG_STAGE');
      await the.act('agree-objection', OFFICER);
      await the.act('assign', OFFICER, { unit: 'unit-b' });
      await the.act('object', HANDLER_B);
      await the.act('agree-objection', OFFICER);
      expect(the.record.state.stage).toBe('disputed');
      expect(await codeOf(the.act('assign', OFFICER, { unit: 'unit-a' }))).toBe('PETITION.NOT_PERMITTED');
      await the.act('assign', CITY, { unit: 'unit-a' });
      expect(await codeOf(the.act('object', HANDLER_A))).toBe('PETITION.WRONG_STAGE');
      await the.act('accept', HANDLER_A, { route: 'ordinary' });
      expect(the.record.state.stage).toBe('handling');
    });
  });

  it('climbs to an accountability record when it is left alone', async () => {
    const record = await withPetition(async ({ sleep }) => sleep(40 * DAY));
    expect(record.commands).toEqual(['warn', 'warn', 'expire', 'escalate', 'escalate']);
    expect(record.state).toMatchObject({ stage: 'received', overdue: true });
    expect(record.steps.at(-1)?.data).toMatchObject({
      ...{ rung: 'superior-organ', accountability: true },
      duty: record.state.clocks[0]!.label,
    });
  });

  it('moves the sixty days by the extension and by what was suspended', async () => {
    await withPetition(async (the) => {
      await accepted(the);
      const due = () => Date.parse(the.record.state.clocks.find(({ id }) => id === 'handling')!.dueAt!);
      const before = due();
      await the.act('request-extension', HANDLER_A, { days: 30 });
      await the.act('approve-extension', HEAD_A);
      // Both ends may roll to a working day, over a holiday of nine days at most.
      expect(Math.abs(due() - before - 30 * DAY)).toBeLessThanOrEqual(9 * DAY);
      await the.act('suspend', HEAD_A);
      await the.sleep(200 * DAY);
      expect(the.record.commands).not.toContain('expire');
      await the.act('resume', HEAD_A);
      await the.sleep(110 * DAY);
      expect(the.record.state.overdue).toBe(true);
    });
  });

  it('refuses by stage, by person and by rule, each with its code', async () => {
    await withPetition(async (the) => {
      await assigned(the);
      expect(await codeOf(the.act('reply', HANDLER_A))).toBe('PETITION.WRONG_STAGE');
      expect(await codeOf(the.act('accept', HANDLER_B))).toBe('PETITION.NOT_PERMITTED');
      await the.act('accept', HANDLER_A, { route: 'ordinary' });
      expect(await codeOf(the.act('request-extension', HANDLER_A, { days: 31 }))).toBe('PETITION.RULE_REFUSED');
      await the.act('recuse', HANDLER_A);
      expect(await codeOf(the.act('reply', HANDLER_A, OPINION))).toBe('PETITION.NOT_PERMITTED');
    });
  });

  it('lets one of twenty acts at once win', async () => {
    const record = await withPetition(async (the) => {
      await assigned(the);
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => codeOf(the.act('accept', HANDLER_A, { route: 'ordinary' }))),
      );
      expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    });
    expect(record.commands.filter((command) => command === 'accept')).toHaveLength(1);
  });

  it('finds its grid once somebody can say where it lies', async () => {
    let asked = 0;
    const askRoute = async (): Promise<Route> => {
      asked += 1;
      if (asked < 3) throw new Error('silent');
      return { gridCode: '410105002002', district: '410105' };
    };
    const record = await withPetition(async ({ sleep }) => sleep(3_600_000), { route: null, askRoute });
    expect(record.state).toMatchObject({ stage: 'received', gridCode: '410105002002' });
    expect(asked).toBeGreaterThanOrEqual(3);
  });

  it('stays readable for ten years: a history that is long goes on as a new one, with the same clocks', async () => {
    const record = await withPetition(async (the) => {
      await served(the, 'supported');
      await the.sleep(45 * DAY);
      const before = (await the.handle.describe()).runId;
      for (let month = 0; month < 120; month += 1) {
        for (let round = 0; round < 6; round += 1) await the.act(round % 2 ? 'urge' : 'supervise', OFFICER);
        await the.sleep(30 * DAY);
      }
      const described = await the.handle.describe();
      expect(described.runId).not.toBe(before);
      expect(described.historyLength).toBeLessThan(8_192);
      await the.act('feedback', HANDLER_A, { result: '已履行' });
      await the.act('verify', OFFICER);
      expect(await ended(the)).toBe('concluded');
    });
    const years = (Date.parse(record.steps.at(-1)!.at) - Date.parse(record.state.receivedAt)) / (365 * DAY);
    expect(years).toBeGreaterThan(9.8);
    expect(record.commands.filter((command) => command === 'urge')).toHaveLength(360);
  });

  it('reads in the Temporal UI like its file: instance, every clock with its article, the opinions', async () => {
    const record = await withPetition(async (the) => {
      await served(the);
      await the.act('request-review', PETITIONER);
    });
    const details = caseDetails(processOf('petition'), record.state);
    expect(details).toContain('- 审级: 二级 复查');
    expect(details).toContain('- 上一级: gov-province');
    expect(details).toMatch(/- 一级 办理意见: unit-a .* · 送达 \d{4}-\d{2}-\d{2}/);
    expect(details).toMatch(
      /\| 自收到复查请求之日起30日内提出复查意见并书面答复 \| 信访工作条例 第35条 \| {2}\| \d{4}-\d{2}-\d{2} /,
    );
  });
});
